"""Texts of several requests, cut together: many short ones cost hardly more than one."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from anyio import to_thread

MOST = 64  # texts that are cut together

Way = tuple[str, ...]
Work = Callable[[list[str], Way], list[list[str]]]


class _Waiting(NamedTuple):
    text: str
    way: Way
    done: asyncio.Future[list[str]]


class Together:
    """Collects the texts that come while others are being cut, and cuts them next.

    One thread works at a time: more would take the interpreter from each other and from the server. A single
    request doesn't wait.

    Args:
        work: cuts texts in one way; called in a thread. What it raises, all of these texts get.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._waiting: deque[_Waiting] = deque()
        self._task: asyncio.Task[None] | None = None

    async def cut(self, text: str, way: Way) -> list[str]:
        """The tokens of a text."""
        done: asyncio.Future[list[str]] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(text, way, done))
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        return await done

    async def _run(self) -> None:
        try:
            while self._waiting:
                await self._cut(self._take())
        finally:
            self._task = None

    def _take(self) -> list[_Waiting]:
        """The next texts that want the same."""
        taken = [self._waiting.popleft()]
        while self._waiting and self._waiting[0].way == taken[0].way and len(taken) < MOST:
            taken.append(self._waiting.popleft())
        return taken

    async def _cut(self, taken: list[_Waiting]) -> None:
        try:
            texts = [one.text for one in taken]
            found = await to_thread.run_sync(self._work, texts, taken[0].way)
        except BaseException as error:
            for one in taken:
                if not one.done.done():
                    one.done.set_exception(error)
            if not isinstance(error, Exception):
                raise
            return
        for one, tokens in zip(taken, found, strict=True):
            if not one.done.done():  # whose sender has gone away
                one.done.set_result(tokens)

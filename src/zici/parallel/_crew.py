"""How a chunk reaches a worker and its outcome comes back: in place for threads, as bytes for all others."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, NamedTuple

from zici.errors import OptionError
from zici.parallel._board import Held
from zici.parallel._options import Plan
from zici.parallel._outcome import Outcome, describe, unpack_outcome
from zici.parallel._pool import Lease, Threads, take_pool
from zici.parallel._run import Call, Reply, run_call, run_in_thread
from zici.parallel._wire import pack

_SMALL = 1 << 16  # bytes up to which the function simply travels with every chunk


class Chunk(NamedTuple):
    """Neighbouring items, the first of them number ``first``; ``losses``: how often a worker died of it."""

    first: int
    items: list[Any]
    losses: int = 0

    @property
    def last(self) -> int:
        return self.first + len(self.items) - 1

    def part(self, first: int, last: int) -> Chunk:
        """Give the items ``first`` to ``last``, both counted in the whole input, as far as they are here."""
        first = max(first, self.first)
        return Chunk(first, self.items[first - self.first : max(last + 1 - self.first, 0)], self.losses)

    def singles(self) -> list[Chunk]:
        """Give every item as a chunk of its own."""
        return [Chunk(index, [item], self.losses) for index, item in enumerate(self.items, self.first)]


class UnsendableError(Exception):
    """Items that can't be turned into bytes."""

    def __init__(self, reason: Exception) -> None:
        super().__init__(str(reason))
        self.reason = reason


class RefusedError(Exception):
    """An executor that takes no work, because it is broken or was shut down."""

    def __init__(self, reason: Exception) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Crew:
    """Takes chunks to an executor and reads what comes back; this one to threads, items as they are."""

    def __init__(self, plan: Plan, take: Callable[[], Lease]) -> None:
        self._plan, self._take = plan, take
        self._halt = threading.Event()
        self.lease: Lease | None = None

    def _submit(self, work: Callable[[], Any]) -> Future[Any]:
        if self.lease is None:  # nothing is started before there is an item
            self.lease = self._take()
        try:
            return self.lease.executor.submit(work)
        except Exception as error:
            raise RefusedError(error) from error

    def send(self, chunk: Chunk) -> tuple[Future[Any], int]:
        """Hand a chunk to the executor; gives its future, and the bytes sent."""
        func, stop = self._plan.func, self._plan.stop
        work = partial(run_in_thread, func, chunk.items, first=chunk.first, stop=stop, halt=self._halt)
        return self._submit(work), 0

    def read(self, chunk: Chunk, reply: Any) -> tuple[Outcome | list[Chunk], int]:
        """Turn a reply into an outcome, or into chunks to send again; and the bytes that came."""
        return reply, 0

    def held(self) -> list[Held]:
        """Name the items in the workers' hands, where that is known."""
        return []

    def renew(self) -> None:
        """Start other workers in the place of lost ones."""

    def end(self, left: Collection[Future[Any]]) -> None:
        """Cancel what is left and give the executor back."""
        self._halt.set()
        for future in left:
            future.cancel()
        if self.lease is not None:
            self.lease.end(left)


class RemoteCrew(Crew):
    """To other processes, here or elsewhere: everything travels as bytes of our own making.

    A small function goes with every chunk. A large one (it may carry a model) goes with as many chunks as
    there are workers; a worker that still lacks it says so, and the chunk is sent again with the function.
    """

    def __init__(self, plan: Plan, take: Callable[[], Lease], size: int) -> None:
        super().__init__(plan, take)
        self._job = int.from_bytes(os.urandom(7), "little") + 1
        self._func = _pack_func(plan.func)
        self._size = self._without_func = size

    def send(self, chunk: Chunk) -> tuple[Future[Any], int]:
        try:
            items = pack(chunk.items)
        except Exception as error:
            raise UnsendableError(error) from error
        func = self._func if self._without_func > 0 or len(self._func) <= _SMALL else None
        seeds = self._plan.seeds and self._plan.seeds.part(chunk.first, len(chunk.items))
        call = Call(self._job, func, items, chunk.first, chunk.last, self._plan.stop, seeds)
        future = self._submit(partial(run_call, call))
        self._without_func -= 1
        return future, len(items)

    def read(self, chunk: Chunk, reply: Reply) -> tuple[Outcome | list[Chunk], int]:
        state, data = reply
        if state == "need func":
            self._without_func = 1
            return [chunk], 0
        if state == "need singles":
            return chunk.singles(), 0
        return unpack_outcome(data, len(chunk.items)), len(data)

    def held(self) -> list[Held]:
        return self.lease.held(self._job) if self.lease else []

    def renew(self) -> None:
        if self.lease:
            self.lease.renew()
        self._without_func = self._size


def make_crew(plan: Plan) -> Crew:
    """Choose the crew for a plan; nothing is started yet."""
    need = min(plan.workers, max(plan.total, 1)) if plan.total is not None else plan.workers
    executor = plan.executor
    if executor is None and plan.backend == "thread":
        return Crew(plan, lambda: Threads(need))
    if executor is None:
        return RemoteCrew(plan, lambda: take_pool(need, plan.workers), need)
    if isinstance(executor, ThreadPoolExecutor):
        return Crew(plan, lambda: Lease(executor))
    return RemoteCrew(plan, lambda: Lease(executor), need)


def _pack_func(func: Callable[[Any], Any]) -> bytes:
    try:
        return pack(func)
    except Exception as error:
        raise OptionError(
            f"func: {describe(error, 0).summary}: it can't be sent to another process; "
            "open files, locks and connections inside func, or use backend='thread'"
        ) from error

"""Decisions: made, undone, done again; what somebody else did meanwhile is told, not overwritten."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from nicegui import ui

from zici.errors import ZiciError
from zici.studio.curation import ConflictError
from zici.studio.pages._parts import complain

from ._view import View, plain

if TYPE_CHECKING:
    from zici.studio.curation import Decision

SHOWN = 5  # words that a message names
Changed = Callable[[list[str]], Awaitable[None]]


class Acts:
    """What a reader does to words.

    Args:
        view: the page.
        changed: called with the words that are other than they were, once the table shows them.
    """

    def __init__(self, view: View, changed: Changed) -> None:
        self.view, self._changed = view, changed

    async def decide(self, words: Mapping[str, int | None], action: str, target: str | None = None) -> bool:
        """Decide on words, each with the version that was seen; True if it was done."""
        made = await self._attempt(
            self.view.studio.curation.decide, words, action, author=self.view.author, target=target
        )
        if made is None:
            return False
        await self.show([*words], move=True)
        return True

    async def undo(self) -> None:
        """Take back the reader's last step."""
        made = await self._attempt(self.view.studio.curation.undo, author=self.view.author)
        await self._tell(made, "undone", "nothing_undo")

    async def redo(self) -> None:
        """Do again what was taken back last."""
        made = await self._attempt(self.view.studio.curation.redo, author=self.view.author)
        await self._tell(made, "redone", "nothing_redo")

    async def _tell(self, made: list[Decision] | None, done: str, nothing: str) -> None:
        if made is None:
            return
        if not made:
            ui.notify(self.view.texts(nothing))
            return
        words = list(dict.fromkeys(decision.word for decision in made))
        ui.notify(self.view.texts(done, words=some(words)))
        await self.show(words)

    async def _attempt(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return await asyncio.to_thread(function, *args, **kwargs)
        except ConflictError as error:
            complain(
                self.view.texts(
                    "conflict", message=f"{error.word}, {self.view.signed(error.author, error.time)}"
                )
            )
            await self.show([error.word])
        except ZiciError as error:
            complain(str(error))
        return None

    async def show(self, words: Sequence[str], *, move: bool = False) -> None:
        """Let the table and everything else show words as they are now; ``move``: go on to the next row."""
        rows = await asyncio.to_thread(self._rows, words)
        self.view.call("refresh", rows, move)
        await self._changed(list(words))

    def _rows(self, words: Iterable[str]) -> list[dict[str, Any]]:
        found = (self.view.studio.curation.word(word) for word in words)
        return [plain(row) for row in found if row is not None]


def some(words: Sequence[str]) -> str:
    """The first words of a list, for a message.

    Example:
        >>> some(["a", "b", "c", "d", "e", "f", "g"])
        'a, b, c, d, e, … (7)'
    """
    shown = ", ".join(words[:SHOWN])
    return shown if len(words) <= SHOWN else f"{shown}, … ({len(words):,})"

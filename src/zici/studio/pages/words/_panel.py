"""The panel of one word: its numbers, contexts, neighbours, relatives and what was decided on it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from nicegui import ui

from zici.errors import ZiciError
from zici.studio.pages._parts import attempt, button, icon_button, soft, text

from ._view import View, shown_number

if TYPE_CHECKING:
    from zici.studio.curation import Decision, WordRow
    from zici.studio.services import Contexts, Near, Relatives

CONTEXTS, NEIGHBOURS, AROUND = 20, 12, 24
ACTIONS = ("accept", "reject", "rename", "merge", "clear")
Act = Callable[[str, list[dict[str, Any]]], Any]


class Panel:
    """Shows a word; what was asked for and comes too late is dropped.

    Args:
        view: the page.
        act: called with an action and the row that it is about.
    """

    def __init__(self, view: View, act: Act) -> None:
        self.view, self._act = view, act
        self.word = ""
        self._asked = 0
        with ui.element("aside").classes("z-panel z-card") as self.root:
            soft(view.texts("choose"))

    async def show(self, word: str, *, opened: bool = True) -> None:
        """Show a word; ``opened``: also where the panel lies over the table, on a narrow page."""
        self._asked += 1
        asked, self.word = self._asked, word
        decided = await attempt(self._decided, word)
        if asked != self._asked or decided is None:
            return
        row, history = decided
        if opened:
            self.root.classes("z-open")
        self.root.clear()
        with self.root:
            self._head(word, row)
            places = [
                self._section(name) for name in ("contexts", "neighbours", "inside", "around", "history")
            ]
            with places[-1]:
                self._history(history)
        found = await asyncio.to_thread(self._found, word)
        if asked == self._asked:
            self._fill(places, *found)

    async def follow(self, word: str) -> None:
        """Show a word that isn't the one chosen in the table: keys are about it now."""
        self.view.call("leave")
        await self.show(word)
        self.view.call("look")

    async def refresh(self, words: Iterable[str]) -> None:
        """Show the word anew if it is among those that changed."""
        if self.word and self.word in words:
            await self.show(self.word, opened=False)

    def close(self) -> None:
        """Let the table be seen where the panel lies over it."""
        self.root.classes(remove="z-open")
        self.view.call("focus")

    def _decided(self, word: str) -> tuple[WordRow | None, list[Decision]]:
        curation = self.view.studio.curation
        return curation.word(word), curation.history(word)

    def _found(self, word: str) -> tuple[Contexts | str, list[Near] | str, Relatives | str]:
        words = self.view.studio.services.words
        return (
            _or_why(lambda: words.contexts(word, CONTEXTS)),
            _or_why(lambda: words.neighbours(word, NEIGHBOURS)),
            _or_why(lambda: words.relatives(word, AROUND)),
        )

    def _head(self, word: str, row: WordRow | None) -> None:
        texts = self.view.texts
        with ui.element("div").classes("z-panel-head"):
            ui.label(word).classes("z-panel-word").props('role="heading" aria-level="2" tabindex="-1"')
            icon_button("close", texts("close"), self.close).classes("z-panel-close")
        if row is None or not row.listed:
            soft(texts("only_here"))
        if row is not None:
            self._numbers(row)
            self._status(row)
        seen = {"word": word, "version": row.version if row else 0, "count": row.count if row else 0}
        self.root.props["data-row"] = json.dumps(seen)
        with ui.element("div").classes("z-row"):
            for action in ACTIONS:
                made = button(texts(action), lambda action=action: self._act(action, [seen]))
                made.classes(f"z-act-{action}")

    def _numbers(self, row: WordRow) -> None:
        values = {"count": row.count, "length": row.length, **row.values}
        with ui.element("dl").classes("z-numbers"):
            for name, value in values.items():
                with ui.element("div"):
                    ui.label(self.view.name(name)).props("role=term")
                    ui.label(shown_number(value)).props("role=definition").classes("z-number")

    def _status(self, row: WordRow) -> None:
        if row.status == "undecided" or row.author is None or row.time is None:
            return
        with ui.element("div").classes(f"z-decided z-is-{row.status}"):
            ui.label(self.view.status(row.status, row.target))
            soft(self.view.signed(row.author, row.time))

    def _section(self, name: str) -> ui.element:
        title = self.view.texts(name)
        with ui.element("section").classes("z-part") as made:
            made.props["aria-label"] = title
            ui.label(title).classes("z-part-title").props('role="heading" aria-level="3"')
            with ui.element("div").classes(f"z-{name}") as place:
                pass
        return place

    def _fill(
        self,
        places: list[ui.element],
        contexts: Contexts | str,
        near: list[Near] | str,
        relatives: Relatives | str,
    ) -> None:
        with places[0]:
            self._contexts(contexts)
        with places[1]:
            if isinstance(near, str):
                soft(near)
            else:
                self._chips([(each.word, f"{each.score:.2f}") for each in near])
        for place, name in zip(places[2:], ("inside", "around"), strict=False):
            with place:
                if isinstance(relatives, str):
                    soft(relatives)
                else:
                    listed = getattr(relatives, name)
                    self._chips([(x.word, "" if x.count is None else f"{x.count:,}") for x in listed])

    def _contexts(self, found: Contexts | str) -> None:
        if isinstance(found, str):
            soft(found)
        elif not found.rows:
            soft(self.view.texts("no_contexts"))
        else:
            with ui.element("div").classes("z-kwic"):
                for row in found.rows:
                    with ui.element("p").classes("z-whole" if row.whole else ""):
                        with ui.element("span"):
                            text(row.left, "bdi")
                        text(row.word, "b")
                        text(row.right)

    def _chips(self, words: list[tuple[str, str]]) -> None:
        if not words:
            soft(self.view.texts("none"))
        for word, number in words:
            with button(word, lambda word=word: self.follow(word)).classes("z-chip"):
                if number:
                    ui.label(number).classes("z-number z-soft")

    def _history(self, history: list[Decision]) -> None:
        if not history:
            soft(self.view.texts("no_history"))
        for decision in reversed(history):
            shown = self.view.status(decision.status, decision.target)
            with ui.element("div").classes("z-decision"):
                again = decision.action in ("undo", "redo")
                ui.label(f"{self.view.texts(decision.action)}: {shown}" if again else shown)
                soft(self.view.signed(decision.author, decision.time))
                if decision.note:
                    soft(decision.note)


def _or_why(function: Callable[[], Any]) -> Any:
    """What a service gives, or why it gives nothing."""
    try:
        return function()
    except ZiciError as error:
        return str(error)

"""Neighbours of a word, and what is to a third word as the second is to the first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from nicegui import ui

from zici.studio.pages._bits import answered, bar, cell, on_enter, table
from zici.studio.pages._parts import button, complain, icon_button, soft
from zici.studio.pages._texts import Texts

if TYPE_CHECKING:
    from zici.studio._studio import Studio
    from zici.studio.services import Near

NUMBER = 15
KINDS = "wwnnw"


class Neighbours:
    """The card that shows the words nearest to a word.

    Args:
        studio: whose vectors.
        texts: of the page.
        find: shows a word on the map.
    """

    def __init__(self, studio: Studio, texts: Texts, find: Callable[[str], None]) -> None:
        self._studio, self._texts, self._find = studio, texts, find
        with ui.element("div").classes("z-row"):
            self._word = _field(texts("word"), self.ask).classes("z-grow")
            kinds = {"similar": texts("similar"), "related": texts("related")}
            self._kind = ui.toggle(kinds, value="similar", on_change=self._again).props("no-caps unelevated")
            self._kind.props["aria-label"] = texts("kind")
            button(texts("ask"), self.ask, icon="search", main=True)
        self._place = ui.element("div").props('aria-live="polite"')

    async def show(self, word: str) -> None:
        """Ask for a word."""
        self._word.value = word
        await self.ask()

    async def _again(self) -> None:
        if self._word.value:
            await self.ask()

    async def ask(self) -> None:
        """Show the neighbours of the word in the field."""
        word = (self._word.value or "").strip()
        if not word:
            complain(self._texts("word_empty"))
            return
        related = self._kind.value == "related"
        found = await answered(self._place, self._studio.services.vectors.near, word, NUMBER, related=related)
        if found is None:
            return
        self._find(word)
        with self._place:
            score = self._texts("column_pmi" if related else "column_score")
            rows(found, self._texts, score, ask=self.show, find=self._find)


class Analogy:
    """The card with three words and a question mark."""

    def __init__(self, studio: Studio, texts: Texts, ask: Callable[[str], Any]) -> None:
        self._studio, self._texts, self._ask = studio, texts, ask
        with ui.element("div").classes("z-row z-analogy"):
            self._words = [_field("a", self.solve)]
            ui.label(texts("is_to"))
            self._words.append(_field("b", self.solve))
            ui.label(texts("as"))
            self._words.append(_field("c", self.solve))
            ui.label(texts("to_what"))
            button(texts("solve"), self.solve, icon="search", main=True)
        self._place = ui.element("div").props('aria-live="polite"')

    async def solve(self) -> None:
        """Show what fits."""
        first, second, third = ((field.value or "").strip() for field in self._words)
        if not (first and second and third):
            complain(self._texts("three"))
            return
        solve = self._studio.services.vectors.analogy
        found = await answered(self._place, solve, (first, second, third), NUMBER)
        if found is not None:
            with self._place:
                rows(found, self._texts, self._texts("column_any"), ask=self._ask)


def rows(
    found: list[Near],
    texts: Texts,
    score: str,
    *,
    ask: Callable[[str], Any],
    find: Callable[[str], None] | None = None,
) -> None:
    """A table of words with bars; a word can be asked for in turn."""
    if not found:
        soft(texts("nothing"))
        return
    most = max(abs(each.score) for each in found) or 1.0
    names = [texts("column_word"), "", score, texts("column_count"), ""]
    with table(names, KINDS, texts("near")):
        for each in found:
            with ui.element("tr"):
                with ui.element("td"):
                    button(each.word, lambda word=each.word: ask(word)).classes("z-word")
                with ui.element("td").classes("z-bar-cell"):
                    bar(each.score / max(most, 1.0))
                cell(f"{each.score:.3f}", kind="n")
                cell("" if each.count is None else f"{each.count:,}", kind="n")
                with ui.element("td"):
                    if find is not None:
                        told = texts("on_map", word=each.word)
                        icon_button("location_searching", told, lambda word=each.word: find(word))


def _field(name: str, enter: Callable[[], Any]) -> ui.input:
    field = ui.input(name).props("outlined dense autocomplete=off spellcheck=false")
    on_enter(field, enter)
    return field

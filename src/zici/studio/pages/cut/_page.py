"""The page *Cut*: a text as each method cuts it, side by side, as it is typed."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nicegui import ui

from zici.errors import ZiciError
from zici.studio.pages._bits import on_enter
from zici.studio.pages._frame import Page
from zici.studio.pages._parts import add_files, attempt, button, card, complain, icon_button, missing, soft
from zici.studio.pages._settings import author
from zici.studio.pages._texts import Texts

from ._result import Result
from ._texts import TEXTS

if TYPE_CHECKING:
    from zici.studio._studio import Studio
    from zici.studio.services import Compared

LONGEST = 5000  # characters that are cut while someone types
PAUSE = 0.12  # seconds without a key, then it is cut


async def build(studio: Studio, texts: Texts) -> None:
    """Make the page."""
    add_files(Path(__file__).parent, "cut.css", "cut.js")
    cutting = studio.services.cutting
    if not await asyncio.to_thread(cutting.ready):
        missing(texts, cutting.how(), texts("no_words"))
        return
    page = CutPage(studio, texts, await asyncio.to_thread(cutting.methods))
    await page.cut()


class CutPage:
    """A text, words that count as known meanwhile, and a result for each method."""

    def __init__(self, studio: Studio, texts: Texts, methods: list[Any]) -> None:
        self.studio, self.texts = studio, texts
        self.added: list[str] = []
        self._asked = 0
        with ui.element("div").classes("z-cut"):
            with ui.element("div").classes("z-cut-in"):
                self._text_card()
                self._added_card()
            with ui.element("div").classes("z-cut-out"):
                self._summary = ui.label().classes("z-soft").props('role="status"')
                soft(texts("legend")).classes("z-legend")
                self.results = [Result(method, texts) for method in methods]
        ui.on("cut_selected", lambda event: self.add(str(event.args), texts("nothing_selected")))

    def _text_card(self) -> None:
        texts = self.texts
        with card(texts("text"), texts("text_note")):
            self.text = ui.textarea(value=ui.context.client.request.query_params.get("text", ""))
            self.text.props('outlined rows="7" maxlength="20000" input-style="resize: vertical"').classes(
                "z-cut-text"
            )
            self.text.props["aria-label"] = texts("text")
            self.text.on_value_change(self.cut)
            with ui.element("div").classes("z-row"):
                button(texts("add_selected"), icon="add").on("click", js_handler="() => ziciCut.selected()")
                if self.studio.workspace.segmented() is not None:
                    button(texts("example"), self._example)

    def _added_card(self) -> None:
        texts = self.texts
        with card(texts("added"), texts("added_note")):
            with ui.element("div").classes("z-row z-add"):
                self.word = (
                    ui.input(texts("add_word")).props("outlined dense maxlength=500").classes("z-fill")
                )
                on_enter(self.word, self._typed)
                button(texts("add"), self._typed)
            self.chips = ui.element("ul").classes("z-added")
            self.keeping = button(texts("keep"), self._keep, icon="check")
            self.keeping.visible = False

    async def _typed(self) -> None:
        if await self.add(self.word.value or "", ""):
            self.word.value = ""

    async def _example(self) -> None:
        """Take a line from the middle of the text at hand."""
        path = self.studio.workspace.segmented()
        line = None if path is None else await attempt(some_line, path)
        if line:
            self.text.value = line

    async def add(self, words: str, empty: str) -> bool:
        """Add words with blanks between them; ``empty`` is told where there is none."""
        new = [word for word in words.split() if word not in self.added]
        if not words.split():
            if empty:
                ui.notify(empty)
            return False
        before = self.added
        self.added = [*before, *new]
        if not await self.cut():
            self.added = before
            return False
        self._show_added()
        return True

    async def _remove(self, word: str) -> None:
        self.added = [other for other in self.added if other != word]
        self._show_added()
        await self.cut()

    def _show_added(self) -> None:
        self.chips.clear()
        self.keeping.visible = bool(self.added)
        with self.chips:
            for word in self.added:
                with ui.element("li"):
                    ui.label(word)
                    name = self.texts("remove", word=word)
                    icon_button("close", name, lambda word=word: self._remove(word))

    async def _keep(self) -> None:
        words = dict.fromkeys(self.added)
        decide = self.studio.curation.decide
        if await attempt(decide, words, "accept", author=author(self.studio)) is not None:
            ui.notify(self.texts("kept", words=" ".join(words)), type="positive", position="bottom")
            self.added = []
            self._show_added()
            await self.cut()

    async def cut(self) -> bool:
        """Cut what stands in the text by every method that is ready; only what was asked last is shown."""
        self._asked += 1
        asked = self._asked
        await asyncio.sleep(PAUSE)
        if asked != self._asked:
            return True
        text = (self.text.value or "")[:LONGEST]
        ready = [result.name for result in self.results if result.ready]
        try:
            found = await asyncio.to_thread(self.studio.services.cutting.compare, text, ready, self.added)
        except ZiciError as error:
            complain(str(error))
            return False
        if asked == self._asked:
            self._show(found)
        return True

    def _show(self, found: Compared) -> None:
        long = len(self.text.value or "") > LONGEST
        for result in self.results:
            if result.ready:
                result.show(found.tokens[result.name], found.differ)
        if not self.text.value:
            said = self.texts("empty")
        else:
            n = len(found.differ)
            said = self.texts(("same", "differ_1")[n]) if n < 2 else self.texts("differ", n=n)
        self._summary.set_text(f"{said} · {self.texts('too_long', n=LONGEST)}" if long else said)


def some_line(path: Path) -> str:
    """A line of middle length from the middle of a cut text, its blanks taken out."""
    from zici.studio._segmented import join

    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(size // 2)
        lines = file.read(20_000).decode("utf-8", "ignore").splitlines()[1:-1]
    best = next((line for line in lines if 40 <= len(line) <= 200), max(lines, key=len, default=""))
    return join(best)[:200]


PAGE = Page("/cut", "content_cut", build, TEXTS)

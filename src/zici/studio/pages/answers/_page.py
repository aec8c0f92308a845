"""The page *Answers*: documents are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from zici.studio.pages._bits import add_style
from zici.studio.pages._frame import Page
from zici.studio.pages._parts import attempt, card, missing, soft
from zici.studio.pages._texts import Texts
from zici.studio.pages.answers._ask import Ask
from zici.studio.pages.answers._index import Index
from zici.studio.pages.answers._texts import ANSWERS

if TYPE_CHECKING:
    from zici.studio._studio import Studio
    from zici.studio.runs import Run


async def build(studio: Studio, texts: Texts) -> None:
    """Make the page."""
    add_style()
    service = studio.services.answers
    soft(texts("under"))
    with ui.element("div").classes("z-halves z-halves-left"):
        with ui.element("div").classes("z-stack"):
            lacking = ui.element("div")
            with card(texts("ask")) as asking:
                Ask(studio, texts)
        with card(texts("documents"), texts("index_note")):
            index = Index(studio, texts)
    lacking.visible = asking.visible = False  # until it is known what is there

    async def show() -> None:
        await index.show()
        ready = bool(await attempt(service.ready))
        lacking.clear()
        if not ready:
            note = texts("documents_none" if await attempt(service.has_reader) else "reader_none")
            with lacking:
                missing(texts, service.how(), note)
        asking.visible, lacking.visible = ready, not ready

    async def ended(run: Run) -> None:
        if run.state == "done" and run.kind == "index-documents":
            counts = {name: int(run.counts.get(name, 0)) for name in ("passages", "documents")}
            ui.notify(texts("indexed", **counts), type="positive", position="bottom")
            await show()

    index.running.on_end = ended
    await show()
    await index.running.look()


PAGE = Page("/answers", "question_answer", build, ANSWERS)

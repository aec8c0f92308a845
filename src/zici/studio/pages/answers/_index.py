"""Which documents can be asked, and the form that indexes others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from zici.studio.pages._parts import attempt, button, complain, soft
from zici.studio.pages._running import Running
from zici.studio.pages._texts import Texts
from zici.studio.runs import RunRequest

if TYPE_CHECKING:
    from zici.studio._studio import Studio

NAMED = 30  # documents that are listed


class Index:
    """The elements of the card.

    Args:
        studio: whose uploads and documents.
        texts: of the page.

    Attributes:
        running: the runs.
    """

    def __init__(self, studio: Studio, texts: Texts) -> None:
        self._studio, self._texts = studio, texts
        self._there = soft("")
        self._names = ui.element("ul").classes("z-names")
        self._none = soft(texts("index_none"))
        self._uploads = ui.select({}, label=texts("index_from"), multiple=True).classes("z-wide")
        self._uploads.props("outlined dense options-dense use-chips")
        button(texts("index_start"), self._start, icon="library_add")
        self.running = Running(studio, texts)

    async def show(self) -> None:
        """Look which documents and uploads there are."""
        names = await attempt(self._studio.services.answers.documents) or []
        count = self._texts("documents_count", documents=len(names))
        self._there.text = count if names else self._texts("documents_none")
        self._names.clear()
        with self._names:
            for name in names[:NAMED]:
                with ui.element("li"):
                    ui.label(name)
            if len(names) > NAMED:
                with ui.element("li"):
                    ui.label(self._texts("documents_more", count=len(names) - NAMED))
        uploads = await attempt(self._studio.uploads.list) or []
        options = {each.id: f"{each.name} ({each.id})" for each in uploads}
        kept = [number for number in self._uploads.value or [] if number in options]
        self._uploads.set_options(options, value=kept)
        self._none.visible = not options

    async def _start(self) -> None:
        chosen = self._uploads.value or []
        if not chosen:
            complain(self._texts("index_choose"))
            return
        await self.running.start(RunRequest(uploads=tuple(chosen), kind="index-documents"))

"""The texts that were handed over: list, choose, delete."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from nicegui import ui

from zici.studio.pages._bits import cell, table
from zici.studio.pages._numbers import moment, size
from zici.studio.pages._parts import attempt, button, dialog, icon_button, soft
from zici.studio.pages._texts import Texts

if TYPE_CHECKING:
    from zici.studio._studio import Studio
    from zici.studio.runs import Upload

NAMES = ("choose", "name", "size", "kind", "columns", "time", "author", "delete")
KINDS = "wwnwwwww"


class Chosen:
    """The uploads that the next run is to read, in the order in which they were chosen."""

    def __init__(self) -> None:
        self.ids: list[int] = []
        self.known: dict[int, Upload] = {}
        self._looked = False
        self.changed: list[Callable[[], Any]] = []

    def set(self, upload: int, *, wanted: bool) -> None:
        """Choose an upload, or no longer."""
        if wanted and upload not in self.ids:
            self.ids.append(upload)
        if not wanted and upload in self.ids:
            self.ids.remove(upload)
        for tell in self.changed:
            tell()

    def columns(self) -> list[str]:
        """The columns of the chosen tables, each once."""
        found = (name for upload in self.ids for name in self.known[upload].columns if name)
        return list(dict.fromkeys(found))

    def update(self, uploads: list[Upload]) -> None:
        """Take the uploads that there are now; new ones are chosen, deleted ones no longer."""
        new = [each.id for each in uploads if self._looked and each.id not in self.known]
        self._looked = True
        self.known = {each.id: each for each in uploads}
        self.ids = [upload for upload in self.ids if upload in self.known] + sorted(new)


class UploadList:
    """The list of uploads, made anew when there are others."""

    def __init__(self, studio: Studio, texts: Texts, chosen: Chosen) -> None:
        self._studio, self._texts, self._chosen = studio, texts, chosen
        self._place = ui.element("div")

    async def refresh(self) -> None:
        """Look which uploads there are."""
        uploads = await attempt(self._studio.uploads.list)
        if uploads is None:
            return
        self._chosen.update(uploads)
        self._place.clear()
        with self._place:
            self._show(uploads)
        for tell in self._chosen.changed:
            tell()

    def _show(self, uploads: list[Upload]) -> None:
        if not uploads:
            soft(self._texts("uploads_none"))
            return
        names = [self._texts(f"column_{name}") for name in NAMES]
        with table(names, KINDS, self._texts("uploads")):
            for upload in uploads:
                self._row(upload)

    def _row(self, upload: Upload) -> None:
        texts = self._texts

        async def delete() -> None:
            await self._ask(upload)

        with ui.element("tr"):
            with ui.element("td"):
                box = ui.checkbox(value=upload.id in self._chosen.ids).props("dense")
                box.props["aria-label"] = texts("choose_one", name=upload.name)
                box.on_value_change(lambda event: self._chosen.set(upload.id, wanted=event.value))
            cell(upload.name).classes("z-name")
            cell(size(upload.size), kind="n")
            cell(texts("kind_text") if upload.kind == "text" else upload.kind)
            cell(", ".join(upload.columns)).classes("z-long")
            cell(moment(upload.time))
            cell(upload.author)
            with ui.element("td"):
                icon_button("delete", texts("delete", name=upload.name), delete)

    async def _ask(self, upload: Upload) -> None:
        texts = self._texts
        with dialog(texts("delete", name=upload.name), texts) as asked:
            ui.label(texts("delete_ask", name=upload.name))
            with ui.element("div").classes("z-row"):
                button(texts("delete_yes"), lambda: asked.submit(True), main=True)
                button(texts("keep"), lambda: asked.submit(False))
        if await asked:
            await attempt(self._studio.uploads.delete, upload.id)
            await self.refresh()
        asked.delete()

"""Words and decisions as files: exported, handed on, taken in."""

from __future__ import annotations

import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from nicegui import ui
from nicegui.events import UploadEventArguments

from zici.lexicon._formats import NAMES
from zici.studio.pages._parts import attempt, dialog, download, soft

from ._acts import some
from ._view import View

if TYPE_CHECKING:
    from zici.studio.curation import Decision, MergeResult

LARGEST = 200 << 20  # bytes of a file of decisions


class Files:
    """The dialogs for words and for decisions.

    Args:
        view: the page.
        taken: called when a file of decisions was taken in.
    """

    def __init__(self, view: View, taken: Callable[[], Awaitable[None]]) -> None:
        self.view, self._taken = view, taken

    def words(self) -> None:
        """Ask which words are wanted, and in which format."""
        texts = self.view.texts
        with self.view.client.content, dialog(texts("export_title"), texts) as asked:
            which = {"true": texts("which_not_rejected"), "false": texts("which_accepted")}
            undecided = ui.radio(which, value="true").props("dense")
            undecided.props["aria-label"] = texts("which")
            form = ui.select(list(NAMES), value="tsv", label=texts("format")).props("outlined dense")
            soft(texts("export_note"))
            link = download(texts("download"), "")

            def aim() -> None:
                link.props["href"] = f"/api/v1/lexicon/export?format={form.value}&undecided={undecided.value}"

            undecided.on_value_change(aim)
            form.on_value_change(aim)
            aim()
        asked.on("hide", asked.delete)
        asked.open()

    def decisions(self) -> None:
        """Hand on all decisions, or take in those of others."""
        texts = self.view.texts
        with self.view.client.content, dialog(texts("decisions_title"), texts) as asked:
            soft(texts("decisions_note"))

            download(texts("decisions_save"), "/api/v1/decisions/export", main=False)
            told = ui.element("div")

            async def take(event: UploadEventArguments) -> None:
                data = await event.file.read()
                found = await attempt(self._merge, data)
                told.clear()
                if found is not None:
                    with told:
                        self._result(found)
                    await self._taken()

            upload = ui.upload(
                label=texts("decisions_take"), auto_upload=True, on_upload=take, max_file_size=LARGEST
            )
            upload.props('accept=".jsonl,.json,.txt" flat').classes("z-upload")
        asked.on("hide", asked.delete)
        asked.open()

    def _merge(self, data: bytes) -> MergeResult:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "decisions.jsonl"
            path.write_bytes(data)
            return self.view.studio.curation.merge_decisions(path)

    def _result(self, found: MergeResult) -> None:
        texts = self.view.texts
        ui.label(texts("merge_result", added=found.added, same=found.same)).props('role="status"')
        if found.conflicts:
            ui.label(texts("merge_conflicts")).classes("z-warn")
            with ui.element("ul").classes("z-conflicts"):
                for conflict in found.conflicts[:100]:
                    ours, theirs = conflict.ours, conflict.theirs
                    sides = (ours, theirs) if conflict.taken == "ours" else (theirs, ours)
                    with ui.element("li"):
                        ui.label(f"{ours.word}: " + " ← ".join(self._side(side) for side in sides))
            if len(found.conflicts) > 100:
                soft(some([conflict.ours.word for conflict in found.conflicts[100:]]))

    def _side(self, decision: Decision) -> str:
        shown = self.view.status(decision.status, decision.target)
        return f"{shown} ({self.view.signed(decision.author, decision.time)})"

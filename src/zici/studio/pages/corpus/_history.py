"""What has been run: when, by whom, how it ended; what was interrupted can go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from zici.studio.pages._bits import cell, table
from zici.studio.pages._numbers import duration, moment, percent
from zici.studio.pages._parts import attempt, button, soft
from zici.studio.pages._running import task_name
from zici.studio.pages._settings import author
from zici.studio.pages._texts import Texts

if TYPE_CHECKING:
    from zici.studio._studio import Studio
    from zici.studio.runs import Run

NAMES = ("number", "task", "state", "texts", "found", "started", "seconds", "author", "again")
KINDS = "nwwwwwnww"
FOUND = ("words", "settings", "texts", "accuracy", "documents", "passages")
SIGNS = {
    "running": "sync",
    "done": "check_circle",
    "failed": "error",
    "cancelled": "cancel",
    "interrupted": "pause_circle",
}


class History:
    """The table of runs."""

    def __init__(self, studio: Studio, texts: Texts) -> None:
        self._studio, self._texts = studio, texts
        self._place = ui.element("div")

    async def show(self, runs: list[Run]) -> None:
        """Make the table anew."""
        uploads = await attempt(self._studio.uploads.list) or []
        names = {upload.id: upload.name for upload in uploads}
        self._place.clear()
        with self._place:
            if not runs:
                soft(self._texts("history_none"))
                return
            head = [self._texts(f"run_{name}") for name in NAMES]
            with table(head, KINDS, self._texts("history")):
                for run in runs:
                    self._row(run, names)

    def _row(self, run: Run, names: dict[int, str]) -> None:
        texts = self._texts
        read = [names.get(upload, texts("gone")) for upload in run.request.uploads]
        with ui.element("tr"):
            cell(run.id, kind="n")
            cell(task_name(run.kind, texts))
            with ui.element("td"), ui.element("div").classes(f"z-state z-state-{run.state}"):
                ui.icon(SIGNS[run.state]).props('aria-hidden="true"')
                ui.label(texts(f"state_{run.state}"))
            cell(", ".join(read)).classes("z-name")
            cell(run.message or self._found(run)).classes("z-long")
            cell(moment(run.started))
            cell("" if run.seconds is None else duration(run.seconds), kind="n")
            cell(run.author)
            with ui.element("td"):
                if run.is_resumable:
                    button(texts("resume"), lambda: self._resume(run.id), icon="play_arrow").props[
                        "aria-label"
                    ] = texts("resume_run", id=run.id)

    def _found(self, run: Run) -> str:
        """What a run found in short: the counts that are worth a look."""
        told = [
            self._texts(f"found_{name}", count=_shown(name, run.counts[name]))
            for name in FOUND
            if name in run.counts
        ]
        return "，".join(told) if self._texts.lang == "zh" else ", ".join(told)

    async def _resume(self, number: int) -> None:
        await attempt(self._studio.runs.resume, number, author=author(self._studio))


def _shown(name: str, value: float) -> str:
    """A count, or a share in percent.

    Example:
        >>> _shown("words", 26579), _shown("accuracy", 0.8389)
        ('26,579', '83.9 %')
    """
    return percent(value) if name == "accuracy" else f"{int(value):,}"

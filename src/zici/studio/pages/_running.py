"""Runs on a page: what is running now, how far it is, and a way to end it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from nicegui import run, ui

from ._gauge import Gauge
from ._numbers import duration
from ._parts import attempt, button, complain, soft
from ._settings import author
from ._texts import Texts

if TYPE_CHECKING:
    from zici.studio._studio import Studio
    from zici.studio.runs import Run, RunRequest

EVERY = 0.5  # seconds between two looks
RECENT = 50  # runs that a page lists

WORDS = {
    "en": {
        "cancel": "Cancel",
        "cancelling": "Stopping ...",
        "since": "{time} so far",
        "by": "{author}, {time} so far",
        "cancelled": "Cancelled.",
        "mine": "Finding words",
        "train-classifier": "Training a classifier",
        "compare-losses": "Comparing losses",
        "index-documents": "Indexing documents",
    },
    "zh": {
        "cancel": "取消",
        "cancelling": "正在停止……",
        "since": "已用 {time}",
        "by": "{author}，已用 {time}",
        "cancelled": "已取消。",
        "mine": "找词",
        "train-classifier": "训练分类器",
        "compare-losses": "比较损失函数",
        "index-documents": "为文档建立索引",
    },
}


def task_name(kind: str, texts: Texts) -> str:
    """What a kind of run is called."""
    return WORDS[texts.lang].get(kind, kind)


class Running:
    """Shows the run that is running, of whatever page or person, and tells when one ends.

    Args:
        studio: whose runs.
        texts: of the page.

    Attributes:
        on_change: called with the list of runs when one began or ended, and once at first.
        on_end: called with a run that ended while the page was open.
    """

    on_change: Callable[[list[Run]], Any] | None = None
    on_end: Callable[[Run], Any] | None = None

    def __init__(self, studio: Studio, texts: Texts) -> None:
        self._studio, self._words = studio, WORDS[texts.lang]
        self._seen: dict[int, str] | None = None
        self._shown: int | None = None
        with ui.element("div").classes("z-running") as self.element:
            self._title = ui.label().classes("z-title").props('role="status"')
            self._gauge = Gauge(texts)
            with ui.element("div").classes("z-row"):
                self._stop = button(self._words["cancel"], self._cancel, icon="stop")
                self._since = soft("")
        self.element.visible = False
        ui.timer(EVERY, self.look)

    async def start(self, request: RunRequest) -> Run | None:
        """Start a run in the name of the page's reader; what is refused is told."""
        begun = await attempt(self._studio.runs.start, request, author=author(self._studio))
        await self.look()
        return begun

    async def look(self) -> None:
        """Look which runs there are now."""
        runs = await run.io_bound(self._studio.runs.list, RECENT)
        if runs is None:  # the studio is ending
            return
        self._show(next((one for one in runs if one.state == "running"), None))
        states = {one.id: one.state for one in runs}
        before, self._seen = self._seen, states
        if states == before:
            return
        if self.on_change is not None:
            await _done(self.on_change(runs))
        for one in runs:
            if before is not None and before.get(one.id) == "running" and one.state != "running":
                await self._ended(one)

    def _show(self, one: Run | None) -> None:
        self.element.visible = one is not None
        if one is None:
            self._shown = None
            return
        if one.id != self._shown:
            self._shown = one.id
            self._title.text = self._words.get(one.kind, one.kind)
            self._stop.text = self._words["cancel"]
            self._stop.enable()
        self._gauge.show(one.step)
        told = "by" if one.author else "since"
        gone = (datetime.now(UTC) - one.started).total_seconds()
        self._since.text = self._words[told].format(author=one.author, time=duration(gone))

    async def _ended(self, one: Run) -> None:
        if one.state == "failed":
            complain(one.message)
        elif one.state == "cancelled":
            ui.notify(self._words["cancelled"], position="bottom")
        if self.on_end is not None:
            await _done(self.on_end(one))

    async def _cancel(self) -> None:
        if self._shown is not None:
            self._stop.text = self._words["cancelling"]
            self._stop.disable()
            await attempt(self._studio.runs.cancel, self._shown)


async def _done(made: Any) -> None:
    if inspect.isawaitable(made):
        await made

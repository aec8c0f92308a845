"""The card that trains, measures and compares, and what a comparison gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from zici.studio.pages._gauge import Gauge, follow
from zici.studio.pages._parts import attempt, button, card, complain
from zici.studio.pages._running import Running
from zici.studio.pages._texts import Texts
from zici.studio.pages._work import Work, begin
from zici.studio.pages.opinions._form import LOSSES, Form
from zici.studio.pages.opinions._measures import comparison, measures

if TYPE_CHECKING:
    from zici._progress import Progress
    from zici.studio._studio import Studio

SEEDS = 3


class Learning:
    """The cards that train, compare and measure.

    Args:
        studio: whose uploads and runs.
        texts: of the page.

    Attributes:
        form: which table, and what learns.
        running: the runs.
    """

    def __init__(self, studio: Studio, texts: Texts) -> None:
        self._studio, self._texts = studio, texts
        with card(texts("train"), texts("train_note")):
            self.form = Form(studio, texts)
            with ui.element("div").classes("z-row"):
                button(texts("start"), self._train, icon="school", main=True)
                button(texts("compare_start"), self._compare, icon="balance")
                button(texts("evaluate_start"), self._measure, icon="straighten")
            self.running = Running(studio, texts)
            self._gauge = Gauge(texts)
            self._found = ui.element("div").classes("z-stack")
        with card(texts("compare"), texts("compare_note")) as self._compared:
            self._comparison = ui.element("div").classes("z-stack")
        self._compared.visible = False  # until it is known whether there is one

    async def show(self) -> None:
        """Look which tables there are, and what the last comparison gave."""
        await self.form.refresh()
        found = await attempt(self._studio.services.opinions.comparison)
        self._comparison.clear()
        if found is not None:
            with self._comparison:
                comparison(found, self._texts)
        self._compared.visible = found is not None

    async def _train(self) -> None:
        form = self.form
        request = form.request("train-classifier", model=form.kind.value, loss=form.loss.value)
        if request is not None:
            await self.running.start(request)

    async def _compare(self) -> None:
        options = {"models": [self.form.kind.value], "losses": list(LOSSES), "seeds": SEEDS}
        request = self.form.request("compare-losses", **options)
        if request is not None:
            await self.running.start(request)

    async def _measure(self) -> None:
        upload, service, reading = self.form.upload(), self._studio.services.opinions, self.form.reading()
        if upload is None:
            return
        if not await attempt(service.ready):
            complain(self._texts("none_yet"))
            return

        def evaluate(progress: Progress) -> dict[str, object]:
            return dict(service.evaluate({"inputs": [str(upload.path)], **reading}).to_dict())

        def show(work: Work) -> None:
            self._found.clear()
            with self._found:
                measures(work.result, self._texts)

        work = await attempt(begin, self._studio, "evaluate", self._texts("evaluate_start"), evaluate)
        if work is not None:
            work.names = {str(upload.path): upload.name}
            follow(self._gauge, work, show)

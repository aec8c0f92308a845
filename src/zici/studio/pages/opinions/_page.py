"""The page *Opinions*: texts sorted into classes, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from zici.studio.pages._bits import add_style
from zici.studio.pages._frame import Page
from zici.studio.pages._gauge import Gauge, follow
from zici.studio.pages._numbers import duration
from zici.studio.pages._parts import attempt, button, card, complain, missing, soft
from zici.studio.pages._running import Running
from zici.studio.pages._texts import Texts
from zici.studio.pages._work import Work, begin
from zici.studio.pages.opinions._learn import LOSSES, Form
from zici.studio.pages.opinions._measures import comparison, measures
from zici.studio.pages.opinions._texts import OPINIONS
from zici.studio.pages.opinions._try import Try

if TYPE_CHECKING:
    from zici._progress import Progress
    from zici.studio._studio import Studio
    from zici.studio.runs import Run

SEEDS = 3


async def build(studio: Studio, texts: Texts) -> None:
    """Make the page."""
    add_style()
    soft(texts("under"))
    with ui.element("div").classes("z-columns"):
        with ui.element("div").classes("z-stack"):
            asking = Asking(studio, texts)
        with ui.element("div").classes("z-stack"):
            learning = Learning(studio, texts)
    learning.running.on_end = asking.ended
    await learning.form.refresh()
    await asking.show()
    await learning.running.look()


class Asking:
    """What can be done with the classifier that is there."""

    def __init__(self, studio: Studio, texts: Texts) -> None:
        self._studio, self._texts = studio, texts
        self._none = ui.element("div")
        with card(texts("try"), texts("try_note")) as self._card:
            self._try = Try(studio, texts)
        with card(texts("measured")) as self._measured:
            self._measures = ui.element("div").classes("z-stack")
        with card(texts("compare"), texts("compare_note")) as self._compared:
            self._comparison = ui.element("div").classes("z-stack")
        for hidden in (self._none, self._card, self._measured, self._compared):
            hidden.visible = False  # until it is known what is there

    async def show(self) -> None:
        """Make everything fit what is there now."""
        service = self._studio.services.opinions
        ready = bool(await attempt(service.ready))
        self._card.visible, self._none.visible = ready, not ready
        self._none.clear()
        if ready:
            await self._try.renew()
        else:
            with self._none:
                missing(self._texts, service.how(), self._texts("none_yet"))
        await self._show_results(ready=ready)

    async def _show_results(self, *, ready: bool) -> None:
        service = self._studio.services.opinions
        summary = await attempt(service.summary) if ready else None
        test = None if summary is None else summary.get("test")
        self._measured.visible = test is not None
        self._measures.clear()
        if test is not None:
            with self._measures:
                measures(test, self._texts)
        found = await attempt(service.comparison)
        self._compared.visible = found is not None
        self._comparison.clear()
        if found is not None:
            with self._comparison:
                comparison(found, self._texts)

    async def ended(self, run: Run) -> None:
        """Show what a run has brought."""
        if run.state != "done" or run.kind not in ("train-classifier", "compare-losses"):
            return
        ui.notify(self._texts("done", time=duration(run.seconds or 0.0)), type="positive", position="bottom")
        await self.show()


class Learning:
    """The card that trains, compares and measures."""

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


PAGE = Page("/opinions", "thumbs_up_down", build, OPINIONS)

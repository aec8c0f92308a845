"""The page *Opinions*: texts sorted into classes, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from zici.studio.pages._bits import add_style
from zici.studio.pages._frame import Page
from zici.studio.pages._numbers import duration
from zici.studio.pages._parts import soft
from zici.studio.pages._texts import Texts
from zici.studio.pages.opinions._asking import Asking
from zici.studio.pages.opinions._learning import Learning
from zici.studio.pages.opinions._texts import OPINIONS

if TYPE_CHECKING:
    from zici.studio._studio import Studio
    from zici.studio.runs import Run


async def build(studio: Studio, texts: Texts) -> None:
    """Make the page."""
    add_style()
    soft(texts("under"))
    with ui.element("div").classes("z-columns"):
        with ui.element("div").classes("z-stack"):
            asking = Asking(studio, texts)
        with ui.element("div").classes("z-stack"):
            learning = Learning(studio, texts)

    async def ended(run: Run) -> None:
        shown = {"train-classifier": asking.show, "compare-losses": learning.show}
        if run.state == "done" and run.kind in shown:
            ui.notify(texts("done", time=duration(run.seconds or 0.0)), type="positive", position="bottom")
            await shown[run.kind]()

    learning.running.on_end = ended
    await learning.show()
    await asking.show()
    await learning.running.look()


PAGE = Page("/opinions", "thumbs_up_down", build, OPINIONS)

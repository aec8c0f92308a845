"""The page *Generate*: samples of a trained GAN, and how it was trained."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from nicegui import run, ui

from zici.errors import ZiciError
from zici.report._gan_curves import Curves, curve_cards
from zici.studio.pages._bits import add_style
from zici.studio.pages._frame import Page
from zici.studio.pages._parts import attempt, card, missing, soft
from zici.studio.pages._texts import Texts
from zici.studio.pages.generate._draw import Draw
from zici.studio.pages.generate._texts import GENERATE

if TYPE_CHECKING:
    from zici.studio._studio import Studio


async def build(studio: Studio, texts: Texts) -> None:
    """Make the page; a GAN is loaded with Keras, which takes seconds the first time."""
    add_style()
    ui.add_css(_charts())
    service = studio.services.generator
    soft(texts("under_page"))
    if not await attempt(service.ready):
        missing(texts, service.how(), texts("none_yet"))
        return
    await ui.context.client.connected()
    waiting = soft(texts("loading")).props('role="status"')
    try:
        kind = await run.io_bound(service.kind)
        curves = await run.io_bound(_curves, studio, texts.lang)
    except ZiciError as error:
        waiting.text = str(error)
        waiting.classes("z-warn").props('role="alert"')
        return
    with card(texts("samples"), texts("draw_note")):
        draw = Draw(studio, texts, kind or "strings")
    with card(texts("curves")):
        # Numbers and our own words alone: nothing in it comes from a user.
        ui.html("".join(curves or ()), sanitize=False).classes("z-charts")
    await draw.draw()
    waiting.visible = False


def _curves(studio: Studio, lang: str) -> list[str]:
    service = studio.services.generator
    return curve_cards(Curves.of(service.curves()), service.options(), GENERATE[lang])


@cache
def _charts() -> str:
    """The style of the charts that reports have, too."""
    return resources.files("zici.report").joinpath("page", "charts.css").read_text(encoding="utf-8")


PAGE = Page("/generate", "auto_awesome", build, GENERATE)

"""The page *Vectors*: neighbours, analogies, and a map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from zici.studio.pages._bits import add_style
from zici.studio.pages._frame import Page
from zici.studio.pages._parts import attempt, card, missing, soft
from zici.studio.pages._texts import Texts
from zici.studio.pages.vectors._map import SHOWN, WordMap
from zici.studio.pages.vectors._near import Analogy, Neighbours
from zici.studio.pages.vectors._texts import VECTORS

if TYPE_CHECKING:
    from zici.studio._studio import Studio


async def build(studio: Studio, texts: Texts) -> None:
    """Make the page; ``?word=`` asks for a word at once."""
    add_style()
    held = await attempt(studio.workspace.vectors)
    if held is None:
        missing(texts, studio.services.vectors.how(), texts("missing_note"))
        return
    soft(texts("under", words=len(held), dim=held.dim))
    with ui.element("div").classes("z-halves"):
        with ui.element("div").classes("z-stack"):
            with card(texts("near"), texts("near_note")) as place_near:
                pass
            with card(texts("analogy"), texts("analogy_note")) as place_analogy:
                pass
        with card(texts("map"), texts("map_note", words=min(SHOWN, len(held)))):
            shown = WordMap(studio, texts)
    with place_near:
        neighbours = Neighbours(studio, texts, shown.find)
    with place_analogy:
        Analogy(studio, texts, neighbours.show)
    if word := ui.context.client.request.query_params.get("word"):
        await neighbours.show(word)


PAGE = Page("/vectors", "scatter_plot", build, VECTORS)

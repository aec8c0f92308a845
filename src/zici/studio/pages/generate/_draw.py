"""Samples of a GAN: a list of strings, a picture, points in the plane."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import numpy as np
from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from zici.report._gan_samples import Shown, points_card
from zici.studio.pages._bits import answered, on_enter
from zici.studio.pages._parts import button, soft
from zici.studio.pages._texts import Texts
from zici.studio.pages.generate._texts import GENERATE

if TYPE_CHECKING:
    from zici.studio._studio import Studio
    from zici.studio.services import Samples, Word

NUMBERS = {"strings": 100, "images": 64, "vectors": 1000}
MOST = 1000
PIXELS = 800  # how wide a picture is shown about
WIDTH = slice(16, 20)  # where a PNG tells it


class Draw:
    """The elements that draw samples and show them.

    Args:
        studio: whose GAN.
        texts: of the page.
        kind: what it makes: "strings", "images" or "vectors".
    """

    def __init__(self, studio: Studio, texts: Texts, kind: str) -> None:
        self._studio, self._texts = studio, texts
        with ui.element("div").classes("z-row"):
            self._number = self._field("draw_number", NUMBERS[kind], least=1, most=MOST)
            self._seed = self._field("draw_seed", 0, least=0, most=2**31 - 1)
            button(texts("draw_it"), self.draw, icon="casino", main=True)
            button(texts("draw_more"), self._more, icon="skip_next")
            self._new = ui.checkbox(texts("draw_new"), on_change=self.draw).props("dense")
            self._new.visible = kind == "strings" and studio.workspace.lexicon() is not None
        self._place = ui.element("div").classes("z-stack").props('aria-live="polite"')

    def _field(self, name: str, value: int, *, least: int, most: int) -> ui.number:
        made = ui.number(self._texts(name), value=value, min=least, max=most, precision=0)
        on_enter(made, self.draw)
        return made.props("outlined dense").classes("z-short")

    async def _more(self) -> None:
        self._seed.value = int(self._seed.value or 0) + 1
        await self.draw()

    async def draw(self) -> None:
        """Draw and show."""
        number, seed = int(self._number.value or 0), int(self._seed.value or 0)
        found = await answered(self._place, self._studio.services.generator.sample, number, seed)
        if found is not None:
            with self._place:
                self._show(found)

    def _show(self, found: Samples) -> None:
        if found.kind == "strings":
            _strings(found.strings, self._texts, only_new=bool(self._new.value))
        elif found.kind == "images":
            _picture(found.picture, self._texts, int(self._number.value or 0))
        else:
            points = Shown(np.array(found.points), None)
            # Numbers and our own words alone: nothing in it comes from a user.
            ui.html(points_card(points, GENERATE[self._texts.lang]), sanitize=False).classes("z-charts")


def _strings(words: tuple[Word, ...], texts: Texts, *, only_new: bool) -> None:
    judged = any(word.known is not None for word in words)
    if judged:
        new = sum(word.known is False for word in words)
        ui.label(texts("share_new", new=new, all=len(words))).props('role="status"')
        soft(texts("known_note"))
    else:
        soft(texts("samples_note"))
    shown = [word for word in words if not (only_new and word.known)]
    if not shown:
        soft(texts("nothing_left"))
    with ui.element("ul").classes("z-strings"):
        for word in shown:
            with ui.element("li").classes("z-known" if word.known else ""):
                TextElement(tag="span", text=word.text or f"({texts('empty')})")
                if word.known:
                    TextElement(tag="span", text="✓").props(f'role="img" aria-label="{texts("known_mark")}"')


def _picture(picture: bytes, texts: Texts, count: int) -> None:
    soft(texts("samples_note"))
    width = int.from_bytes(picture[WIDTH], "big")
    made = ui.element("img").classes("z-picture").style(f"width: {width * max(1, PIXELS // width)}px")
    made.props["src"] = "data:image/png;base64," + base64.b64encode(picture).decode("ascii")
    made.props["alt"] = texts("picture", count=count)

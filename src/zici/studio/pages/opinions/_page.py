"""The page *Opinions*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zici.studio.pages._bits import add_style
from zici.studio.pages._frame import Page
from zici.studio.pages._texts import Texts
from zici.studio.pages.opinions._texts import OPINIONS

if TYPE_CHECKING:
    from zici.studio._studio import Studio


async def build(studio: Studio, texts: Texts) -> None:
    """Make the page."""
    add_style()


PAGE = Page("/opinions", "thumbs_up_down", build, OPINIONS)

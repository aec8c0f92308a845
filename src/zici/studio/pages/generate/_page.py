"""The page *Generate*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zici.studio.pages._bits import add_style
from zici.studio.pages._frame import Page
from zici.studio.pages._texts import Texts
from zici.studio.pages.generate._texts import GENERATE

if TYPE_CHECKING:
    from zici.studio._studio import Studio


async def build(studio: Studio, texts: Texts) -> None:
    """Make the page."""
    add_style()


PAGE = Page("/generate", "auto_awesome", build, GENERATE)

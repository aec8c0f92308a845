"""The page *Vectors*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._frame import Page
from ._texts import Texts

if TYPE_CHECKING:
    from zici.studio._studio import Studio

TEXTS = {"en": {"title": "Vectors"}, "zh": {"title": "词向量"}}


def build(studio: Studio, texts: Texts) -> None:
    """Make the page."""


PAGE = Page("/vectors", "scatter_plot", build, TEXTS)

"""The page *Words*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zici.studio.pages._frame import Page
from zici.studio.pages._texts import Texts

if TYPE_CHECKING:
    from zici.studio._studio import Studio

TEXTS = {"en": {"title": "Words"}, "zh": {"title": "词语"}}


def build(studio: Studio, texts: Texts) -> None:
    """Make the page."""


PAGE = Page("/words", "list", build, TEXTS)

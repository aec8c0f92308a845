"""The page *Corpus*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._frame import Page
from ._texts import Texts

if TYPE_CHECKING:
    from zici.studio._studio import Studio

TEXTS = {"en": {"title": "Corpus"}, "zh": {"title": "语料"}}


def build(studio: Studio, texts: Texts) -> None:
    """Make the page."""


PAGE = Page("/corpus", "upload_file", build, TEXTS)

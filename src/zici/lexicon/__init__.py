"""Words with counts and scores: :class:`Lexicon`, and the dictionary formats it reads and writes."""

from __future__ import annotations

from ._lexicon import Entry as Entry
from ._lexicon import Lexicon as Lexicon

__all__ = ["Entry", "Lexicon"]

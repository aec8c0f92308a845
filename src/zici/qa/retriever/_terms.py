"""What passages and questions are compared by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from zici.corpus._normalise import compatible, simplified
from zici.segment import Segmenter

_UNIT = re.compile(r"[a-z0-9]+|[^\W_]")
_PART = 1 << 12  # texts at a time: OpenCC and the segmenter are quicker with many

Tokens = Segmenter | None
"""A segmenter, or None for characters and pairs of neighbours."""


def terms(texts: Sequence[str], tokens: Tokens) -> list[list[str]]:
    """The terms of each text, in simplified script, half-width and lower case; signs are none.

    Without a segmenter they are the characters (Latin words and numbers whole) and the pairs of neighbours.

    Example:
        >>> terms(["廣州ABC。"], None)
        [['广', '州', 'abc', '广州', '州abc']]
    """
    found: list[list[str]] = []
    for start in range(0, len(texts), _PART):
        plain = [_plain(text) for text in texts[start : start + _PART]]
        if tokens is None:
            found.extend(_characters(text) for text in plain)
        else:
            found.extend(_words(words) for words in tokens.cut_many(plain))
    return found


def _plain(text: str) -> str:
    return simplified(compatible(text)).lower()


def _characters(text: str) -> list[str]:
    units = _UNIT.findall(text)
    return units + [first + second for first, second in pairwise(units)]


def _words(words: list[str]) -> list[str]:
    return [word for word in words if any(char.isalnum() for char in word)]

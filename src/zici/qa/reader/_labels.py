"""Where the answers stand in a passage: every match of every right answer."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from zici.qa.reader._text import plain

Spans = npt.NDArray[np.int32]


def find_spans(text: str, answers: Iterable[str]) -> Spans:
    """All places of the answers (kexue.fm/archives/5409), overlapping ones too.

    A figure or a Latin word counts only where it is whole: 20 is not in 2018.

    Args:
        text: plain text.
        answers: as they were given; made plain here, blanks around them are left out.

    Returns:
        int32 of shape (places, 2), the first and the last character, each pair once, in order.

    Example:
        >>> find_spans("高382米，不是82米", ["82米", "382米"]).tolist()
        [[1, 4], [8, 10]]
    """
    found = set()
    for answer in answers:
        wanted = plain(answer).strip()
        at = text.find(wanted) if wanted else -1
        while at >= 0:
            if _is_whole(text, at, at + len(wanted)):
                found.add((at, at + len(wanted) - 1))
            at = text.find(wanted, at + 1)
    return np.array(sorted(found), np.int32).reshape(-1, 2)


def _is_whole(text: str, begin: int, end: int) -> bool:
    """Whether no figure and no Latin word goes on before or after a stretch."""
    return not (_joined(text, begin) or _joined(text, end))


def _joined(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    left, right = text[at - 1], text[at]
    return (left.isdecimal() and right.isdecimal()) or all(c.isascii() and c.isalpha() for c in (left, right))


def inside(spans: Spans, begin: int, end: int) -> Spans:
    """The spans that lie in a stretch whole, counted from its begin.

    Example:
        >>> inside(np.array([[1, 4], [8, 10]], np.int32), 2, 11).tolist()
        [[6, 8]]
    """
    kept = (spans[:, 0] >= begin) & (spans[:, 1] < end)
    result: Spans = spans[kept] - np.int32(begin)
    return result

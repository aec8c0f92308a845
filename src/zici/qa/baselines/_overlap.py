"""The sentence of a passage that shares most with the question, and what is new in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from zici.qa.baselines._types import EMPTY

_SENTENCE = re.compile(r"[^。！？!?；;\r\n]+")
_SIGN = re.compile(r"[\W_]")
_HINTS = "是为叫即指名称乃于在由"  # what often stands before an answer
_NEAR = 12


class Window(NamedTuple):
    """A stretch of a passage.

    Attributes:
        begin: where it begins, in characters.
        end: where it ends (not included).
        score: share of the question's pairs of characters that its sentence has, from 0 to 1.
    """

    begin: int
    end: int
    score: float


def pairs(text: str) -> set[str]:
    """The pairs of neighbours in a text, signs left out."""
    plain = _SIGN.sub("", text).lower()
    return {first + second for first, second in pairwise(plain)}


def told(question: str, passage: str, begin: int, end: int) -> set[int]:
    """Places of the characters of a stretch that the question has too.

    They count in pairs, or alone if they say something, which figures don't.
    """
    asked, lower = question.lower(), passage.lower()
    if len(lower) != len(passage):  # İ becomes two characters
        asked, lower = question, passage
    found: set[int] = set()
    for place in range(begin, end):
        if place + 1 < end and lower[place : place + 2] in asked:
            found |= {place, place + 1}
        elif lower[place] in asked and lower[place] not in EMPTY and not lower[place].isdigit():
            found.add(place)
    return found


def best_sentence(question: str, passage: str) -> Window | None:
    """The sentence that shares most pairs of characters with the question; the first of equal ones.

    Example:
        >>> best_sentence("白云山多高", "越秀山在广州。白云山主峰高382米。")
        Window(begin=7, end=17, score=0.5)
    """
    asked = pairs(question)
    found = [
        Window(match.start(), match.end(), len(asked & pairs(match[0])) / max(len(asked), 1))
        for match in _SENTENCE.finditer(passage)
        if _SIGN.sub("", match[0])
    ]
    return max(found, key=lambda window: window.score, default=None)


def best_window(question: str, passage: str, *, most: int = 12) -> Window | None:
    """The new words of the best sentence that stand nearest to what it shares with the question.

    Example:
        >>> passage = "白云山主峰高382米，在广州。"
        >>> window = best_window("白云山主峰有多高", passage)
        >>> passage[window.begin : window.end]
        '382米'
    """
    sentence = best_sentence(question, passage)
    if sentence is None:
        return None
    known = told(question, passage, sentence.begin, sentence.end)
    found = [(begin, min(end, begin + most)) for begin, end in _new(passage, sentence, known)]
    if not found:
        return None
    begin, end = max(found, key=lambda stretch: _nearness(passage, stretch, known))
    return Window(begin, end, sentence.score)


def _new(passage: str, sentence: Window, known: set[int]) -> Iterator[tuple[int, int]]:
    """Stretches between known characters and signs, without what says nothing at their ends."""
    stops = [
        place
        for place in range(sentence.begin, sentence.end)
        if place in known or (_SIGN.match(passage[place]) and passage[place] not in "·.")
    ]
    for before, after in pairwise([sentence.begin - 1, *stops, sentence.end]):
        text = passage[before + 1 : after]
        begin = after - len(text.lstrip(EMPTY))
        end = before + 1 + len(text.rstrip(EMPTY))
        if begin < end:
            yield begin, end


def _nearness(passage: str, stretch: tuple[int, int], known: set[int]) -> tuple[float, int]:
    """How many known characters are near, nearer ones for more, and a hint; of equal ones the first."""
    begin, end = stretch
    near = sum(
        1 / (1 + (begin - place if place < begin else place - end + 1))
        for place in range(begin - _NEAR, end + _NEAR)
        if place in known
    )
    hint = begin > 0 and passage[begin - 1] in _HINTS
    return near + 0.5 * hint, -begin

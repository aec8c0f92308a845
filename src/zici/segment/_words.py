"""What a segmenter is made from: words and counts in any of the forms they come in."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from zici.errors import OptionError
from zici.segment._alphabet import fold, holds_break

Counts = dict[str, float]
"""Half-width words and their counts; NaN where nobody gave one."""


def collect(source: Any) -> Counts:
    """The words of a Lexicon, a mapping word -> count (None: unknown), or an iterable of words.

    Words that differ only in full or half width are one word, their counts added up.

    Raises:
        OptionError: a blank word, one with a line break, something that is not a string, or a count that is
            negative or not a number.
    """
    words, numbers = _columns(source)
    counts: Counts = {}
    for word, number in zip(_folded(words), numbers, strict=True):
        old = counts.get(word)
        counts[word] = number if old is None or math.isnan(old) else old + number
    return counts


def _columns(source: Any) -> tuple[list[str], list[float]]:
    """Words and counts, checked."""
    if hasattr(source, "words") and hasattr(source, "count"):
        # What estimated the words may have found weights that cut better than the bare counts.
        known = np.asarray(getattr(source, "columns", {}).get("weight", source.count), dtype=np.float64)
        numbers = np.where(known < 0, math.nan, known).tolist()
        words = list(source.words)
    else:
        pairs = list(_pairs(source))
        words = [word for word, _ in pairs]
        numbers = [_number(word, count) for word, count in pairs]
    return words, numbers


def _folded(words: list[Any]) -> list[str]:
    """The words in half-width form, checked; the whole list at once where nothing is the matter."""
    if set(map(type, words)) <= {str} and all(map(str.strip, words)):
        joined = "".join(words)
        if not holds_break(joined):
            return words if fold(joined) == joined else [fold(word) for word in words]
    for word in words:
        _check_word(word)
    return [fold(word) for word in words]


def _pairs(source: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(source, str):
        raise OptionError(f"expected several words, found the single string {source!r}; put it in a list")
    if isinstance(source, Mapping):
        return source.items()
    if not isinstance(source, Iterable):
        raise OptionError(f"expected a Lexicon, a mapping word -> count or words, found {source!r}")
    return ((word, None) for word in source)


def _check_word(word: Any) -> None:
    if not isinstance(word, str):
        raise OptionError(f"expected words to be strings, found {word!r} ({type(word).__name__})")
    if not word.strip():
        raise OptionError(f"expected words, found the blank {word!r}; leave it out")
    if holds_break(word):
        raise OptionError(f"expected words without line breaks, found {word!r}")


def _number(word: Any, count: Any) -> float:
    if count is None:
        return math.nan
    try:
        number = float(count)
    except (TypeError, ValueError, OverflowError) as error:
        raise OptionError(f"word {word!r}: expected a number as its count, found {count!r}") from error
    if number < 0 or number == math.inf:
        raise OptionError(f"word {word!r}: expected a count of 0 or more, found {count!r}")
    return number


class KnownWords:
    """Half-width words, asked for in any width."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)

    def __contains__(self, word: object) -> bool:
        return word in self._words or (isinstance(word, str) and fold(word) in self._words)

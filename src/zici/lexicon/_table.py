"""What parsers give and renderers take: words and columns side by side, before or after being a Lexicon."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from zici.errors import OptionError

UNKNOWN = -1
"""The count of a word whose frequency nobody has given (a line of a plain word list)."""

MAX_COUNT = 2**63 - 1


class Table(NamedTuple):
    """Words and their columns.

    Attributes:
        words: the words, one per row.
        columns: name -> array of as many rows; ``count`` (int64, ``UNKNOWN`` or >= 0) is always among them.
        meta: what is known of the table as a whole; JSON values.
    """

    words: Sequence[str]
    columns: dict[str, NDArray[Any]]
    meta: dict[str, Any]


def unknown_counts(size: int) -> NDArray[np.int64]:
    """The count column of ``size`` words without counts."""
    return np.full(size, UNKNOWN, dtype=np.int64)


def check_words(words: Iterable[str]) -> tuple[str, ...]:
    """The words as a tuple of plain ``str``, none of them blank.

    Raises:
        OptionError: one string instead of many, something that is not a string, or a blank word.
    """
    if isinstance(words, str):
        raise OptionError(f"expected several words, found the single string {words!r}; put it in a list")
    result = tuple(words)
    if not set(map(type, result)) <= {str}:
        result = tuple(map(_plain_string, result))
    blank = first_blank(result)
    if blank is not None:
        raise OptionError(
            f"word {blank + 1}: expected a word, found {result[blank]!r}; leave blank words out"
        )
    return result


def _plain_string(word: object) -> str:
    if not isinstance(word, str):
        raise OptionError(f"expected words to be strings, found {word!r} ({type(word).__name__})")
    return str(word)


def first_blank(words: Sequence[str]) -> int | None:
    """The position of the first word that is empty or only white space, or None."""
    if all(map(str.strip, words)):
        return None
    return next(i for i, word in enumerate(words) if not word.strip())


def check_unique(words: Sequence[str]) -> None:
    """Refuse a word that comes twice.

    Raises:
        OptionError: names the first repeated word.
    """
    if len(set(words)) == len(words):
        return
    seen: set[str] = set()
    for word in words:
        if word in seen:
            raise OptionError(
                f"expected each word once, found {word!r} again; from_words sums repeated words"
            )
        seen.add(word)

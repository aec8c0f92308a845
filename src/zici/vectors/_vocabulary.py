"""The words that get vectors, with their counts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from zici.errors import EmptyError, OptionError

Int64 = npt.NDArray[np.int64]


class Vocabulary:
    """Words numbered from 0, the most frequent first (equal counts by the words' code points).

    Args:
        words: different words.
        counts: occurrences of each, from 1.

    Attributes:
        words: the words by number, a tuple.
        counts: occurrences, int64 of shape (words,).

    Raises:
        EmptyError: no words.
        OptionError: a word twice, or not as many counts as words.

    Example:
        >>> vocabulary = Vocabulary(["词", "字"], [2, 5])
        >>> vocabulary.words, vocabulary.counts.tolist(), vocabulary.index["词"]
        (('字', '词'), [5, 2], 1)
    """

    def __init__(self, words: Sequence[str], counts: Sequence[int] | Int64) -> None:
        numbers = np.asarray(counts, np.int64)
        if not words:
            raise EmptyError(
                "the vocabulary is empty: no word reaches min_count; give more text or a smaller one"
            )
        if numbers.shape != (len(words),):
            raise OptionError(
                f"counts: expected one for each of {len(words)} words, got shape {numbers.shape}"
            )
        order = sorted(range(len(words)), key=lambda k: (-numbers[k], words[k]))
        self.words = tuple(words[k] for k in order)
        self.counts: Int64 = numbers[order]
        if len(self.index) < len(self.words):
            raise OptionError("words: expected different ones, found one twice; count it once")

    @cached_property
    def index(self) -> dict[str, int]:
        """The number of every word."""
        return {word: number for number, word in enumerate(self.words)}

    def __len__(self) -> int:
        return len(self.words)

    def __contains__(self, word: object) -> bool:
        return word in self.index

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Vocabulary):
            return NotImplemented
        return self.words == other.words and np.array_equal(self.counts, other.counts)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Vocabulary({len(self):,} words, {int(self.counts.sum()):,} occurrences)"

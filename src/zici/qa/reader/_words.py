"""Words: which word covers a character, and its vector."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from zici.errors import OptionError
from zici.segment import Segmenter

if TYPE_CHECKING:
    from zici.vectors import WordVectors

Float32 = npt.NDArray[np.float32]
Int32 = npt.NDArray[np.int32]

NO_VECTORS: Float32 = np.zeros((0, 0), np.float32)


class Cut:
    """A text cut into words.

    Attributes:
        units: int32 of shape (words,), numbers of the words as strings, for this reader alone.
        rows: int32 of shape (words,), the row of each word's vector; 0 where it has none.
        lengths: int64 of shape (words,), characters of each word.
    """

    __slots__ = ("lengths", "rows", "units")

    def __init__(self, units: Int32, rows: Int32, lengths: npt.NDArray[np.int64]) -> None:
        self.units, self.rows, self.lengths = units, rows, lengths

    def spread(self, values: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
        """What holds of words, once for every character."""
        return np.repeat(values, self.lengths, axis=0)

    def borders(self) -> Float32:
        """Whether a word begins and whether one ends at each character, float32 of shape (characters, 2).

        Example:
            >>> Cut(np.array([0, 1]), np.zeros(2), np.array([2, 1])).borders().tolist()
            [[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]
        """
        ends = np.cumsum(self.lengths)
        found = np.zeros((int(ends[-1]) if ends.size else 0, 2), np.float32)
        found[ends - self.lengths, 0] = found[ends - 1, 1] = 1.0
        return found


class Words:
    """A segmenter and the vectors of words, either of which may be missing.

    Args:
        segmenter: cuts texts; None: every text is one word for each character.
        words: those with a vector, in the order of the rows of ``matrix``.
        matrix: float32 of shape (len(words), dim); dim 0: no vectors.
    """

    def __init__(self, segmenter: Segmenter | None, words: Sequence[str], matrix: Float32) -> None:
        self.segmenter, self.words, self.matrix = segmenter, tuple(words), matrix
        self._rows = {word: row for row, word in enumerate(self.words, 1)}

    @classmethod
    def of(cls, vectors: WordVectors | None, segmenter: Segmenter | None) -> Words:
        """From what a user gives: with vectors alone their words cut the text.

        Raises:
            OptionError: an object of another kind.
        """
        from zici.vectors import WordVectors  # takes time, and readers that are loaded need none

        if vectors is not None and not isinstance(vectors, WordVectors):
            raise OptionError(f"vectors: expected WordVectors, got {type(vectors).__name__}; load them first")
        if segmenter is not None and not isinstance(segmenter, Segmenter):
            raise OptionError(f"segmenter: expected a Segmenter, got {type(segmenter).__name__}")
        if vectors is None:
            return cls(segmenter, (), NO_VECTORS)
        if segmenter is None:
            counts = np.ones(len(vectors), np.int64) if vectors.counts is None else vectors.counts
            segmenter = Segmenter(dict(zip(vectors.words, counts.tolist(), strict=True)))
        return cls(segmenter, vectors.words, unit_scale(np.asarray(vectors.matrix, np.float32)))

    def cut(self, texts: Sequence[str]) -> list[Cut]:
        """Cut texts that are plain already; equal words have equal units in all of them."""
        if self.segmenter is None:
            tokens: list[list[str]] = [list(text) for text in texts]
        else:
            tokens = self.segmenter.cut_many(texts)
        numbers: dict[str, int] = {}
        return [
            Cut(
                np.array([numbers.setdefault(word, len(numbers)) for word in words], np.int32),
                np.array([self._rows.get(word, 0) for word in words], np.int32),
                np.array([len(word) for word in words], np.int64),
            )
            for words in tokens
        ]


def unit_scale(matrix: Float32) -> Float32:
    """Vectors whose numbers have a mean square of 1, all by one factor: what layers expect."""
    size = float(np.sqrt(np.mean(np.square(matrix, dtype=np.float64)))) or 1.0
    result: Float32 = (matrix / np.float32(size)).astype(np.float32)
    return result

"""PairCounts: the table of pairs, with its words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zici.errors import InputError, OptionError
from zici.vectors._vocabulary import Vocabulary

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True, eq=False)
class PairCounts:
    """How often words stand in the windows of words.

    Attributes:
        vocabulary: the words of the rows and columns, with the counts of the text.
        matrix: scipy CSR array of integers, shape (words, words), columns sorted; row: the word, column: its
            context. Times ``unit`` they are pairs.
        window, dynamic, direction: how they were counted.

    Example:
        >>> from zici.vectors import count_pairs
        >>> texts = [["新", "词", "发现"], ["新", "词"]]
        >>> one, two = (count_pairs([text], window=1, min_count=1) for text in texts)
        >>> one + two, (one + two)["新", "词"]
        (PairCounts(3 words, 4 cells, 6 pairs), 2.0)
    """

    vocabulary: Vocabulary
    matrix: csr_array
    window: int
    dynamic: bool
    direction: str

    @property
    def unit(self) -> float:
        """How many pairs a 1 in the matrix is: 1/window for a dynamic window, else 1; so sums are exact."""
        return 1 / self.window if self.dynamic else 1.0

    def __getitem__(self, pair: tuple[str, str]) -> float:
        row, column = (self._number(word) for word in pair)
        return float(self.matrix[row, column]) * self.unit

    def _number(self, word: str) -> int:
        if word not in self.vocabulary:
            raise InputError(
                f"expected a word of the vocabulary, got {word!r}; it is too rare, or not in the text"
            )
        return self.vocabulary.index[word]

    def __add__(self, other: PairCounts) -> PairCounts:
        """The counts of both texts together.

        A word that one side left out as too rare lacks that side's counts; with a common ``vocabulary`` at
        :func:`count_pairs` the sum is that of the whole text.

        Raises:
            OptionError: the windows are not alike.
        """
        if not isinstance(other, PairCounts):
            return NotImplemented
        ours, theirs = ((x.window, x.dynamic, x.direction) for x in (self, other))
        if ours != theirs:
            raise OptionError(
                "expected tables of the same window, dynamic and direction, "
                f"got {ours} and {theirs}; count again"
            )
        counts = dict(zip(self.vocabulary.words, self.vocabulary.counts.tolist(), strict=True))
        for word, count in zip(other.vocabulary.words, other.vocabulary.counts.tolist(), strict=True):
            counts[word] = counts.get(word, 0) + count
        both = Vocabulary(list(counts), list(counts.values()))
        return replace(self, vocabulary=both, matrix=self._over(both) + other._over(both))

    def _over(self, vocabulary: Vocabulary) -> csr_array:
        """The table with the numbers of a larger vocabulary, in 64 bits."""
        from scipy.sparse import coo_array

        place = np.array([vocabulary.index[word] for word in self.vocabulary.words])
        cells = self.matrix.tocoo()
        where = (place[cells.row], place[cells.col])
        size = len(vocabulary)
        return coo_array((cells.data.astype(np.int64), where), shape=(size, size)).tocsr()

    def __repr__(self) -> str:
        pairs = float(self.matrix.sum()) * self.unit
        return f"PairCounts({len(self.vocabulary):,} words, {self.matrix.nnz:,} cells, {pairs:,.0f} pairs)"

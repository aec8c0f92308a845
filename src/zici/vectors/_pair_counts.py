"""PairCounts: the table of pairs, with its words."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from zici.errors import InputError, OptionError
from zici.vectors._options import check_integer
from zici.vectors._pair_margins import Margins, whole_sums
from zici.vectors._vocabulary import Vocabulary

if TYPE_CHECKING:
    from scipy.sparse import csr_array

DIRECTIONS = ("both", "left", "right")


@dataclass(frozen=True, eq=False)
class PairCounts:
    """How often words stand in the windows of words.

    Attributes:
        vocabulary: the words of the rows, with the counts of the text.
        matrix: scipy CSR array of integers, shape (words, contexts), columns sorted; row: the word, column:
            its context. Times ``unit`` they are pairs. May be mapped from a file.
        window, dynamic, direction: how they were counted.
        margins: what a :meth:`part` keeps of the whole table; None for a whole one.

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
    margins: Margins | None = None

    @property
    def contexts(self) -> Vocabulary:
        """The words of the columns; those of the rows but for a :meth:`part`."""
        return self.vocabulary if self.margins is None else self.margins.contexts

    @property
    def unit(self) -> float:
        """How many pairs a 1 in the matrix is: 1/window for a dynamic window, else 1; so sums are exact."""
        return 1 / self.window if self.dynamic else 1.0

    def __getitem__(self, pair: tuple[str, str]) -> float:
        sides = zip(pair, (self.vocabulary, self.contexts), strict=True)
        row, column = (_number(word, vocabulary) for word, vocabulary in sides)
        return float(self.matrix[row, column]) * self.unit

    def part(
        self, *, words: int | Iterable[str] | None = None, contexts: int | Iterable[str] | None = None
    ) -> PairCounts:
        """The table with fewer rows or columns, such as 5,000 words by 50,000 contexts.

        The part keeps the sums of the whole table, so that :func:`ppmi` gives its pairs the values that they
        have in the whole one: the chance of a word is its share of the text, not of what was taken.

        Args:
            words: of the rows: that many of the most frequent, or these; None: all.
            contexts: of the columns, likewise.

        Raises:
            InputError: a word that is not in the table.
            EmptyError: no word.
            OptionError: a number below 1, or a string in the place of a list.

        Example:
            >>> from zici.vectors import count_pairs, ppmi
            >>> pairs = count_pairs([["新", "词", "发现"], ["新", "词"]], min_count=1)
            >>> part = pairs.part(words=["新"], contexts=2)
            >>> part, part.contexts.words, (ppmi(part) != ppmi(pairs)[[0], :2]).nnz
            (PairCounts(1 words x 2 contexts, 1 cells, 2 pairs), ('新', '词'), 0)
        """
        rows, columns = _chosen("words", words, self.vocabulary), _chosen("contexts", contexts, self.contexts)
        word_sums, column_sums, others = (sums.astype(np.int64) for sums in whole_sums(self))
        left_out = np.delete(column_sums, columns)
        margins = Margins(
            _taken(self.contexts, columns),
            word_sums[rows],
            column_sums[columns],
            np.concatenate([left_out, others]),
        )
        matrix = self.matrix[rows][:, columns].sorted_indices()
        return replace(self, vocabulary=_taken(self.vocabulary, rows), matrix=matrix, margins=margins)

    def save(self, folder: str | os.PathLike[str]) -> None:
        """Write the table to a folder, which appears complete or not at all.

        Raises:
            OutputError: the folder can't be written.
            InputError: a word that UTF-8 can't hold.
        """
        from zici.vectors._pair_storage import save

        save(self, folder)

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> PairCounts:
        """Read a table that :meth:`save` wrote; its cells are read once to be checked, and stay on disk.

        Raises:
            InputError: no folder.
            FormatError: files that are not as they were written, or of another version.

        Example:
            >>> import tempfile
            >>> from zici.vectors import count_pairs
            >>> folder = tempfile.mkdtemp() + "/pairs"
            >>> count_pairs([["新", "词"]], min_count=1).save(folder)
            >>> PairCounts.load(folder)["新", "词"]
            1.0
        """
        from zici.vectors._pair_storage import load

        return load(folder)

    def __add__(self, other: PairCounts) -> PairCounts:
        """The counts of both texts together.

        A word that one side left out as too rare lacks that side's counts; with a common ``vocabulary`` at
        :func:`count_pairs` the sum is that of the whole text.

        Raises:
            OptionError: the windows are not alike, or one is a :meth:`part`, whose other columns are gone.
        """
        if not isinstance(other, PairCounts):
            return NotImplemented
        if self.margins is not None or other.margins is not None:
            raise OptionError("expected whole tables to add, got a part; add first, then take the part")
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
        pairs = float(self.matrix.data.sum(dtype=np.float64)) * self.unit
        size = f"{len(self.vocabulary):,} words"
        if self.margins is not None:
            size += f" x {len(self.contexts):,} contexts"
        return f"PairCounts({size}, {self.matrix.nnz:,} cells, {pairs:,.0f} pairs)"


def _number(word: str, vocabulary: Vocabulary) -> int:
    if word not in vocabulary:
        raise InputError(
            f"expected a word of the vocabulary, got {word!r}; it is too rare, or not in the text"
        )
    return vocabulary.index[word]


def _chosen(name: str, asked: int | Iterable[str] | None, vocabulary: Vocabulary) -> npt.NDArray[np.int64]:
    """The numbers of the words asked for, rising."""
    if isinstance(asked, str):
        raise OptionError(f"{name}: expected a number or a list of words, got the string {asked!r}")
    if asked is None or not isinstance(asked, Iterable):
        if asked is not None:
            check_integer(name, asked)
        return np.arange(len(vocabulary))[:asked]
    numbers = [_number(word, vocabulary) for word in asked]
    return np.unique(np.array(numbers, np.int64))


def _taken(vocabulary: Vocabulary, numbers: npt.NDArray[np.int64]) -> Vocabulary:
    return Vocabulary([vocabulary.words[k] for k in numbers], vocabulary.counts[numbers])

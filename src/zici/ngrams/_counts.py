"""NgramCounts: exact counts of all n-grams of a text."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from zici.corpus import CodedText, Corpus
from zici.errors import OptionError
from zici.ngrams._levels import Level
from zici.ngrams._options import MinCount, min_counts

if TYPE_CHECKING:
    import pyarrow as pa

    from zici._progress import Progress


class NgramCounts:
    """How often every n-gram of a text occurs, for n = 1 .. ``order``; made by :func:`count_ngrams`.

    N-grams are of word characters (Chinese, ASCII digits and letters) and never cross anything else.

    Attributes:
        alphabet: uint32 array of code points; the character with code k is ``alphabet[k - 1]``. The most
            frequent has code 1.
        levels: ``levels[n - 1]`` holds the n-grams of length n as arrays, see :class:`Level`.
        min_count: for every length from 1 on, the smallest count that was kept.
        total: word characters in the text, the rare ones included.
        text: the coded text if it was kept, else None; with it, documents can be added exactly.

    Example:
        >>> from zici import Corpus, count_ngrams
        >>> counts = count_ngrams(Corpus.from_texts(["共和国，共和党"]), order=3, min_count=1)
        >>> counts.count("共和"), counts.count("和党"), counts.count("国共")
        (2, 1, 0)
        >>> sorted(counts.items(3))
        [('共和党', 1), ('共和国', 1)]
    """

    def __init__(
        self,
        alphabet: npt.NDArray[np.uint32],
        levels: list[Level],
        *,
        min_count: tuple[int, ...],
        total: int,
        text: CodedText | None = None,
    ) -> None:
        self.alphabet = alphabet
        self.levels = levels
        self.min_count = min_count
        self.total = total
        self.text = text

    def __repr__(self) -> str:
        sizes = ", ".join(f"{n}: {self.size(n):,}" for n in range(1, self.order + 1))
        return f"<NgramCounts of {self.total:,} characters; n-grams by length {sizes}>"

    @property
    def order(self) -> int:
        """The length of the longest n-grams counted."""
        return len(self.levels)

    @property
    def complete(self) -> bool:
        """Whether every n-gram was kept, also those that occur once."""
        return max(self.min_count) == 1

    def size(self, n: int) -> int:
        """How many different n-grams of length ``n`` were kept."""
        return int(np.count_nonzero(self._kept(n)))

    def count(self, ngram: str) -> int:
        """Occurrences of one n-gram; 0 if it was not kept (or is longer than ``order``)."""
        if not 1 <= len(ngram) <= self.order:
            return 0
        found = self.find([ngram])[0]
        count = int(self.levels[len(ngram) - 1].count[found])
        return count if count >= self.min_count[len(ngram) - 1] else 0

    def find(self, ngrams: list[str]) -> npt.NDArray[np.int32]:
        """Ids of n-grams of one common length, 0 for those that were not kept."""
        from zici._kernels.hashing import find_many

        points = np.array(ngrams).reshape(-1, 1).view(np.uint32).astype(np.int64)
        codes = self._codes()[points]
        ids = np.where(codes[:, 0] <= self.levels[0].size, codes[:, 0], 0).astype(np.int32)
        for n in range(2, points.shape[1] + 1):
            longer = np.empty_like(ids)
            find_many(self.levels[n - 1].table, ids, np.ascontiguousarray(codes[:, n - 1]), longer)
            ids = longer
        return ids

    def strings(self, n: int, ids: npt.NDArray[Any] | None = None) -> list[str]:
        """The n-grams of length ``n`` as strings, in the order of their ids (all, or those of ``ids``)."""
        self._check(n)
        if ids is None:
            ids = np.arange(1, self.levels[n - 1].size + 1)
        points = np.empty((ids.size, n), np.uint32)
        for length in range(n, 0, -1):
            level = self.levels[length - 1]
            points[:, length - 1] = self.alphabet[level.char[ids] - 1]
            ids = level.prefix[ids]
        return points.view(f"U{n}").ravel().tolist() if points.size else []

    def items(self, n: int) -> Iterator[tuple[str, int]]:
        """The n-grams of length ``n`` with their counts."""
        kept = np.flatnonzero(self._kept(n))
        return zip(self.strings(n, kept), self.levels[n - 1].count[kept].tolist(), strict=True)

    def to_table(self, n: int) -> pa.Table:
        """The n-grams of length ``n`` as an Arrow table with the columns ``ngram`` and ``count``."""
        import pyarrow as pa

        kept = np.flatnonzero(self._kept(n))
        return pa.table(
            {"ngram": pa.array(self.strings(n, kept), pa.string()), "count": self.levels[n - 1].count[kept]}
        )

    def at_least(self, min_count: MinCount) -> NgramCounts:
        """The same counts under higher thresholds.

        Raises:
            OptionError: a threshold below what was counted.
        """
        least = min_counts(min_count, self.order, self.total)
        if any(new < old for new, old in zip(least, self.min_count, strict=True)):
            raise OptionError(
                f"min_count: expected at least {self.min_count}, as was counted, got {least}; count again"
            )
        return NgramCounts(self.alphabet, self.levels, min_count=least, total=self.total, text=self.text)

    def save(self, folder: str | os.PathLike[str], *, text: bool = True) -> None:
        """Write everything to a folder of Parquet files; ``text=False`` leaves the coded text out.

        Raises:
            OutputError: the folder can't be written.
        """
        from zici.ngrams._storage import save

        save(self, folder, text=text)

    @staticmethod
    def load(folder: str | os.PathLike[str]) -> NgramCounts:
        """Read what :meth:`save` wrote.

        Raises:
            InputError: no such folder.
            FormatError: not counts of this format, or damaged.
        """
        from zici.ngrams._storage import load

        return load(folder)

    def merge(self, other: NgramCounts) -> NgramCounts:
        """The counts of both texts together, exactly as if they had been counted in one run.

        Raises:
            OptionError: the orders or thresholds differ, or n-grams were dropped (``min_count`` above 1)
                and the texts were not kept, so that exact sums can't be known.
        """
        from zici.ngrams._merge import merge

        return merge(self, other)

    def add(
        self, corpus: Corpus, *, workers: int | None = None, progress: Progress | None = None
    ) -> NgramCounts:
        """The counts with the documents of ``corpus`` added, exactly as if they had been counted in one run.

        Raises:
            OptionError: n-grams were dropped and the text was not kept.
        """
        from zici.ngrams._merge import add

        return add(self, corpus, workers=workers, progress=progress)

    def _codes(self) -> npt.NDArray[np.int32]:
        table = np.zeros(0x110000, np.int32)
        table[self.alphabet] = np.arange(1, self.alphabet.size + 1, dtype=np.int32)
        return table

    def _kept(self, n: int) -> npt.NDArray[np.bool_]:
        self._check(n)
        kept = self.levels[n - 1].count >= self.min_count[n - 1]
        kept[0] = False
        return kept

    def _check(self, n: int) -> None:
        if not 1 <= n <= self.order:
            raise OptionError(f"n: expected 1 to {self.order} (the order that was counted), got {n}")

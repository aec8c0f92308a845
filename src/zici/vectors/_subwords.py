"""Subwords: vectors of character n-grams, which give vectors to words never seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from zici.errors import InputError, OptionError
from zici.vectors._options import check_integer

if TYPE_CHECKING:
    from zici._kernels.subwords import Ngrams

Float32 = npt.NDArray[np.float32]
Int64 = npt.NDArray[np.int64]

BUCKETS, MAX_BUCKETS = 2**24, 2**31


@dataclass(frozen=True)
class SubwordOptions:
    """Which character n-grams of words have vectors.

    A word stands between two marks, so that its beginning and its end are n-grams of their own: 北京 with
    1 to 3 characters has 北, 京, <北, 北京, 京>, <北京 and 北京>. A mark alone is none.

    A Chinese character is most of a syllable with a meaning of its own, so the shortest is 1, where alphabets
    take 3; most words have two characters, so that 3 is such a word with a mark.

    Attributes:
        shortest: characters of the shortest n-gram, marks among them, from 1.
        longest: characters of the longest, from ``shortest`` to 16.
        buckets: n-grams are hashed to numbers below this, up to 2**31; those with the same number share a
            vector. Only numbers that an n-gram of the vocabulary has take memory, so let them be many.

    Raises:
        OptionError: an option outside its range.
    """

    shortest: int = 1
    longest: int = 3
    buckets: int = BUCKETS

    def __post_init__(self) -> None:
        check_integer("subwords", self.shortest, hint="it is the shortest length in characters")
        check_integer("subwords", self.longest, least=self.shortest, most=16)
        check_integer("buckets", self.buckets, most=MAX_BUCKETS)


class Subwords:
    """Character n-grams and their vectors; the vector of a word never seen is the mean of those it has.

    Args:
        buckets: the numbers of the n-grams that have a vector, int64, ascending.
        matrix: a row for each, float32 of shape (n-grams, dim).
        options: how n-grams are taken and numbered.

    Raises:
        OptionError: arguments that don't go together.

    Example:
        >>> options = SubwordOptions(1, 1)
        >>> subwords = Subwords(distinct_ngrams(["猫", "狗"], options), [[1, 0], [0, 1]], options=options)
        >>> subwords
        Subwords(2 n-grams of 1 to 1 characters, dim 2)
        >>> subwords.vector("狗狗猫").round(2).tolist(), "书" in subwords
        ([0.67..., 0.33...], False)
    """

    def __init__(
        self, buckets: npt.ArrayLike, matrix: npt.ArrayLike, *, options: SubwordOptions | None = None
    ) -> None:
        self.options = options or SubwordOptions()
        self.buckets: Int64 = np.asarray(buckets, np.int64)
        self.matrix: Float32 = np.asarray(matrix, np.float32)
        if self.matrix.ndim != 2 or self.buckets.shape != self.matrix.shape[:1] or not self.matrix.shape[1]:
            raise OptionError(
                f"subwords: expected a row for each bucket, got {self.buckets.shape} buckets and a matrix of "
                f"{self.matrix.shape}"
            )
        inside = self.buckets.size == 0 or 0 <= self.buckets[0] <= self.buckets[-1] < self.options.buckets
        if not inside or (np.diff(self.buckets) <= 0).any():
            raise OptionError(
                f"subwords: expected ascending buckets below {self.options.buckets}, got others"
            )

    @property
    def dim(self) -> int:
        """Numbers in a vector."""
        return int(self.matrix.shape[1])

    def __len__(self) -> int:
        return len(self.buckets)

    def __repr__(self) -> str:
        lengths = f"{self.options.shortest} to {self.options.longest}"
        return f"Subwords({len(self):,} n-grams of {lengths} characters, dim {self.dim})"

    def __contains__(self, word: object) -> bool:
        """Whether a word has an n-gram with a vector, and so a vector."""
        return isinstance(word, str) and bool(self._rows([word])[1].size)

    def vector(self, word: str) -> Float32:
        """The mean of the vectors of a word's n-grams, shape (dim,).

        Raises:
            InputError: no n-gram of it has a vector.
        """
        result: Float32 = self.vectors([word])[0]
        return result

    def vectors(self, words: Sequence[str]) -> Float32:
        """The mean of the vectors of each word's n-grams that have one, float32 of shape (words, dim).

        Raises:
            InputError: a word none of whose n-grams has a vector.
        """
        from zici._kernels.subwords import mean_rows

        start, rows = self._rows(words)
        bare = np.flatnonzero(start[1:] == start[:-1])
        if bare.size:
            raise InputError(f"no part of {words[int(bare[0])]!r} is known; test with `has_vector` before")
        used, place = np.unique(rows, return_inverse=True)  # the matrix may stand on disk
        out = np.empty((len(words), self.dim), np.float32)
        mean_rows(np.array(self.matrix[used]), start, place, out)
        return out

    def _rows(self, words: Sequence[str]) -> tuple[Int64, Int64]:
        """For each word, the rows of its n-grams that have one."""
        start, buckets = hash_words(words, self.options)
        if not len(self):
            return np.zeros_like(start), buckets[:0]
        place = np.minimum(np.searchsorted(self.buckets, buckets), len(self) - 1)
        known = self.buckets[place] == buckets
        return np.append(0, np.cumsum(known))[start], place[known]


def hash_words(words: Iterable[str], options: SubwordOptions) -> tuple[Int64, Int64]:
    """The buckets of the n-grams of words: ``buckets[start[k] : start[k + 1]]`` are those of word k.

    The same on every machine: 64 bits of FNV-1a over the code points, the upper half folded in.

    Example:
        >>> start, buckets = hash_words(["猫", "猫狗"], SubwordOptions(1, 1, buckets=100))
        >>> start.tolist(), bool(buckets[0] == buckets[1])
        ([0, 1, 3], True)
    """
    from zici._kernels.subword_hashing import count_ngrams, hash_ngrams

    words = list(words)
    sizes = np.fromiter(map(len, words), np.int64, len(words))
    ends = np.append(0, np.cumsum(sizes))
    codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), "<i4").astype(np.int32)
    start = np.empty(len(words) + 1, np.int64)
    count_ngrams(ends, options.shortest, options.longest, start)
    buckets = np.empty(int(start[-1]), np.int64)
    hash_ngrams(codes, ends, options.shortest, options.longest, options.buckets, buckets)
    return start, buckets


def distinct_ngrams(words: Iterable[str], options: SubwordOptions) -> Int64:
    """The buckets that n-grams of the words have, int64, ascending."""
    return np.unique(hash_words(words, options)[1])


def make_ngrams(
    words: Sequence[str], options: SubwordOptions, *, dim: int, rows: Float32 | None = None
) -> Ngrams:
    """The n-grams of words, with the rows that training is to go on with, or rows of zeros.

    With zeros, n-grams begin to differ as soon as words do, which begin with random numbers; and an n-gram
    tells nothing before it has been met.

    Raises:
        OptionError: rows of another shape.
    """
    from zici._kernels.subwords import Ngrams

    start, numbers = hash_words(words, options)
    buckets, index = np.unique(numbers, return_inverse=True)
    shape = (buckets.size, dim)
    if rows is None:
        rows = np.zeros(shape, np.float32)
    if rows.shape != shape or rows.dtype != np.float32 or not rows.flags.c_contiguous:
        raise OptionError(
            f"resume: expected float32 n-grams of shape {shape}, got {rows.dtype} {rows.shape}; "
            "use the vocabulary and the options that the training began with"
        )
    return Ngrams(rows, start, index.astype(np.int32))


def compose_words(matrix: Float32, ngrams: Ngrams) -> Float32:
    """The vectors of words: the mean of each own row and of the rows of the word's n-grams."""
    from zici._kernels.subwords import compose_all

    out: Float32 = np.empty_like(matrix)
    compose_all(matrix, ngrams, out)
    return out


def subword_options(subwords: Any, buckets: int) -> SubwordOptions | None:
    """What a caller means by None, True or two lengths.

    Raises:
        OptionError: anything else, or a length outside its range.
    """
    if subwords is None or subwords is False:
        return None
    if subwords is True:
        return SubwordOptions(buckets=buckets)
    if not isinstance(subwords, tuple | list) or len(subwords) != 2:
        raise OptionError(f"subwords: expected None, True or (shortest, longest), got {subwords!r}")
    return SubwordOptions(subwords[0], subwords[1], buckets)

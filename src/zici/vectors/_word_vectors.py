"""WordVectors: words with a vector each, and what they can be asked."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from zici.errors import EmptyError, FormatError, InputError, OptionError
from zici.vectors._bag import bag_vectors
from zici.vectors._largest import largest
from zici.vectors._options import check_integer

Float32 = npt.NDArray[np.float32]
Int64 = npt.NDArray[np.int64]
Query = str | npt.NDArray[Any]

EPSILON = 1e-3  # keeps the quotient of 3CosMul finite


class WordVectors:
    """Words and their vectors; all similarities are cosines.

    Args:
        words: different words, the most frequent first.
        matrix: one row a word, shape (words, dim); kept as float32, without a copy where it is already.
        counts: how often each word occurs, int64 of shape (words,); None where unknown.
        info: what is worth knowing of how they were made; JSON values.

    Raises:
        EmptyError: no words.
        OptionError: arguments whose sizes don't go together, or a word twice.

    Example:
        >>> vectors = WordVectors(["王", "后", "男", "女"], [[1, 1], [1, -1], [0, 1], [0, -1]])
        >>> vectors
        WordVectors(4 words, dim 2)
        >>> vectors.similarity("王", "男")
        0.707106...
        >>> vectors.analogy("男", "王", "女", n=1)[0][0], "字" in vectors, vectors["后"].tolist()
        ('后', False, [1.0, -1.0])
    """

    def __init__(
        self,
        words: Iterable[str],
        matrix: npt.ArrayLike,
        *,
        counts: npt.ArrayLike | None = None,
        info: Mapping[str, Any] | None = None,
    ) -> None:
        self.words = tuple(words)
        self.matrix: Float32 = np.asarray(matrix, np.float32)
        self.counts: Int64 | None = None if counts is None else np.asarray(counts, np.int64)
        self.info = dict(info or {})
        if not self.words:
            raise EmptyError("there are no words: expected at least one with its vector")
        if self.matrix.ndim != 2 or len(self.matrix) != len(self.words) or not self.matrix.shape[1]:
            raise OptionError(
                f"matrix: expected a row for each of {len(self.words)} words, got shape {self.matrix.shape}"
            )
        if self.counts is not None and self.counts.shape != (len(self.words),):
            raise OptionError(
                f"counts: expected one for each of {len(self.words)} words, got shape {self.counts.shape}"
            )
        if len(self.index) < len(self.words):
            raise OptionError("words: expected different ones, found one twice; keep one row of it")

    @cached_property
    def index(self) -> dict[str, int]:
        """The row of every word."""
        return {word: row for row, word in enumerate(self.words)}

    @cached_property
    def norms(self) -> Float32:
        """The length of every vector, 1 in the place of 0; float32 of shape (words,).

        Raises:
            FormatError: the matrix holds numbers that are not finite.
        """
        norms: Float32 = np.sqrt(np.einsum("ij,ij->i", self.matrix, self.matrix))
        if not np.isfinite(norms).all():
            row = int(np.flatnonzero(~np.isfinite(norms))[0])
            raise FormatError(
                f"the vector of {self.words[row]!r} (row {row}) has numbers that are not finite; train again"
            )
        norms[norms == 0] = 1
        return norms

    @property
    def dim(self) -> int:
        """Numbers in a vector."""
        return int(self.matrix.shape[1])

    def __len__(self) -> int:
        return len(self.words)

    def __contains__(self, word: object) -> bool:
        return word in self.index

    def __getitem__(self, words: str | Sequence[str]) -> Float32:
        """The vector of a word, shape (dim,), or of several, shape (words, dim).

        Raises:
            InputError: a word that has no vector.
        """
        if isinstance(words, str):
            return np.array(self.matrix[self._row(words)])
        rows = [self._row(word) for word in words]
        return np.array(self.matrix[rows]).reshape(len(rows), self.dim)

    def _row(self, word: str) -> int:
        row = self.index.get(word)
        if row is None:
            raise InputError(f"expected a word that has a vector, got {word!r}; test with `in` before")
        return row

    def __repr__(self) -> str:
        return f"WordVectors({len(self):,} words, dim {self.dim})"

    def unit(self, word: Query) -> Float32:
        """The vector of a word, or any vector, at length 1 (a zero vector stays), float32 of shape (dim,).

        Raises:
            InputError: a word that has no vector.
            OptionError: a vector of another shape, or not of finite numbers.
        """
        vector = self[word] if isinstance(word, str) else np.asarray(word, np.float32)
        if vector.shape != (self.dim,) or not np.isfinite(vector).all():
            raise OptionError(
                f"expected a word or a vector of {self.dim} finite numbers, got shape {vector.shape}"
            )
        length = np.linalg.norm(vector)
        return vector / (length if length else np.float32(1))

    def cosines(self, vector: Query) -> Float32:
        """The cosine of every word with a word or a vector, float32 of shape (words,)."""
        result: Float32 = self.matrix @ self.unit(vector)
        result /= self.norms
        return result

    def similarity(self, first: Query, second: Query) -> float:
        """The cosine of two words, -1 to 1; 0 where a vector is zero.

        Raises:
            InputError: a word that has no vector.

        Example:
            >>> WordVectors(["字", "词"], [[1, 0], [0, 2]]).similarity("字", "词")
            0.0
        """
        return float(self.unit(first) @ self.unit(second))

    def nearest(self, vector: Query, *, n: int = 10, exclude: Iterable[str] = ()) -> list[tuple[str, float]]:
        """The ``n`` words nearest to a vector with their cosines, the nearest first.

        Raises:
            OptionError: ``n`` below 1, or a vector of another shape.
            InputError: a word that has no vector.

        Example:
            >>> WordVectors(["字", "词"], [[1, 0], [0, 2]]).nearest([0.0, 3.0], n=1)
            [('词', 1.0)]
        """
        return self._best(
            self.cosines(vector), n, [self.index[word] for word in exclude if word in self.index]
        )

    def most_similar(
        self,
        positive: Query | Sequence[Query],
        negative: Query | Sequence[Query] = (),
        *,
        n: int = 10,
    ) -> list[tuple[str, float]]:
        """The words nearest to a word, or to the sum of words less other words, each at length 1.

        Args:
            positive: a word or a vector, or several.
            negative: those taken off.
            n: how many words to give.

        Returns:
            Words with cosines, the nearest first, without the words of the question.

        Raises:
            InputError: a word that has no vector.
            OptionError: nothing in ``positive`` and ``negative``, or ``n`` below 1.

        Example:
            >>> vectors = WordVectors(["新", "旧", "词"], [[1, 0.2], [1, 0], [0, 1]])
            >>> vectors.most_similar("新", n=1)
            [('旧', 0.98058...)]
        """
        plus, minus = _listed(positive), _listed(negative)
        if not plus and not minus:
            raise OptionError("expected at least one word or vector, got none")
        total = np.zeros(self.dim, np.float32)
        for sign, words in ((np.float32(1), plus), (np.float32(-1), minus)):
            for word in words:
                total += sign * self.unit(word)
        return self.nearest(total, n=n, exclude=[word for word in plus + minus if isinstance(word, str)])

    def analogy(
        self, first: str, second: str, third: str, *, n: int = 10, method: str = "add"
    ) -> list[tuple[str, float]]:
        """What is to ``third`` as ``second`` is to ``first``.

        Args:
            first: 男 in 男 : 王 = 女 : ?
            second: 王 there.
            third: 女 there.
            n: how many words to give, without the three.
            method: "add" (3CosAdd): largest cos(x, second) - cos(x, first) + cos(x, third), given as the
                cosine with that sum; "mul" (3CosMul; Levy and Goldberg 2014): largest product of the two
                over the third, each made (1 + cos) / 2.

        Raises:
            InputError: a word that has no vector.
            OptionError: another method, or ``n`` below 1.
        """
        if method == "add":
            return self.most_similar([second, third], [first], n=n)
        if method != "mul":
            raise OptionError(f"method: expected add or mul, got {method!r}")
        one, two, three = ((1 + self.cosines(word)) / 2 for word in (first, second, third))
        return self._best(
            (two * three / (one + EPSILON)).astype(np.float32),
            n,
            [self._row(word) for word in (first, second, third)],
        )

    def _best(self, scores: Float32, n: int, without: Sequence[int]) -> list[tuple[str, float]]:
        check_integer("n", n)
        scores[list(without)] = -np.inf
        rows = largest(scores, min(n, len(self) - len(set(without))))
        return [(self.words[row], float(scores[row])) for row in rows]

    def doesnt_match(self, words: Sequence[str]) -> str:
        """The word that is farthest from the mean of all of them.

        Raises:
            InputError: a word that has no vector.
            OptionError: fewer than two words.

        Example:
            >>> WordVectors("猫狗书", [[1, 0.1], [1, 0], [0, 1]]).doesnt_match(["书", "猫", "狗"])
            '书'
        """
        if isinstance(words, str) or len(words) < 2:
            raise OptionError(f"expected a list of at least two words, got {words!r}")
        units = np.array([self.unit(word) for word in words])
        return words[int(np.argmin(units @ units.mean(axis=0)))]

    def sentence_vector(self, tokens: Iterable[str], *, how: str = "mean", smooth: float = 1e-3) -> Float32:
        """One vector for a list of words, shape (dim,); see :func:`sentence_vectors` for what it takes."""
        result: Float32 = bag_vectors(self, [tokens], how=how, smooth=smooth)[0]
        return result

    def subset(self, words: Iterable[str]) -> WordVectors:
        """The vectors of some words only, in the order given; words without a vector are left out.

        Raises:
            EmptyError: no word has a vector.

        Example:
            >>> WordVectors("猫狗书", [[1], [2], [3]]).subset(["书", "字", "猫"]).words
            ('书', '猫')
        """
        kept = [word for word in dict.fromkeys(words) if word in self.index]
        rows = [self.index[word] for word in kept]
        counts = None if self.counts is None else self.counts[rows]
        return WordVectors(kept, np.array(self.matrix[rows]), counts=counts, info=self.info)

    def save(self, folder: str | os.PathLike[str]) -> None:
        """Write to a folder: words.parquet, matrix.npy and meta.json, complete or not at all.

        Raises:
            OutputError: the folder can't be written.
        """
        from zici.vectors._storage import save

        save(self, folder)

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> WordVectors:
        """Read what :meth:`save` wrote; the matrix stays on disk and is read where it is needed.

        Raises:
            InputError: no such folder.
            FormatError: a file in it that isn't as it was written.
        """
        from zici.vectors._storage import load

        return load(folder)

    def save_word2vec(self, path: str | os.PathLike[str], *, binary: bool = False) -> None:
        """Write in the format of word2vec, text or binary, as gensim and others read it.

        Raises:
            OutputError: a word holds a blank or a line break, which the format can't; or the file can't be
                written.
        """
        from zici.vectors._word2vec import write_word2vec

        write_word2vec(self, path, binary=binary)

    @classmethod
    def load_word2vec(cls, path: str | os.PathLike[str], *, binary: bool = False) -> WordVectors:
        """Read a file in the format of word2vec, UTF-8, text or binary.

        Raises:
            InputError: no such file.
            FormatError: the file isn't in that format; names the line or the word.
        """
        from zici.vectors._word2vec import read_word2vec

        return read_word2vec(path, binary=binary)


def _listed(words: Query | Sequence[Query]) -> list[Query]:
    if isinstance(words, str) or (isinstance(words, np.ndarray) and words.ndim == 1):
        return [words]
    return list(words)

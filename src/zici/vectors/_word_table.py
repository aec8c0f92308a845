"""Words with a vector each: the table that everything else is asked of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from zici.errors import EmptyError, FormatError, InputError, OptionError
from zici.vectors._subwords import Subwords

Float32 = npt.NDArray[np.float32]
Int64 = npt.NDArray[np.int64]
Query = str | npt.NDArray[Any]


class WordTable:
    """The rows of words; what the arguments are stands at :class:`zici.vectors.WordVectors`."""

    def __init__(
        self,
        words: Iterable[str],
        matrix: npt.ArrayLike,
        *,
        counts: npt.ArrayLike | None = None,
        contexts: npt.ArrayLike | None = None,
        bias: npt.ArrayLike | None = None,
        subwords: Subwords | None = None,
        info: Mapping[str, Any] | None = None,
    ) -> None:
        self.words = tuple(words)
        self.matrix: Float32 = np.asarray(matrix, np.float32)
        self.counts: Int64 | None = None if counts is None else np.asarray(counts, np.int64)
        self.contexts: Float32 | None = None if contexts is None else np.asarray(contexts, np.float32)
        self.bias: Float32 | None = None if bias is None else np.asarray(bias, np.float32)
        self.subwords = subwords
        self.info = dict(info or {})
        if not self.words:
            raise EmptyError("there are no words: expected at least one with its vector")
        self._check_matrices()
        self._check_columns()
        if len(self.index) < len(self.words):
            raise OptionError("words: expected different ones, found one twice; keep one row of it")

    def _check_matrices(self) -> None:
        if self.matrix.ndim != 2 or len(self.matrix) != len(self.words) or not self.matrix.shape[1]:
            raise OptionError(
                f"matrix: expected a row for each of {len(self.words)} words, got shape {self.matrix.shape}"
            )
        if self.contexts is not None and self.contexts.shape != self.matrix.shape:
            raise OptionError(
                f"contexts: expected the shape of the matrix, {self.matrix.shape}, got {self.contexts.shape}"
            )

        if self.subwords is not None and self.subwords.dim != self.dim:
            raise OptionError(f"subwords: expected vectors of dim {self.dim}, got {self.subwords.dim}")

    def _check_columns(self) -> None:
        for name, column in (("counts", self.counts), ("bias", self.bias)):
            if column is not None and column.shape != (len(self.words),):
                raise OptionError(
                    f"{name}: expected one for each of {len(self.words)} words, got shape {column.shape}"
                )
        if self.bias is not None and (self.contexts is None or not np.isfinite(self.bias).all()):
            raise OptionError("bias: expected finite numbers, and contexts that they belong to")

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
        """Whether a word is one of ``words``; see :meth:`has_vector` for those with subwords."""
        return word in self.index

    def has_vector(self, word: str) -> bool:
        """Whether a word can be asked for: it is one of ``words``, or its subwords give it a vector.

        Example:
            >>> from zici.vectors import WordVectors
            >>> WordVectors(["字"], [[1, 0]]).has_vector("词")
            False
        """
        return word in self.index or (self.subwords is not None and word in self.subwords)

    def __getitem__(self, words: str | Sequence[str]) -> Float32:
        """The vector of a word, shape (dim,), or of several, shape (words, dim).

        With subwords, a word never seen has the mean of the vectors of its parts.

        Raises:
            InputError: a word that has no vector.
        """
        if isinstance(words, str):
            one: Float32 = self[[words]][0]
            return one
        if self.subwords is None:
            rows = [self._row(word) for word in words]
            return np.array(self.matrix[rows]).reshape(len(rows), self.dim)
        result = np.empty((len(words), self.dim), np.float32)
        seen = [k for k, word in enumerate(words) if word in self.index]
        unseen = [k for k, word in enumerate(words) if word not in self.index]
        result[seen] = self.matrix[[self.index[words[k]] for k in seen]]
        result[unseen] = self.subwords.vectors([words[k] for k in unseen])
        return result

    def _row(self, word: str) -> int:
        row = self.index.get(word)
        if row is None:
            raise InputError(f"expected a word that has a vector, got {word!r}; test with `in` before")
        return row

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self):,} words, dim {self.dim})"

"""Words with a vector each: the table that everything else is asked of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from zici.errors import EmptyError, FormatError, InputError, OptionError

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
        info: Mapping[str, Any] | None = None,
    ) -> None:
        self.words = tuple(words)
        self.matrix: Float32 = np.asarray(matrix, np.float32)
        self.counts: Int64 | None = None if counts is None else np.asarray(counts, np.int64)
        self.contexts: Float32 | None = None if contexts is None else np.asarray(contexts, np.float32)
        self.bias: Float32 | None = None if bias is None else np.asarray(bias, np.float32)
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
        return f"{type(self).__name__}({len(self):,} words, dim {self.dim})"

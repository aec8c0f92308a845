"""The sparse matrix of scores: bm25s builds it, and to ask it takes NumPy alone.

Importing bm25s loads JAX where that is installed, which takes longer than a search.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici.errors import MissingExtraError

INSTALL = 'pip install "zici[qa]"'


class Matrix(NamedTuple):
    """Scores of terms in passages, term by term (the columns of a sparse matrix).

    Attributes:
        data: float32, the scores.
        indices: int32, the passage of each score.
        indptr: int64 of shape (terms + 1,), where the scores of each term begin.
    """

    data: npt.NDArray[np.float32]
    indices: npt.NDArray[np.int32]
    indptr: npt.NDArray[np.int64]


def load_bm25s() -> ModuleType:
    """Import bm25s.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        import bm25s
    except ImportError as error:
        raise MissingExtraError(f"this needs bm25s, which is not installed; run: {INSTALL}") from error
    return bm25s  # type: ignore[no-any-return]


def build(ids: Sequence[list[int]], size: int, *, k1: float, b: float) -> Matrix:
    """The scores of passages given as numbers of terms, which go from 0 to ``size - 1``."""
    model = load_bm25s().BM25(k1=k1, b=b, method="lucene", backend="numpy", csc_backend="scipy")
    vocabulary = {number: number for number in range(size)}
    model.index((ids, vocabulary), show_progress=False, create_empty_token=False)
    scores = model.scores
    return Matrix(
        np.ascontiguousarray(scores["data"], "<f4"),
        np.ascontiguousarray(scores["indices"], "<i4"),
        np.ascontiguousarray(scores["indptr"], "<i8"),
    )


def total(matrix: Matrix, ids: Sequence[int], passages: int) -> npt.NDArray[np.float32]:
    """The scores of all passages for the terms of a question; a term that comes twice counts twice."""
    found = np.zeros(passages, np.float32)
    for number in ids:
        column = slice(int(matrix.indptr[number]), int(matrix.indptr[number + 1]))
        found[matrix.indices[column]] += matrix.data[column]  # no passage stands twice in a column
    return found


def best(scores: npt.NDArray[np.float32], most: int) -> npt.NDArray[np.int64]:
    """The passages with the highest scores above 0, the best first, of equal ones the first."""
    found = np.flatnonzero(scores > 0)
    if len(found) > most:
        least = np.partition(scores[found], len(found) - most)[len(found) - most]
        found = found[scores[found] >= least]
    return found[np.argsort(-scores[found], kind="stable")][:most]

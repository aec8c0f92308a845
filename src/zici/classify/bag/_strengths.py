"""How quickly the vector of each n-gram moves."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from zici.classify._model import Float32Array, Int32Array

Rows = tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]


def strengths(
    rows: Rows, shape: tuple[int, int], targets: Int32Array, weights: Float32Array, smoothing: float
) -> Float32Array:
    """The size of each column's greatest log-count ratio, of the classes that it occurs in.

    With two classes it is that of either; with many, the others' ratios say how rare a column is rather than
    what it tells, and there are too many of them.

    Args:
        rows: where the columns of each text begin, and the columns.
        shape: how many columns and classes there are.
        targets: the classes of the texts.
        weights: how much each text counts.
        smoothing: added to each count, above 0.

    Returns:
        float32 of shape (columns,), from 0; a column that doesn't occur has 0.

    Example:
        >>> rows = np.array([0, 1, 2, 3]), np.array([0, 0, 1], np.int32)
        >>> ones = np.ones(3, np.float32)
        >>> strengths(rows, (2, 2), np.array([0, 0, 1], np.int32), ones, 1.0).round(3)
        array([0.811, 0.981], dtype=float32)
    """
    columns, classes = shape
    texts = targets.size
    share = np.asarray(weights, np.float64)
    share = share / (share.mean() or 1.0)
    occurs = csr_matrix((np.ones(rows[1].size), rows[1], rows[0]), (texts, columns))
    belongs = csr_matrix((share, targets, np.arange(texts + 1)), (texts, classes))
    inside = (occurs.T @ belongs).tocsr()
    every = np.asarray(inside.sum(axis=1)).ravel()
    of_class = np.asarray(inside.sum(axis=0)).ravel() + smoothing * columns
    of_rest = every.sum() + 2.0 * smoothing * columns - of_class
    place = np.repeat(np.arange(columns), np.diff(inside.indptr))
    rest = np.maximum(every[place] - inside.data, 0.0)
    ratio = np.log((inside.data + smoothing) / (rest + smoothing))
    ratio += np.log(of_rest / of_class)[inside.indices]
    found = np.zeros(columns)
    np.maximum.at(found, place, np.abs(ratio))
    return found.astype(np.float32)

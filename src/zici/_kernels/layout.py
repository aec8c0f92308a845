"""Points in the plane: what is near in the space of the vectors is drawn together, all else pushed apart."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import inline, kernel
from zici._kernels.draws import draw, draw_below

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
UInt32 = npt.NDArray[np.uint32]
UInt64 = npt.NDArray[np.uint64]
Float32 = npt.NDArray[np.float32]

LONGEST = np.float32(4.0)  # no step is longer in x or in y: two points that coincide would fly apart
NEAR = np.float32(0.001)


class Edges(NamedTuple):
    """Pairs of rows that belong together.

    Attributes:
        first: int32, a row.
        second: int32, the other.
        keep: uint32; an edge takes part in a round if the upper half of a draw is not above.
    """

    first: Int32
    second: Int32
    keep: UInt32


@kernel
def keep_best(scores: Float32, first: int, rows: Int32, best: Float32) -> None:
    """Put the best columns of every row of ``scores``, the best first, equal ones by column.

    Row i of ``scores`` is the point ``first + i``, whose own column is left out. ``rows`` and ``best``, of
    shape (rows, n), are filled; there are at least n other columns.
    """
    size = rows.shape[1]
    for i in range(scores.shape[0]):
        best[i, :] = np.float32(-np.inf)
        least = np.float32(-np.inf)
        for j in range(scores.shape[1]):
            score = scores[i, j]
            if score <= least or j == first + i:
                continue
            k = size - 1
            while k > 0 and best[i, k - 1] < score:
                best[i, k] = best[i, k - 1]
                rows[i, k] = rows[i, k - 1]
                k -= 1
            best[i, k] = score
            rows[i, k] = j
            least = best[i, size - 1]


@inline
def _move(points: Float32, i: int, j: int, pull: np.float32, both: bool) -> None:
    """Move the point i by ``pull`` times the way to j, and j as far to i if ``both``."""
    for axis in range(2):
        step = pull * (points[j, axis] - points[i, axis])
        step = min(max(step, -LONGEST), LONGEST)
        points[i, axis] += step
        if both:
            points[j, axis] -= step


@inline
def _squared(points: Float32, i: int, j: int) -> np.float32:
    x = points[i, 0] - points[j, 0]
    y = points[i, 1] - points[j, 1]
    squared: np.float32 = x * x + y * y
    return squared


@kernel
def place_round(points: Float32, edges: Edges, negative: int, rate: np.float32, state: UInt64) -> None:
    """One round over all edges: ascent of ln p for both ends, of ln(1 - p) for the first and drawn points.

    p = 1 / (1 + d**2) at the distance d: the gradients are 2 / (1 + d**2) times the way to the other point
    and -2 / (d**2 (1 + d**2)) times.
    """
    one = np.float32(1.0)
    two = np.float32(2.0)
    for e in range(edges.first.size):
        if (draw(state) >> np.uint64(32)) > np.uint64(edges.keep[e]):
            continue
        i = edges.first[e]
        j = edges.second[e]
        _move(points, i, j, rate * two / (one + _squared(points, i, j)), True)
        for _ in range(negative):
            other = draw_below(state, points.shape[0])
            if other != i:
                d = _squared(points, i, other)
                _move(points, i, other, -rate * two / ((NEAR + d) * (one + d)), False)

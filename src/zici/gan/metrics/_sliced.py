"""Distances of two clouds of points, seen along many lines."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zici.errors import OptionError
from zici.gan.metrics._check import Float64, check_pair

Int64 = npt.NDArray[np.int64]

CELLS = 1 << 22  # projected points held at a time


class _Cells(NamedTuple):
    """The transport between two sorted sets of points on a line.

    Attributes:
        first: which point of the first set each piece comes from.
        second: which of the second it goes to.
        weights: the shares of the pieces; 1 in all.
    """

    first: Int64
    second: Int64
    weights: Float64


def sliced_wasserstein(a: Any, b: Any, *, projections: int = 256, power: int = 1, seed: int = 0) -> float:
    """The sliced Wasserstein distance of two sets of vectors (Rabin et al. 2011).

    Both are projected on lines of random directions. On a line the best transport takes the points in their
    order, so that the distance is exact there, for sets of different sizes too. The same seed gives the same
    lines, so that two generators can be compared. Two samples of one distribution are not at distance 0: hold
    the figure against that of real against real, of the same sizes.

    Args:
        a: numbers of shape (n, d).
        b: of shape (m, d).
        projections: how many lines; with d = 1 there is one.
        power: 1 or 2: the distance is (mean over the lines of W_p^p)^(1/p).
        seed: gives the lines.

    Raises:
        InputError: numbers that are not finite, or vectors of different lengths.
        EmptyError: no vectors.
        OptionError: no projections, or another power.

    Example:
        >>> sliced_wasserstein([[0.0], [1.0]], [[3.0]])
        2.5
    """
    one, two = check_pair(a, b)
    if type(projections) is not int or projections < 1:
        raise OptionError(f"projections: expected a number from 1, got {projections!r}")
    if power not in (1, 2):
        raise OptionError(f"power: expected 1 or 2, got {power!r}")
    lines = _directions(one.shape[1], projections, seed)
    cells = _transport(len(one), len(two))
    total, step = 0.0, max(1, CELLS // len(cells.weights))
    for begin in range(0, lines.shape[1], step):
        some = lines[:, begin : begin + step]
        left, right = np.sort(one @ some, axis=0), np.sort(two @ some, axis=0)
        costs = np.abs(left[cells.first] - right[cells.second]) ** power
        total += float((cells.weights @ costs).sum())
    return float((total / lines.shape[1]) ** (1 / power))


def _directions(dim: int, number: int, seed: int) -> Float64:
    """Unit vectors in the columns, uniform over all directions."""
    if dim == 1:
        return np.ones((1, 1))
    drawn = np.random.default_rng([seed, 2]).standard_normal((number, dim))
    lines: Float64 = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).T
    return lines


def _transport(n: int, m: int) -> _Cells:
    """Cut the mass 1 wherever a point of either set ends; in whole numbers of 1 / (n m), thus exactly."""
    cuts = np.union1d(np.arange(n + 1) * m, np.arange(m + 1) * n)
    begins = cuts[:-1]
    return _Cells(begins // m, begins // n, np.diff(cuts) / (n * m))

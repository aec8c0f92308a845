"""Rows of different lengths end to end, without padding: what happens within each of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Float32 = npt.NDArray[np.float32]
Int64 = npt.NDArray[np.int64]


class Lines:
    """Where rows stand in an array that has them one behind the other along its first axis.

    Args:
        sizes: of each row, from 1.

    Attributes:
        sizes: int64 of shape (rows,).
        starts: int64 of shape (rows,), the first place of each row.
        before: int64 of shape (places,), how many places of its row stand before each.
        behind: int64 of shape (places,), how many stand behind it.

    Example:
        >>> lines = Lines([2, 3])
        >>> lines.before.tolist(), lines.behind.tolist()
        ([0, 1, 0, 1, 2], [1, 0, 2, 1, 0])
        >>> lines.sums(np.arange(5.0)).tolist()
        [1.0, 9.0]
    """

    __slots__ = ("before", "behind", "sizes", "starts")

    def __init__(self, sizes: Sequence[int]) -> None:
        self.sizes = np.asarray(sizes, np.int64)
        self.starts = np.cumsum(self.sizes) - self.sizes
        self.before = np.arange(self.sizes.sum()) - np.repeat(self.starts, self.sizes)
        self.behind = np.repeat(self.sizes, self.sizes) - 1 - self.before

    def spread(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """What holds of rows, once for each of their places."""
        return np.repeat(values, self.sizes, axis=0)

    def sums(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The sum over the places of each row."""
        found: npt.NDArray[Any] = np.add.reduceat(values, self.starts, axis=0)
        return found

    def shares(self, scores: Float32) -> Float32:
        """The softmax over the places of each row, float32 of shape (places,)."""
        powers = np.exp(scores - self.spread(np.maximum.reduceat(scores, self.starts)))
        found: Float32 = powers / self.spread(self.sums(powers))
        return found

    def split(self, values: npt.NDArray[Any]) -> list[npt.NDArray[Any]]:
        """The part of each row."""
        return np.split(values, self.starts[1:])

"""Vectors: shifted and scaled for the networks, all numbers by one factor."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from zici.errors import EmptyError, InputError

Float32 = npt.NDArray[np.float32]


class Vectors:
    """Vectors around ``mean``, ``scale`` as far from it as a number is in the mean.

    One factor for all numbers keeps distances in proportion, so the Wasserstein distance is that of the data,
    and a number that never changes does no harm. Numbers of very different size should be brought together
    before.
    """

    kind = "vectors"

    def __init__(self, mean: Float32, scale: float) -> None:
        self.mean, self.scale = np.asarray(mean, np.float32), float(scale)
        self.shape: tuple[int, ...] = self.mean.shape

    @classmethod
    def learn(cls, data: Any) -> Vectors:
        """From at least two vectors."""
        rows = numbers(data, "vectors", (2,))
        check_count(len(rows), "vectors")
        mean = rows.mean(axis=0, dtype=np.float64)
        scale = float(np.sqrt(np.mean(np.square(rows - mean))))
        if not np.isfinite(scale):
            raise InputError("data: the numbers are too large to be squared; divide them by their size")
        return cls(mean.astype(np.float32), scale or 1.0)

    def encode(self, data: Any) -> Float32:
        """As it is kept: float32 of shape (n, numbers)."""
        rows = numbers(data, "vectors", (2,))
        check_shape(rows.shape[1:], self.shape)
        found: Float32 = ((rows - self.mean) / self.scale).astype(np.float32)
        return found

    def points(self, rows: Any) -> Any:
        """What the networks see of kept rows."""
        return rows

    def decode(self, points: Float32) -> Float32:
        """From what the generator gives, back to the data's own scale."""
        found: Float32 = (points * np.float32(self.scale) + self.mean).astype(np.float32)
        return found

    def told(self) -> dict[str, Any]:
        """As JSON."""
        return {"mean": self.mean.tolist(), "scale": self.scale}

    @classmethod
    def from_told(cls, told: dict[str, Any]) -> Vectors:
        """From what :meth:`told` gave.

        Raises:
            ValueError: something else.
        """
        mean, scale = np.asarray(told["mean"], np.float32), float(told["scale"])
        if mean.ndim != 1 or not mean.size or not np.isfinite(mean).all() or not 0 < scale < np.inf:
            raise ValueError("mean and scale that are none")
        return cls(mean, scale)


def numbers(data: Any, name: str, axes: tuple[int, ...]) -> npt.NDArray[Any]:
    """The data as an array of finite numbers.

    Raises:
        InputError: something else, with the first row that is bad.
    """
    try:
        array = np.asarray(data)
    except ValueError as error:
        raise InputError(f"data: expected {name} of one shape, got several shapes") from error
    if array.dtype.kind not in "buif" or array.ndim not in axes:
        asked = " or ".join(str(count) for count in axes)
        raise InputError(
            f"data: expected {name} as an array of numbers with {asked} axes, got {array.dtype} of shape "
            f"{array.shape}"
        )
    if 0 in array.shape[1:]:
        raise InputError(f"data: expected {name} with numbers in them, got the shape {array.shape}")
    bad = ~np.isfinite(array.reshape(len(array), -1)).all(axis=1) if len(array) else np.zeros(0, bool)
    if bad.any():
        raise InputError(
            f"data: expected finite numbers, found NaN or infinity in row {int(bad.argmax())} (from 0), "
            f"{int(bad.sum())} rows in all; leave them out"
        )
    return array


def check_count(count: int, name: str) -> None:
    """Refuse data that has nothing to learn from.

    Raises:
        EmptyError: no sample.
        InputError: a single one.
    """
    if not count:
        raise EmptyError(f"data: expected {name}, found none")
    if count == 1:
        raise InputError(f"data: expected at least two {name}, got one: there is no distribution to learn")


def check_shape(found: tuple[int, ...], expected: tuple[int, ...]) -> None:
    """Refuse samples of another shape.

    Raises:
        InputError: that.
    """
    if found != expected:
        raise InputError(f"data: expected samples of shape {expected}, got {found}")

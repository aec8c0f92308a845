"""Images: kept as they come, from -1 to 1 for the networks."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from zici._keras import load_keras
from zici.errors import InputError
from zici.gan._vectors import check_count, check_shape, numbers

AXES = (3, 4)
LEAST = 4  # points on a side: the networks halve it


class Images:
    """Images of bytes (0 to 255), or of numbers from 0 or -1 to 1.

    Args:
        size: (height, width) or (height, width, channels), as the data has it.
        low: what is black: 0 or -1.
        whole: whether they are bytes.
    """

    kind = "images"

    def __init__(self, size: tuple[int, ...], low: int, *, whole: bool) -> None:
        self.size, self.low, self.whole = tuple(size), low, whole
        self.high = 255 if whole else 1
        self.shape: tuple[int, ...] = (*self.size, 1)[:3]

    @classmethod
    def learn(cls, data: Any) -> Images:
        """From at least two images."""
        array = numbers(data, "images", AXES)
        check_count(len(array), "images")
        if min(array.shape[1:3]) < LEAST:
            raise InputError(f"data: expected images of at least {LEAST} x {LEAST}, got {array.shape[1:]}")
        whole = array.dtype == np.uint8
        return cls(array.shape[1:], 0 if whole or array.min() >= 0 else -1, whole=bool(whole))

    def encode(self, data: Any) -> npt.NDArray[Any]:
        """As it is kept: uint8 or float32 of shape (n, height, width, channels)."""
        array = numbers(data, "images", AXES)
        check_shape(array.shape[1:], self.size)
        if self.whole != (array.dtype == np.uint8):
            raise InputError(f"data: expected {'uint8' if self.whole else 'float'} images, got {array.dtype}")
        if array.dtype.kind != "f" and not self.whole:
            raise InputError(f"data: expected images of uint8 or of a float type, got {array.dtype}")
        flat = array.reshape(len(array), -1)
        bad = ((flat < self.low) | (flat > self.high)).any(axis=1)
        if bad.any():
            raise InputError(
                f"data: expected images from {self.low} to {self.high}, number {int(bad.argmax())} (from 0) "
                f"has {flat[bad].min():g} to {flat[bad].max():g}; give bytes (uint8), or scale them"
            )
        kept = array if self.whole else array.astype(np.float32)
        return kept.reshape(-1, *self.shape)

    def points(self, rows: Any) -> Any:
        """What the networks see of kept rows."""
        ops = load_keras().ops
        return (ops.cast(rows, "float32") - self.low) * (2.0 / (self.high - self.low)) - 1.0

    def decode(self, points: npt.NDArray[np.float32]) -> npt.NDArray[Any]:
        """From what the generator gives, back to the data's own scale and type."""
        span = np.float32(self.high - self.low)
        found = np.clip(
            (points + np.float32(1)) / np.float32(2) * span + np.float32(self.low), self.low, self.high
        )
        found = found.reshape(-1, *self.size)
        kept: npt.NDArray[Any] = np.rint(found).astype(np.uint8) if self.whole else found.astype(np.float32)
        return kept

    def told(self) -> dict[str, Any]:
        """As JSON."""
        return {"size": list(self.size), "low": self.low, "whole": self.whole}

    @classmethod
    def from_told(cls, told: dict[str, Any]) -> Images:
        """From what :meth:`told` gave.

        Raises:
            ValueError: something else.
        """
        size, low, whole = tuple(told["size"]), told["low"], told["whole"]
        sides = all(type(side) is int and 0 < side <= 1 << 14 for side in size)
        if len(size) not in (2, 3) or not sides or min(size[:2]) < LEAST:
            raise ValueError("an image's size that is none")
        if low not in (0, -1) or not isinstance(whole, bool):
            raise ValueError("an image's range that is none")
        return cls(size, int(low), whole=whole)

"""What calibration is given, checked."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from zici.errors import EmptyError, OptionError

Float64Array = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


def rows(name: str, values: Any) -> Float64Array:
    """Finite numbers of shape (samples, classes), at least one sample and two classes."""
    array = _numbers(name, values)
    if array.ndim != 2 or array.shape[1] < 2:
        raise OptionError(f"{name}: expected the shape (samples, classes), got {array.shape}")
    return array


def probabilities_of_one(values: Any) -> Float64Array:
    """Probabilities of the second of two classes, of shape (samples,)."""
    array = _numbers("probabilities", values)
    if array.ndim == 2 and array.shape[1] == 2:
        array = array[:, 1]
    if array.ndim != 1:
        raise OptionError(f"probabilities: expected two classes, of shape (samples,), got {array.shape}")
    return check_probabilities(array)


def check_probabilities(array: Float64Array) -> Float64Array:
    """Refuse numbers outside 0 .. 1."""
    if ((array < 0) | (array > 1)).any():
        raise OptionError("probabilities: expected numbers from 0 to 1, got others; are these logits?")
    return array


def classes(name: str, values: Any, samples: int, limit: int) -> IntArray:
    """One class for each sample, integers from 0 below ``limit``."""
    array = np.asarray(values)
    if array.shape != (samples,) or array.dtype.kind not in "iub":
        raise OptionError(f"{name}: expected one integer for each of {samples} samples, got {values!r:.60}")
    if array.min() < 0 or array.max() >= limit:
        raise OptionError(f"{name}: expected 0 to {limit - 1}, got {array.min()}..{array.max()}")
    return array.astype(np.int64)


def _numbers(name: str, values: Any) -> Float64Array:
    try:
        array = np.asarray(values, np.float64)
    except (TypeError, ValueError) as error:
        raise OptionError(f"{name}: expected an array of numbers, got {values!r:.60}") from error
    if array.size == 0:
        raise EmptyError(f"{name}: expected at least one sample, got none")
    if not np.isfinite(array).all():
        raise OptionError(f"{name}: expected finite numbers, got some that are not")
    return array

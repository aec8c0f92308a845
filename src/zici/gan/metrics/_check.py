"""Samples as a user gives them, checked."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from zici.errors import EmptyError, InputError

Float64 = npt.NDArray[np.float64]


def check_vectors(vectors: Any, *, name: str, least: int = 1) -> Float64:
    """Vectors as float64 of shape (n, d).

    Raises:
        InputError: something else, or numbers that are not finite.
        EmptyError: fewer than ``least``.
    """
    try:
        found = np.asarray(vectors, np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(f"{name}: expected numbers of shape (n, d), got {type(vectors).__name__}") from error
    if found.ndim != 2 or found.shape[1] == 0:
        raise InputError(f"{name}: expected vectors of shape (n, d), got {found.shape}")
    if len(found) < least:
        raise EmptyError(f"{name}: expected at least {least}, got {len(found)}")
    bad = np.flatnonzero(~np.isfinite(found).all(axis=1))
    if bad.size:
        raise InputError(f"{name}: expected finite numbers, got NaN or infinity in row {bad[0]}")
    return found


def check_pair(a: Any, b: Any, *, least: int = 1) -> tuple[Float64, Float64]:
    """Two sets of vectors of the same length.

    Raises:
        InputError: something else.
        EmptyError: fewer than ``least``.
    """
    one, two = check_vectors(a, name="a", least=least), check_vectors(b, name="b", least=least)
    if one.shape[1] != two.shape[1]:
        raise InputError(f"a, b: expected vectors of the same length, got shapes {one.shape} and {two.shape}")
    return one, two

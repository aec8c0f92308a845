"""From tensors and variables to NumPy, and back."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt

from zici._keras._load import load_keras


def as_array(tensor: Any) -> npt.NDArray[np.float32]:
    """A tensor of any backend as float32, an array of its own that can be written to."""
    with old_copies():
        found = load_keras().ops.convert_to_numpy(tensor)
    return np.array(found, np.float32)


@contextmanager
def old_copies() -> Iterator[None]:
    """Don't warn that Keras and tensors of some backends are behind NumPy 2 in how they ask for a copy."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "__array__ implementation", DeprecationWarning)
        yield


def get_values(variables: Sequence[Any]) -> list[npt.NDArray[np.generic]]:
    """Copies of the values of variables or tensors."""
    ops = load_keras().ops
    with old_copies():
        return [np.array(ops.convert_to_numpy(variable)) for variable in variables]


def set_values(variables: Sequence[Any], values: Sequence[npt.NDArray[np.generic]]) -> None:
    """Give variables the values that :func:`get_values` took."""
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)

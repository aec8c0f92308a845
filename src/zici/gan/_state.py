"""The state of a game as NumPy arrays and as tensors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from zici._keras import load_keras, old_copies

Arrays = list[npt.NDArray[np.generic]]


def get_values(variables: Sequence[Any]) -> Arrays:
    """Copies of the values of variables or tensors."""
    ops = load_keras().ops
    with old_copies():
        return [np.array(ops.convert_to_numpy(variable)) for variable in variables]


def set_values(variables: Sequence[Any], values: Sequence[npt.NDArray[np.generic]]) -> None:
    """Give variables the values that :func:`get_values` took."""
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)


def as_tensors(state: dict[str, Arrays]) -> dict[str, list[Any]]:
    """A state on the device, of copies: a step may use up what it is given."""
    convert = load_keras().ops.convert_to_tensor
    return {name: [convert(np.array(value)) for value in values] for name, values in state.items()}


def as_arrays(state: dict[str, list[Any]]) -> dict[str, Arrays]:
    """A state as arrays of its own."""
    return {name: get_values(values) for name, values in state.items()}

"""The state of a game as NumPy arrays and as tensors."""

from __future__ import annotations

from typing import Any

import numpy as np

from zici._keras import get_values, load_keras
from zici._training_state import Arrays


def as_tensors(state: dict[str, Arrays]) -> dict[str, list[Any]]:
    """A state on the device, of copies: a step may use up what it is given."""
    convert = load_keras().ops.convert_to_tensor
    return {name: [convert(np.array(value)) for value in values] for name, values in state.items()}


def as_arrays(state: dict[str, list[Any]]) -> dict[str, Arrays]:
    """A state as arrays of its own."""
    return {name: get_values(values) for name, values in state.items()}

"""The values of Keras variables as arrays, the same with every backend."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from zici._keras import load_keras
from zici.qa.reader._model import VECTORS

Arrays = list[npt.NDArray[np.generic]]


def trained(model: Any) -> list[Any]:
    """The variables that training changes, in a fixed order."""
    return list(model.trainable_variables)


def get_values(variables: Sequence[Any]) -> Arrays:
    """Copies of the values."""
    ops = load_keras().ops
    with warnings.catch_warnings():
        # Tensors of PyTorch and TensorFlow are behind NumPy 2 in how they are asked for a copy.
        warnings.filterwarnings("ignore", "__array__ implementation", DeprecationWarning)
        return [np.array(ops.convert_to_numpy(variable.value)) for variable in variables]


def named(model: Any) -> dict[str, npt.NDArray[np.float32]]:
    """All weights but the vectors of words by "layer/weight": what reading takes."""
    layers = [layer for layer in model.layers if layer.name != VECTORS]
    held = {f"{layer.name}/{weight.name}": weight for layer in layers for weight in layer.weights}
    values = get_values(list(held.values()))
    return {name: np.asarray(value, np.float32) for name, value in zip(held, values, strict=True)}


def set_values(variables: Sequence[Any], values: Sequence[npt.NDArray[np.generic]]) -> None:
    """Give variables the values that :func:`get_values` took."""
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)

"""The values of Keras variables as arrays, the same with every backend."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from zici._keras import get_values
from zici.qa.reader._model import VECTORS


def trained(model: Any) -> list[Any]:
    """The variables that training changes, in a fixed order."""
    return list(model.trainable_variables)


def named(model: Any) -> dict[str, npt.NDArray[np.float32]]:
    """All weights but the vectors of words by "layer/weight": what reading takes."""
    layers = [layer for layer in model.layers if layer.name != VECTORS]
    held = {f"{layer.name}/{weight.name}": weight for layer in layers for weight in layer.weights}
    values = get_values(list(held.values()))
    return {name: np.asarray(value, np.float32) for name, value in zip(held, values, strict=True)}

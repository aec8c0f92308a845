"""What TensorFlow does its own way."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any


def gradient(function: Callable[..., Any]) -> Callable[..., Any]:
    """The slope by x of a function ``(x, *more) -> scalar`` of tensors, a function of the same arguments."""
    tensorflow: Any = importlib.import_module("tensorflow")

    def slope(x: Any, *more: Any) -> Any:
        point = tensorflow.convert_to_tensor(x)
        with tensorflow.GradientTape() as tape:
            tape.watch(point)
            found = function(point, *more)
        return tape.gradient(found, point)

    return slope

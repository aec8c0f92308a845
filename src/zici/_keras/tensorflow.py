"""What TensorFlow does its own way."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from zici._keras._in_turn import in_turn


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


def slopes(function: Callable[..., Any], x: Any) -> Any:
    """The slope of every row's value by that row, shaped as x; it can be differentiated itself.

    Args:
        function: from x, a tensor of shape (rows, ...), to values of shape (rows,), one row by one.
        x: where.
    """
    tensorflow: Any = importlib.import_module("tensorflow")
    with tensorflow.GradientTape() as tape:
        tape.watch(x)
        found = function(x)
    return tape.gradient(found, x)


def loss_and_gradients(function: Callable[..., Any], weights: Any) -> tuple[Any, list[Any]]:
    """What a function ``weights -> (loss, more)`` says besides the loss, and the loss's gradients."""
    tensorflow: Any = importlib.import_module("tensorflow")
    with tensorflow.GradientTape() as tape:
        tape.watch(weights)
        loss, more = function(weights)
    return more, tape.gradient(loss, weights, unconnected_gradients="zero")


def scan(step: Callable[..., Any], state: Any, inputs: Any, *, count: int, loop: bool) -> tuple[Any, Any]:
    """``count`` steps as :func:`in_turn` does them; ``loop`` says nothing here."""
    return in_turn(step, state, inputs, count)


def repeat(step: Callable[..., Any], *, loop: bool) -> Callable[..., tuple[Any, Any]]:
    """Compile a step ``(state, data, input) -> (state, row)`` that is done many times.

    The result takes ``(state, data, inputs, count)``, does the step with each of the first ``count`` rows of
    the arrays in ``inputs``, and returns the state and the rows.
    """
    tensorflow: Any = importlib.import_module("tensorflow")
    once = tensorflow.function(step)

    def one_by_one(state: Any, data: Any, inputs: Any, count: int) -> tuple[Any, Any]:
        rows = []
        tensors = {name: tensorflow.convert_to_tensor(array) for name, array in inputs.items()}
        for k in range(count):
            state, row = once(state, data, {name: tensor[k] for name, tensor in tensors.items()})
            rows.append(row)
        return state, tensorflow.stack(rows)

    return one_by_one

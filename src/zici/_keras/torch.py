"""What PyTorch does its own way."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from zici._keras._in_turn import in_turn
from zici._keras._load import load_keras


def gradient(function: Callable[..., Any]) -> Callable[..., Any]:
    """The slope by x of a function ``(x, *more) -> scalar`` of tensors, a function of the same arguments."""
    torch: Any = importlib.import_module("torch")

    def slope(x: Any, *more: Any) -> Any:
        point = load_keras().ops.convert_to_tensor(x).detach().requires_grad_(True)
        with torch.enable_grad():
            return torch.autograd.grad(function(point, *more), point)[0]

    return slope


def slopes(function: Callable[..., Any], x: Any) -> Any:
    """The slope of every row's value by that row, shaped as x; it can be differentiated itself.

    Args:
        function: from x, a tensor of shape (rows, ...), to values of shape (rows,), one row by one.
        x: where.
    """
    torch: Any = importlib.import_module("torch")
    with torch.enable_grad():
        point = x.detach().requires_grad_(True)
        return torch.autograd.grad(function(point).sum(), point, create_graph=True)[0]


def loss_and_gradients(function: Callable[..., Any], weights: Any) -> tuple[Any, list[Any]]:
    """What a function ``weights -> (loss, more)`` says besides the loss, and the loss's gradients."""
    torch: Any = importlib.import_module("torch")
    points = [weight.detach().requires_grad_(True) for weight in weights]
    with torch.enable_grad():
        loss, more = function(points)
        found = torch.autograd.grad(loss, points, allow_unused=True, materialize_grads=True)
    return tree_detach(more), list(found)


def tree_detach(found: Any) -> Any:
    """Tensors in lists and tuples, without what led to them."""
    if isinstance(found, list | tuple):
        return type(found)(tree_detach(part) for part in found)
    return found.detach()


def scan(step: Callable[..., Any], state: Any, inputs: Any, *, count: int, loop: bool) -> tuple[Any, Any]:
    """``count`` steps as :func:`in_turn` does them; ``loop`` says nothing here."""
    return in_turn(step, state, inputs, count)


def repeat(step: Callable[..., Any], *, loop: bool) -> Callable[..., tuple[Any, Any]]:
    """Make ready a step ``(state, data, input) -> (state, row)`` that is done many times.

    The result takes ``(state, data, inputs, count)``, does the step with each of the first ``count`` rows of
    the arrays in ``inputs``, and returns the state and the rows.
    """
    torch: Any = importlib.import_module("torch")
    convert = load_keras().ops.convert_to_tensor

    def one_by_one(state: Any, data: Any, inputs: Any, count: int) -> tuple[Any, Any]:
        rows = []
        with torch.no_grad():
            tensors = {name: convert(array) for name, array in inputs.items()}
            for k in range(count):
                state, row = step(state, data, {name: tensor[k] for name, tensor in tensors.items()})
                rows.append(row)
        return state, torch.stack(rows)

    return one_by_one

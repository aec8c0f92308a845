"""in_turn: steps written out one after the other, the same on every backend."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def in_turn(step: Callable[..., Any], state: Any, inputs: Any, count: int) -> tuple[Any, Any]:
    """``count`` steps ``(state, input) -> (state, row)``; returns the state and the last row.

    Args:
        step: one of them.
        state: before the first.
        inputs: a dictionary of tensors with ``count`` rows.
        count: from 1.

    Example:
        >>> in_turn(lambda total, given: (total + given["x"], total), 0, {"x": [1, 2, 3]}, 3)
        (6, 3)
    """
    row = None
    for k in range(count):
        state, row = step(state, {name: tensor[k] for name, tensor in inputs.items()})
    return state, row

"""What JAX does its own way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax

from zici._keras._load import load_keras


def gradient(function: Callable[..., Any]) -> Callable[..., Any]:
    """The slope by x of a function ``(x, *more) -> scalar`` of tensors, a function of the same arguments.

    Compiled once for each shape: what the function takes from outside, such as weights, is a constant then.
    """
    keras = load_keras()

    def stateless(*tensors: Any) -> Any:
        with keras.StatelessScope():  # layers that draw random numbers would keep tracers as their state
            return function(*tensors)

    found: Callable[..., Any] = jax.jit(jax.grad(stateless))
    return found

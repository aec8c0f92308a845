"""What JAX does its own way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax

from zici._keras._in_turn import in_turn
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


def slopes(function: Callable[..., Any], x: Any) -> Any:
    """The slope of every row's value by that row, shaped as x; it can be differentiated itself.

    Args:
        function: from x, a tensor of shape (rows, ...), to values of shape (rows,), one row by one.
        x: where.
    """
    return jax.grad(lambda point: function(point).sum())(x)


def loss_and_gradients(function: Callable[..., Any], weights: Any) -> tuple[Any, list[Any]]:
    """What a function ``weights -> (loss, more)`` says besides the loss, and the loss's gradients."""
    (_, more), found = jax.value_and_grad(function, has_aux=True)(weights)
    return more, found


def scan(step: Callable[..., Any], state: Any, inputs: Any, *, count: int, loop: bool) -> tuple[Any, Any]:
    """``count`` steps as :func:`in_turn` does them; ``loop``: compiled once, where convolutions are slow."""
    if loop:
        state, rows = jax.lax.scan(step, state, inputs)
        return state, rows[-1]
    return in_turn(step, state, inputs, count)


def repeat(step: Callable[..., Any], *, loop: bool) -> Callable[..., tuple[Any, Any]]:
    """Compile a step ``(state, data, input) -> (state, row)`` that is done many times.

    The result takes ``(state, data, inputs, count)``, does the step with each of the first ``count`` rows of
    the arrays in ``inputs``, and returns the state and the rows, of which those from ``count`` mean nothing.
    The state that it is given is used up.
    """
    if not loop:
        once = jax.jit(step, donate_argnums=0)

        def one_by_one(state: Any, data: Any, inputs: Any, count: int) -> tuple[Any, Any]:
            rows = []
            for k in range(count):
                state, row = once(state, data, {name: array[k] for name, array in inputs.items()})
                rows.append(row)
            return state, jax.numpy.stack(rows)

        return one_by_one

    def all_at_once(state: Any, data: Any, inputs: Any, count: Any) -> tuple[Any, Any]:
        def body(k: Any, carried: tuple[Any, Any]) -> tuple[Any, Any]:
            state, rows = carried
            state, row = step(state, data, {name: array[k] for name, array in inputs.items()})
            return state, rows.at[k].set(row)

        size = len(next(iter(inputs.values())))
        first = {name: array[0] for name, array in inputs.items()}
        row = jax.eval_shape(step, state, data, first)[1]
        rows = jax.numpy.zeros((size, *row.shape), row.dtype)
        done: tuple[Any, Any] = jax.lax.fori_loop(0, count, body, (state, rows))
        return done

    found: Callable[..., tuple[Any, Any]] = jax.jit(all_at_once, donate_argnums=0)
    return found

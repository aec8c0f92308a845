"""The penalties that keep the critic's slopes in bounds, as plain functions of tensors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zici._keras import load_backend, load_keras

PENALTIES = ("two-sided", "one-sided", "difference", "zero-centred", "wgan-div")
TINY = 1e-12  # under roots: the slope of a root at 0 is infinite
POWER = 6  # of wgan-div, whose weight is 2 where none is given


def between(real: Any, fake: Any, shares: Any) -> Any:
    """Points between real and generated ones.

    Args:
        real: tensor of shape (rows, ...).
        fake: the same.
        shares: (rows,), from 0 (the generated one) to 1 (the real one): one for each sample, not for each
            number of it.
    """
    shares = load_keras().ops.reshape(shares, (-1, *[1] * (len(real.shape) - 1)))
    return fake + shares * (real - fake)


def norms(tensor: Any) -> Any:
    """The lengths of the rows over all their other axes, (rows, ...) to (rows,)."""
    ops = load_keras().ops
    squares = ops.square(ops.reshape(tensor, (tensor.shape[0], -1)))
    return ops.sqrt(ops.sum(squares, axis=1) + TINY)


def slope_norms(critic: Callable[[Any], Any], points: Any) -> Any:
    """How steep the critic is at points: the lengths of its gradients, (rows,)."""
    return norms(load_backend().slopes(critic, points))


def quotients(critic: Callable[[Any], Any], first: Any, second: Any) -> Any:
    """How steep the critic is between two points, |D(y) - D(y')| / |y - y'|, (rows,)."""
    ops = load_keras().ops
    scores = critic(ops.concatenate([first, second]))
    rows = first.shape[0]
    return ops.abs(scores[:rows] - scores[rows:]) / norms(first - second)


def penalty(name: str, steepness: Any, target: float) -> Any:
    """The penalty of a batch, a scalar, before its weight.

    Args:
        name: "two-sided": mean (s - target)^2; "one-sided" and "difference": mean max(s - target, 0)^2;
            "zero-centred": mean s^2; "wgan-div": mean s^6 (Wu et al. 2018, arXiv 1712.01026).
        steepness: s, (rows,): quotients for "difference", else norms of gradients.
        target: how steep a critic may be.
    """
    ops = load_keras().ops
    if name == "two-sided":
        return ops.mean(ops.square(steepness - target))
    if name in ("one-sided", "difference"):
        return ops.mean(ops.square(ops.relu(steepness - target)))
    return ops.mean(steepness ** (2 if name == "zero-centred" else POWER))

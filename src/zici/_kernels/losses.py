"""Losses of one sample and their slopes, from logits.

Every loss but one is a function of a single number, u = z_t - ln sum over j != t of exp(z_j): the log odds of
the target against all the rest. Then p_t = sigmoid(u), 1 - p_t = sigmoid(-u) and -ln p_t = ln(1 + exp(-u)),
all without cancellation at any size of u, and two classes are no special case: there u is the difference of
the two logits. The slope by z_t is the slope by u; the others share its opposite as a softmax among them.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import inline, kernel

Float64 = npt.NDArray[np.float64]
Int32 = npt.NDArray[np.int32]

CROSS_ENTROPY = 0  # -ln p
HARD_MARGIN = 1  # a: the margin m; -ln p where p < m, half of it where p = m, 0 where p > m
SOFTENED = 2  # a: the steepness K; -softmax(-K z)_t ln p
FOCAL = 3  # a: alpha, b: gamma; -alpha (1 - p)^gamma ln p
SOFTENED_ODDS = 4  # a: the steepness K; -sigmoid(-K u) ln p


@inline
def sigmoid(x: float) -> float:
    """1 / (1 + exp(-x)), never overflowing."""
    if x >= 0.0:
        return 1.0 / (1.0 + math.exp(-x))
    e = math.exp(x)
    return e / (1.0 + e)


@inline
def softplus(x: float) -> float:
    """ln(1 + exp(x)), never overflowing."""
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


@inline
def log_rest(scale: float, logits: npt.NDArray[Any], target: int) -> float:
    """Ln of the sum of exp(scale * logit) over all classes but the target."""
    top = -np.inf
    for j in range(logits.size):
        if j != target:
            top = max(top, scale * np.float64(logits[j]))
    if top == -np.inf:
        return top
    total = 0.0
    for j in range(logits.size):
        if j != target:
            total += math.exp(scale * np.float64(logits[j]) - top)
    return top + math.log(total)


@inline
def loss_of_odds(kind: int, a: float, b: float, u: float) -> tuple[float, float]:
    """The loss at log odds ``u`` of the target, and its slope by ``u``."""
    entropy = softplus(-u)
    rest = sigmoid(-u)
    if kind == CROSS_ENTROPY:
        return entropy, -rest
    if kind == HARD_MARGIN:
        p = sigmoid(u)
        if p > a:
            return 0.0, 0.0
        share = 0.5 if p == a else 1.0
        return share * entropy, -share * rest
    if kind == FOCAL:
        share = a * math.exp(-b * softplus(u))  # alpha (1 - p)^gamma
        return share * entropy, -share * (b * sigmoid(u) * entropy + rest)
    share = sigmoid(-a * u)
    return share * entropy, -share * (a * (1.0 - share) * entropy + rest)


@inline
def loss_slopes(
    kind: int, a: float, b: float, logits: npt.NDArray[Any], target: int, out: npt.NDArray[Any]
) -> float:
    """Write the slopes of one sample's loss by its logits to ``out``; returns the loss.

    Args:
        kind: one of the numbers above.
        a: the first number of the loss (margin, steepness or alpha); not read where it has none.
        b: the second (gamma); not read where it has none.
        logits: float32 or float64 of shape (classes,), two classes or more.
        target: the right class.
        out: float32 or float64 of shape (classes,); must not be ``logits``.
    """
    z = np.float64(logits[target])
    others = log_rest(1.0, logits, target)
    u = z - others
    if kind != SOFTENED:
        loss, slope = loss_of_odds(kind, a, b, u)
        for j in range(logits.size):
            out[j] = slope if j == target else -slope * math.exp(np.float64(logits[j]) - others)
        return loss
    opposite = log_rest(-a, logits, target)
    share = sigmoid(-a * z - opposite)
    entropy, rest = softplus(-u), sigmoid(-u)
    turn = a * share * sigmoid(a * z + opposite) * entropy
    for j in range(logits.size):
        if j == target:
            out[j] = -turn - share * rest
        else:
            x = np.float64(logits[j])
            out[j] = turn * math.exp(-a * x - opposite) + share * rest * math.exp(x - others)
    return share * entropy


@kernel
def all_loss_slopes(
    kind: int, a: float, b: float, logits: Float64, targets: Int32, slopes: Float64
) -> Float64:
    """The losses of many samples, and their slopes by the logits, each sample by itself.

    Args:
        kind: as for :func:`loss_slopes`, and so ``a`` and ``b``.
        a: first number.
        b: second number.
        logits: of shape (samples, classes).
        targets: of shape (samples,).
        slopes: of shape (samples, classes), written.
    """
    losses = np.empty(targets.size)
    for i in range(targets.size):
        losses[i] = loss_slopes(kind, a, b, logits[i], targets[i], slopes[i])
    return losses

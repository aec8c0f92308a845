"""Averaged embeddings: a pass of training over sparse rows, and the keys of single units.

A text's hidden vector h is the sum of value * vector over its n-grams, its logits are h W + bias. A step is
one of gradient descent on one sample's loss. The vector of n-gram k moves ``moves[k]`` times as fast as its
value alone would have it: n-grams that tell the classes apart move quicker. The length of a step,
rate c / (1 + rate c L w), with the weight c of the sample, the curvature L of the loss, and w, how far a step
of length 1 moves the logit of the class whose output is longest, stays this side of the minimum however great
rate and weight are.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import kernel
from zici._kernels.linear import Objective, Samples
from zici._kernels.losses import loss_of_odds, loss_slopes
from zici._kernels.ngram_features import extend_key

Float32 = npt.NDArray[np.float32]
UInt64 = npt.NDArray[np.uint64]


class Bag(NamedTuple):
    """What is trained.

    Attributes:
        rows: float32 of shape (columns, dim), the vectors of n-grams.
        output: float32 of shape (dim, outputs), W.
        bias: float32 of shape (outputs,).
    """

    rows: Float32
    output: Float32
    bias: Float32


class Rates(NamedTuple):
    """How far steps go.

    Attributes:
        begin: the rate of the first step.
        end: the rate behind the last one; it falls in a line.
        output: that of W as a share of it; 0: W stays.
        bias: the same of the bias.
    """

    begin: float
    end: float
    output: float
    bias: float


@kernel
def train_bag(
    samples: Samples,
    moves: Float32,
    order: npt.NDArray[np.int64],
    objective: Objective,
    rates: Rates,
    bag: Bag,
) -> float:
    """One step for each sample of ``order``; one output x stands for two classes with logits (-x / 2, x / 2).

    ``moves`` belongs to ``samples.values``; ``samples.costs`` are the weights of the samples. Returns the sum
    of weights times losses, each as it was before its step.
    """
    rows, output, bias = bag
    dim, outputs = output.shape
    hidden, turned = np.empty(dim, np.float32), np.empty(dim, np.float32)
    logits, slopes = np.empty(outputs), np.empty(outputs)
    total = 0.0
    for s in range(order.size):
        i = order[s]
        begin, end = samples.indptr[i], samples.indptr[i + 1]
        hidden[:] = np.float32(0.0)
        reach = 0.0
        for k in range(begin, end):
            value = samples.values[k]
            reach += value * moves[k]
            row = samples.columns[k]
            for d in range(dim):
                hidden[d] += value * rows[row, d]
        size, widest = 0.0, 0.0
        for d in range(dim):
            size += hidden[d] * hidden[d]
        for c in range(outputs):
            logits[c] = bias[c]
            width = 0.0
            for d in range(dim):
                logits[c] += hidden[d] * output[d, c]
                width += output[d, c] * output[d, c]
            widest = max(widest, width)
        if outputs == 1:
            sign = 1.0 if samples.targets[i] == 1 else -1.0
            loss, slope = loss_of_odds(objective.kind, objective.a, objective.b, sign * logits[0])
            slopes[0] = sign * slope
        else:
            loss = loss_slopes(objective.kind, objective.a, objective.b, logits, samples.targets[i], slopes)
        cost = np.float64(samples.costs[i])
        total += cost * loss
        length = (rates.begin + (rates.end - rates.begin) * s / order.size) * cost
        length /= 1.0 + length * objective.curvature * (reach * widest + rates.bias + rates.output * size)
        if loss == 0.0 or length == 0.0:
            continue
        for d in range(dim):
            turn = 0.0
            for c in range(outputs):
                turn -= length * slopes[c] * output[d, c]
            turned[d] = np.float32(turn)
        for c in range(outputs):
            step = length * slopes[c]
            bias[c] -= np.float32(rates.bias * step)
            if rates.output > 0.0:
                for d in range(dim):
                    output[d, c] -= np.float32(rates.output * step * hidden[d])
        for k in range(begin, end):
            row = samples.columns[k]
            for d in range(dim):
                rows[row, d] += moves[k] * turned[d]
    return total


@kernel
def unit_keys(salt: np.uint64, units: UInt64, out: UInt64) -> None:
    """``out[k]`` = the key of the n-gram that is unit k alone, in the block with this salt."""
    for k in range(units.size):
        out[k] = extend_key(salt, units[k])

"""One step of skip-gram with negative sampling: the words around a centre against the centre and negatives.

All words around a centre share its negatives, so that three small matrix products do the work of many
vector ones: scores = X Yᵀ, ΔX = S Y, ΔY = Sᵀ X, where X are the rows of the words around, Y those of the
outputs (the centre first), and S = rate (label - sigmoid(scores)).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import fast_kernel

Int64 = npt.NDArray[np.int64]
Float32 = npt.NDArray[np.float32]

GROUP = 3  # outputs whose products with a row are summed at once: the row is loaded once for all of them
CELLS = 1024
LIMIT = np.float32(8.0)
SCALE = np.float32(CELLS / 16.0)


class Model(NamedTuple):
    """What is trained, float32 of shape (words, dim): the vectors, and the weights of the output."""

    words: Float32
    contexts: Float32


class Curve(NamedTuple):
    """The sigmoid and ln(1 + e^x), float32, in the middle of each of the ``CELLS`` cells of -8 .. 8."""

    sigmoid: Float32
    softplus: Float32


class Scratch(NamedTuple):
    """Room for one step.

    Attributes:
        inputs: int64, the words around the centre.
        outputs: int64, the centre and the negatives, and room up to a multiple of ``GROUP``.
        slopes: float32 of shape (inputs, outputs), S above.
        errors: float32 of shape (inputs, dim), ΔX above.
    """

    inputs: Int64
    outputs: Int64
    slopes: Float32
    errors: Float32


@fast_kernel
def cell(score: np.float32) -> np.int64:
    """The cell of the curve; scores beyond its ends count as those at the ends, and NaN is safe."""
    if score >= LIMIT:
        return np.int64(CELLS - 1)
    if score > -LIMIT:
        return min(np.int64((score + LIMIT) * SCALE), np.int64(CELLS - 1))
    return np.int64(0)


@fast_kernel
def sgns_step(
    model: Model, scratch: Scratch, curve: Curve, n_inputs: int, n_outputs: int, rate: np.float32
) -> float:
    """Move the rows of ``inputs`` and ``outputs`` along the gradient; returns the loss from before."""
    columns = (n_outputs + GROUP - 1) // GROUP * GROUP
    for m in range(n_outputs, columns):
        scratch.outputs[m] = scratch.outputs[0]
    _score(model, scratch, n_inputs, columns)
    loss = _slopes(scratch, curve, n_inputs, n_outputs, columns, rate)
    _errors(model, scratch, n_inputs, columns)
    _move_outputs(model, scratch, n_inputs, n_outputs)
    for i in range(n_inputs):
        x = model.words[scratch.inputs[i]]
        error = scratch.errors[i]
        for k in range(x.size):
            x[k] += error[k]
    return loss


@fast_kernel
def _score(model: Model, scratch: Scratch, n_inputs: int, columns: int) -> None:
    outputs, slopes = scratch.outputs, scratch.slopes
    for i in range(n_inputs):
        x = model.words[scratch.inputs[i]]
        for m in range(0, columns, GROUP):
            y0 = model.contexts[outputs[m]]
            y1 = model.contexts[outputs[m + 1]]
            y2 = model.contexts[outputs[m + 2]]
            sum0 = np.float32(0.0)
            sum1 = np.float32(0.0)
            sum2 = np.float32(0.0)
            for k in range(x.size):
                sum0 += x[k] * y0[k]
                sum1 += x[k] * y1[k]
                sum2 += x[k] * y2[k]
            slopes[i, m] = sum0
            slopes[i, m + 1] = sum1
            slopes[i, m + 2] = sum2


@fast_kernel
def _slopes(
    scratch: Scratch, curve: Curve, n_inputs: int, n_outputs: int, columns: int, rate: np.float32
) -> float:
    """Scores become slopes, 0 where a column only fills up its group; returns the loss."""
    slopes = scratch.slopes
    loss = 0.0
    for i in range(n_inputs):
        at = cell(slopes[i, 0])
        slopes[i, 0] = rate * (np.float32(1.0) - curve.sigmoid[at])
        loss += curve.softplus[CELLS - 1 - at]
        for m in range(1, n_outputs):
            at = cell(slopes[i, m])
            slopes[i, m] = -rate * curve.sigmoid[at]
            loss += curve.softplus[at]
        for m in range(n_outputs, columns):
            slopes[i, m] = np.float32(0.0)
    return loss


@fast_kernel
def _errors(model: Model, scratch: Scratch, n_inputs: int, columns: int) -> None:
    outputs, slopes = scratch.outputs, scratch.slopes
    for i in range(n_inputs):
        error = scratch.errors[i]
        error[:] = np.float32(0.0)
        for m in range(0, columns, GROUP):
            s0, s1, s2 = slopes[i, m], slopes[i, m + 1], slopes[i, m + 2]
            y0 = model.contexts[outputs[m]]
            y1 = model.contexts[outputs[m + 1]]
            y2 = model.contexts[outputs[m + 2]]
            for k in range(error.size):
                error[k] += s0 * y0[k] + s1 * y1[k] + s2 * y2[k]


@fast_kernel
def _move_outputs(model: Model, scratch: Scratch, n_inputs: int, n_outputs: int) -> None:
    inputs, slopes = scratch.inputs, scratch.slopes
    for m in range(n_outputs):
        y = model.contexts[scratch.outputs[m]]
        for i in range(0, n_inputs - 1, 2):
            s0, s1 = slopes[i, m], slopes[i + 1, m]
            x0 = model.words[inputs[i]]
            x1 = model.words[inputs[i + 1]]
            for k in range(y.size):
                y[k] += s0 * x0[k] + s1 * x1[k]
        if n_inputs % 2:
            last = slopes[n_inputs - 1, m]
            x = model.words[inputs[n_inputs - 1]]
            for k in range(y.size):
                y[k] += last * x[k]

"""One step of skip-gram with negative sampling: the words around a centre against the centre and negatives.

All words around a centre share its negatives, so that three small matrix products do the work of many
vector ones: scores = X Yᵀ, ΔX = S Y, ΔY = Sᵀ X, where X are the rows of the words around, Y those of the
outputs (the centre first), and S = rate (label - sigmoid(scores)).

Numbers are always named by row and column: a row taken out as an array of its own is counted in and out by
numba, which takes longer than its hundred numbers do, most of all with several threads. And a step is one
function, because a call hands over every field of every array.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import fast_kernel
from zici._kernels.prefetch import prefetch

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
    words, contexts = model.words, model.contexts
    inputs, outputs, slopes, errors = scratch.inputs, scratch.outputs, scratch.slopes, scratch.errors
    dim = words.shape[1]
    columns = (n_outputs + GROUP - 1) // GROUP * GROUP
    for m in range(n_outputs):
        prefetch(contexts, outputs[m])
    for m in range(n_outputs, columns):
        outputs[m] = outputs[0]
    loss = 0.0
    for i in range(n_inputs):
        a = inputs[i]
        for m in range(0, columns, GROUP):
            p, q, r = outputs[m], outputs[m + 1], outputs[m + 2]
            sum0 = np.float32(0.0)
            sum1 = np.float32(0.0)
            sum2 = np.float32(0.0)
            for k in range(dim):
                sum0 += words[a, k] * contexts[p, k]
                sum1 += words[a, k] * contexts[q, k]
                sum2 += words[a, k] * contexts[r, k]
            slopes[i, m] = sum0
            slopes[i, m + 1] = sum1
            slopes[i, m + 2] = sum2
        loss += take_slopes(slopes, i, n_outputs, curve, rate)
        for k in range(dim):
            errors[i, k] = np.float32(0.0)
        for m in range(0, columns, GROUP):
            s0, s1, s2 = slopes[i, m], slopes[i, m + 1], slopes[i, m + 2]
            p, q, r = outputs[m], outputs[m + 1], outputs[m + 2]
            for k in range(dim):
                errors[i, k] += s0 * contexts[p, k] + s1 * contexts[q, k] + s2 * contexts[r, k]
    for m in range(n_outputs):
        y = outputs[m]
        for i in range(0, n_inputs - 1, 2):
            s0, s1 = slopes[i, m], slopes[i + 1, m]
            a, b = inputs[i], inputs[i + 1]
            for k in range(dim):
                contexts[y, k] += s0 * words[a, k] + s1 * words[b, k]
        if n_inputs % 2:
            s0 = slopes[n_inputs - 1, m]
            a = inputs[n_inputs - 1]
            for k in range(dim):
                contexts[y, k] += s0 * words[a, k]
    for i in range(n_inputs):
        a = inputs[i]
        for k in range(dim):
            words[a, k] += errors[i, k]
    return loss


@fast_kernel
def take_slopes(slopes: Float32, row: int, n_outputs: int, curve: Curve, rate: np.float32) -> float:
    """Scores become slopes, 0 where a column only fills up its group; returns the loss."""
    at = cell(slopes[row, 0])
    slopes[row, 0] = rate * (np.float32(1.0) - curve.sigmoid[at])
    loss = float(curve.softplus[CELLS - 1 - at])
    for m in range(1, n_outputs):
        at = cell(slopes[row, m])
        slopes[row, m] = -rate * curve.sigmoid[at]
        loss += curve.softplus[at]
    for m in range(n_outputs, (n_outputs + GROUP - 1) // GROUP * GROUP):
        slopes[row, m] = np.float32(0.0)
    return loss

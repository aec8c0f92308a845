"""One step of CBOW with negative sampling: the mean of the words around a centre against it and negatives.

As in the original word2vec, every word around gets the whole gradient of the mean, not its share of it: with
shares, wide windows would learn more slowly at the same rate.
"""

from __future__ import annotations

import numpy as np

from zici._kernels._jit import fast_kernel
from zici._kernels.sgns import CELLS, Curve, Float32, Model, Scratch, cell


@fast_kernel
def cbow_step(
    model: Model, scratch: Scratch, curve: Curve, n_inputs: int, n_outputs: int, rate: np.float32
) -> float:
    """Move the rows of ``inputs`` and ``outputs``, one output after the other; returns the loss."""
    mean, error = scratch.errors[0], scratch.errors[1]
    _average(model, scratch, n_inputs, mean)
    error[:] = np.float32(0.0)
    loss = 0.0
    for m in range(n_outputs):
        y = model.contexts[scratch.outputs[m]]
        score = np.float32(0.0)
        for k in range(mean.size):
            score += mean[k] * y[k]
        at = cell(score)
        slope = -rate * curve.sigmoid[at]
        if m == 0:
            slope += rate
            loss += curve.softplus[CELLS - 1 - at]
        else:
            loss += curve.softplus[at]
        for k in range(mean.size):
            error[k] += slope * y[k]
            y[k] += slope * mean[k]
    for i in range(n_inputs):
        x = model.words[scratch.inputs[i]]
        for k in range(mean.size):
            x[k] += error[k]
    return loss


@fast_kernel
def _average(model: Model, scratch: Scratch, n_inputs: int, out: Float32) -> None:
    out[:] = np.float32(0.0)
    share = np.float32(1.0) / np.float32(n_inputs)
    for i in range(n_inputs):
        x = model.words[scratch.inputs[i]]
        for k in range(out.size):
            out[k] += share * x[k]

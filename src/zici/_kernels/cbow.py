"""One step of CBOW with negative sampling: the mean of the words around a centre against it and negatives.

As in the original word2vec, every word around gets the whole gradient of the mean, not its share of it: with
shares, wide windows would learn more slowly at the same rate.
"""

from __future__ import annotations

import numpy as np

from zici._kernels._jit import fast_kernel
from zici._kernels.prefetch import prefetch
from zici._kernels.sgns import GROUP, Curve, Model, Scratch, take_slopes

MEAN, ERROR = 0, 1  # rows of ``scratch.errors``; the slopes stand in row 0 of theirs


@fast_kernel
def cbow_step(
    model: Model, scratch: Scratch, curve: Curve, n_inputs: int, n_outputs: int, rate: np.float32
) -> float:
    """Move the rows of ``inputs`` and ``outputs``, all scores taken before; returns the loss from before."""
    words, contexts = model.words, model.contexts
    inputs, outputs, slopes, work = scratch.inputs, scratch.outputs, scratch.slopes, scratch.errors
    dim = words.shape[1]
    for m in range(n_outputs):  # they arrive while the mean is taken
        prefetch(contexts, outputs[m])
    for m in range(n_outputs, (n_outputs + GROUP - 1) // GROUP * GROUP):
        outputs[m] = outputs[0]
    for k in range(dim):
        work[MEAN, k] = np.float32(0.0)
        work[ERROR, k] = np.float32(0.0)
    whole = n_inputs // GROUP * GROUP
    for i in range(0, whole, GROUP):
        a, b, c = inputs[i], inputs[i + 1], inputs[i + 2]
        for k in range(dim):
            work[MEAN, k] += words[a, k] + words[b, k] + words[c, k]
    for i in range(whole, n_inputs):
        a = inputs[i]
        for k in range(dim):
            work[MEAN, k] += words[a, k]
    share = np.float32(1.0) / np.float32(n_inputs)
    for k in range(dim):
        work[MEAN, k] *= share
    for m in range(0, n_outputs, GROUP):
        p, q, r = outputs[m], outputs[m + 1], outputs[m + 2]
        sum0 = np.float32(0.0)
        sum1 = np.float32(0.0)
        sum2 = np.float32(0.0)
        for k in range(dim):
            sum0 += work[MEAN, k] * contexts[p, k]
            sum1 += work[MEAN, k] * contexts[q, k]
            sum2 += work[MEAN, k] * contexts[r, k]
        slopes[0, m] = sum0
        slopes[0, m + 1] = sum1
        slopes[0, m + 2] = sum2
    loss = take_slopes(slopes, 0, n_outputs, curve, rate)
    for m in range(n_outputs):
        y = outputs[m]
        slope = slopes[0, m]
        for k in range(dim):
            work[ERROR, k] += slope * contexts[y, k]
            contexts[y, k] += slope * work[MEAN, k]
    for i in range(n_inputs):
        a = inputs[i]
        for k in range(dim):
            words[a, k] += work[ERROR, k]
    return loss

"""Linear classifiers of sparse rows: a pass of training, and the logits of texts straight from their units.

Training is SDCA without duality (Shalev-Shwartz 2016, "SDCA without Duality, Regularization, and Individual
Convexity"). It minimises |w|^2 / 2 + sum of C c_i loss_i(w x_i). At the minimum, w is the sum of beta_i x_i
with beta_i = -C c_i loss_i'(w x_i). A step moves beta_i towards that and w along with it, so w stays the sum.
The length of the step, 1 / (1 + C c_i L |x_i|^2) with the curvature L of the loss, is one with which the dual
objective rises where the loss is convex. A step touches nothing but the columns of its row.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import kernel
from zici._kernels.losses import loss_of_odds, loss_slopes
from zici._kernels.ngram_features import Documents, Known, Row, collect_row

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Float32 = npt.NDArray[np.float32]


class Samples(NamedTuple):
    """Rows as CSR, with what is wanted of them.

    Attributes:
        indptr: int64 of shape (samples + 1,).
        columns: int32, distinct within a row.
        values: float32.
        targets: int32 of shape (samples,), the classes.
        costs: float32 of shape (samples,), C c_i.
    """

    indptr: Int64
    columns: Int32
    values: Float32
    targets: Int32
    costs: Float32


class Objective(NamedTuple):
    """The loss as ``loss_slopes`` takes it, and its curvature L."""

    kind: int
    a: float
    b: float
    curvature: float


@kernel
def train_two(samples: Samples, order: Int64, objective: Objective, weights: Float32, beta: Float32) -> float:
    """One step for each sample of ``order``, for two classes whose logits are (-x / 2, x / 2), x = w x_i.

    ``weights`` has the bias in its last place: that of a column which is 1 in every row. Returns the sum of
    costs times losses, each as it was before its step.
    """
    bias = weights.size - 1
    total = 0.0
    for i in order:
        x = np.float64(weights[bias])
        norm = 1.0
        for k in range(samples.indptr[i], samples.indptr[i + 1]):
            value = samples.values[k]
            x += value * weights[samples.columns[k]]
            norm += value * value
        sign = 1.0 if samples.targets[i] == 1 else -1.0
        found, slope = loss_of_odds(objective.kind, objective.a, objective.b, sign * x)
        cost = np.float64(samples.costs[i])
        total += cost * found
        step = (-cost * sign * slope - beta[i]) / (1.0 + cost * objective.curvature * norm)
        move = np.float32(step)
        if move == np.float32(0.0):
            continue
        beta[i] += move
        weights[bias] += move
        for k in range(samples.indptr[i], samples.indptr[i + 1]):
            weights[samples.columns[k]] += move * samples.values[k]
    return total


@kernel
def train_many(
    samples: Samples, order: Int64, objective: Objective, ratios: Float32, weights: Float32, beta: Float32
) -> float:
    """The same for any number of classes, each with factors of its own on the columns.

    ``ratios`` and ``weights`` have the shape (columns + 1, classes), the bias in the last row (its ratios are
    1); the logit of class c is the sum of value * ratios[column, c] * weights[column, c]. ``beta`` has the
    shape (samples, classes). One length of step serves all classes: that of the longest row among them.
    """
    classes = weights.shape[1]
    bias = weights.shape[0] - 1
    logits = np.empty(classes)
    norms = np.empty(classes)
    slopes = np.empty(classes)
    moves = np.empty(classes, np.float32)
    total = 0.0
    for i in order:
        for c in range(classes):
            logits[c] = weights[bias, c]
            norms[c] = 1.0
        for k in range(samples.indptr[i], samples.indptr[i + 1]):
            j = samples.columns[k]
            for c in range(classes):
                value = samples.values[k] * ratios[j, c]
                logits[c] += value * weights[j, c]
                norms[c] += value * value
        cost = np.float64(samples.costs[i])
        found = loss_slopes(objective.kind, objective.a, objective.b, logits, samples.targets[i], slopes)
        total += cost * found
        length = 1.0 / (1.0 + cost * objective.curvature * norms.max())
        for c in range(classes):
            moves[c] = np.float32((-cost * slopes[c] - beta[i, c]) * length)
            beta[i, c] += moves[c]
            weights[bias, c] += moves[c]
        for k in range(samples.indptr[i], samples.indptr[i + 1]):
            j = samples.columns[k]
            for c in range(classes):
                weights[j, c] += moves[c] * (samples.values[k] * ratios[j, c])
    return total


@kernel
def score_documents(
    documents: Documents, known: Known, row: Row, idf: Float32, weights: Float32, out: Float32
) -> None:
    """``out[d]`` = the sums of weights of a document's n-grams, weighed as ``weigh_rows`` does, and the bias.

    ``weights`` has the shape (columns + 1, outputs), the bias in the last row; ``out`` (documents, outputs).
    """
    bias = weights.shape[0] - 1
    outputs = weights.shape[1]
    sums = np.empty(outputs)
    for document in range(out.shape[0]):
        size = collect_row(documents, known, document, row)
        total = 0.0
        sums[:] = 0.0
        for k in range(size):
            column = row.columns[k]
            count = row.counts[k]
            value = np.float64(idf[column])
            if count > np.float32(1.0):
                value *= 1.0 + np.log(count)
            total += value * value
            for c in range(outputs):
                sums[c] += value * weights[column, c]
        scale = 1.0 / np.sqrt(total) if total > 0.0 else 0.0
        for c in range(outputs):
            out[document, c] = np.float32(sums[c] * scale + weights[bias, c])

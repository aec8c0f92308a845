"""What training begins with: an output layer, and vectors of known words that it makes the most of."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from zici._kernels.bag import Bag
from zici._kernels.linear import Samples
from zici.classify._model import Float32Array
from zici.classify.bag._vectors import Known

Float64 = npt.NDArray[np.float64]
RIDGE = 0.1  # share of the mean variance that is added to each
SCALES = (0.0, *(2.0**power for power in range(-2, 8)))


def begin_with(samples: Samples, shape: tuple[int, int, int], known: Known | None, seed: int) -> Bag:
    """What training begins with; the bias are the shares of the classes, as logits."""
    columns, dim, outputs = shape
    sizes = np.bincount(samples.targets, samples.costs, max(2, outputs)) + 1.0
    bias = np.log(sizes / sizes.sum())
    bias = bias[1:] - bias[:1] if outputs == 1 else bias
    fixed = outputs <= dim
    rows = np.zeros((columns, outputs if fixed else dim), np.float32)
    output = np.eye(outputs)
    if not fixed:
        output = np.random.default_rng(seed).normal(size=(dim, outputs)) / np.sqrt(dim)
    if known is not None:
        means = _average(samples, known, columns)
        matrix, scale = output_for(means, samples.targets, samples.costs, outputs)
        share = samples.costs.astype(np.float64) / max(float(samples.costs.sum()), 1e-30)
        bias = bias - scale * (share @ means) @ matrix
        if fixed:
            rows[known.columns] = scale * (known.vectors @ matrix)
        else:
            rows[known.columns] = known.vectors
            output = scale * matrix
    return Bag(rows, output.astype(np.float32), bias.astype(np.float32))


def output_for(
    means: Float64, targets: npt.NDArray[np.int32], weights: Float32Array, outputs: int
) -> tuple[Float64, float]:
    """An output layer for averaged vectors that stay as they are: ridge regression, and its best scale.

    Args:
        means: the averaged vectors of the texts, of shape (texts, dim).
        targets: the classes of the texts.
        weights: how much each text counts.
        outputs: 1 for two classes, else their number.

    Returns:
        The matrix, of shape (dim, outputs), to be multiplied with the scale at which the cross entropy of
        the training texts is least; and this scale.
    """
    share = np.asarray(weights, np.float64) / max(float(np.sum(weights)), 1e-30)
    middle = means - share @ means
    wanted = np.zeros((targets.size, max(2, outputs)))
    wanted[np.arange(targets.size), targets] = 1.0
    wanted -= share @ wanted
    if outputs == 1:
        wanted = wanted[:, 1:]
    moments = (middle * share[:, None]).T @ middle
    moments += RIDGE * max(np.trace(moments) / len(moments), 1e-12) * np.eye(len(moments))
    matrix = np.linalg.solve(moments, (middle * share[:, None]).T @ wanted)
    found = middle @ matrix
    found = np.concatenate([-found / 2.0, found / 2.0], axis=1) if outputs == 1 else found
    losses = [float(share @ _entropy(scale * found, targets)) for scale in SCALES]
    return np.asarray(matrix, np.float64), SCALES[int(np.argmin(losses))]


def _entropy(logits: Float64, targets: npt.NDArray[np.int32]) -> Float64:
    top = logits.max(axis=1)
    rest = np.log(np.exp(logits - top[:, None]).sum(axis=1)) + top
    return np.asarray(rest - logits[np.arange(targets.size), targets])


def _average(samples: Samples, known: Known, columns: int) -> Float64:
    """The averaged vectors of texts, of shape (texts, dim): sums of value * vector."""
    table = np.zeros((columns, known.vectors.shape[1]))
    table[known.columns] = known.vectors
    shape = samples.targets.size, columns
    values = samples.values.astype(np.float64)
    return np.asarray(csr_matrix((values, samples.columns, samples.indptr), shape) @ table)

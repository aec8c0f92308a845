"""What training begins with, and vectors of words as columns of their own while it runs.

The averaged vectors of a text, made white, stand beside its n-grams as ``dim`` more columns: what is learned
of these says what each number of a vector is worth. Afterwards it goes into the weights of every word that
has a vector, those that no training text has among them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from zici._kernels.bag import Bag
from zici._kernels.linear import Samples
from zici.classify._model import Float32Array
from zici.classify.bag._vectors import Known

Float64 = npt.NDArray[np.float64]
RIDGE = 1.0  # share of the mean variance that is added to each direction's before it is made white
SPEED = 0.1  # how quickly the columns of vectors move


def begin_with(samples: Samples, shape: tuple[int, int, int], seed: int) -> Bag:
    """What training begins with; the bias are the shares of the classes, as logits.

    Args:
        samples: of the training texts.
        shape: how many columns there are, the length of the vectors, and the outputs, 1 for two classes.
        seed: of the output layer, where it is learned.
    """
    columns, dim, outputs = shape
    sizes = np.bincount(samples.targets, samples.costs, max(2, outputs)) + 1.0
    bias = np.log(sizes / sizes.sum())
    bias = bias[1:] - bias[:1] if outputs == 1 else bias
    if outputs <= dim:
        output, width = np.eye(outputs), outputs
    else:
        output, width = np.random.default_rng(seed).normal(size=(dim, outputs)) / np.sqrt(dim), dim
    return Bag(np.zeros((columns, width), np.float32), output.astype(np.float32), bias.astype(np.float32))


class Dense(NamedTuple):
    """The columns of averaged vectors.

    Attributes:
        known: the columns that have vectors.
        turn: float64 of shape (dim, dim), what makes averaged vectors white.
        mean: float64 of shape (dim,), their mean.
    """

    known: Known
    turn: Float64
    mean: Float64

    def fold(self, bag: Bag) -> Bag:
        """The same bag without these columns: what they say goes into the vectors of words and the bias."""
        size = len(self.turn)
        matrix = self.turn @ bag.rows[-size:].astype(np.float64)
        rows = bag.rows[:-size].copy()
        rows[self.known.columns] += (self.known.vectors @ matrix).astype(np.float32)
        bias = bag.bias - (self.mean @ matrix @ bag.output).astype(np.float32)
        return Bag(rows, bag.output, bias.astype(np.float32))


def add_dense(
    samples: Samples, moves: Float32Array, known: Known, columns: int
) -> tuple[Samples, Float32Array, Dense]:
    """Samples and moves with the columns of averaged vectors behind the others."""
    means = _average(samples, known, columns)
    share = samples.costs.astype(np.float64) / max(float(samples.costs.sum(dtype=np.float64)), 1e-30)
    mean = share @ means
    middle = means - mean
    spread, axes = np.linalg.eigh((middle * share[:, None]).T @ middle)
    dim = spread.size
    floor = max(RIDGE * float(spread.mean()), 1e-12)
    turn = (axes / np.sqrt(np.maximum(spread, 0.0) + floor)) @ axes.T / np.sqrt(dim)
    values = (middle @ turn).astype(np.float32)
    ends = samples.indptr[1:]
    places = np.repeat(ends, dim)
    joined = Samples(
        samples.indptr + dim * np.arange(samples.indptr.size),
        np.insert(
            samples.columns, places, np.tile(np.arange(columns, columns + dim, dtype=np.int32), ends.size)
        ),
        np.insert(samples.values, places, values.ravel()),
        samples.targets,
        samples.costs,
    )
    return joined, np.insert(moves, places, np.float32(SPEED) * values.ravel()), Dense(known, turn, mean)


def _average(samples: Samples, known: Known, columns: int) -> Float64:
    """The averaged vectors of texts, of shape (texts, dim): sums of value * vector."""
    place = np.full(columns, -1)
    place[known.columns] = np.arange(known.columns.size)
    found = place[samples.columns]
    kept = found >= 0
    indptr = np.append(0, np.cumsum(kept))[samples.indptr]
    shape = samples.targets.size, known.columns.size
    values = samples.values[kept].astype(np.float64)
    return np.asarray(csr_matrix((values, found[kept], indptr), shape) @ known.vectors)

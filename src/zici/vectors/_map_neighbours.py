"""The map by neighbours: a graph of the nearest words, laid out by steps with negative sampling."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from zici._progress import Progress, Step
from zici.vectors._nearest_words import Nearest
from zici.vectors._word_table import Float32

if TYPE_CHECKING:
    from scipy.sparse import coo_array

    from zici._kernels.layout import Edges

NEAREST = 15  # as UMAP: fewer show finer groups, more show the whole
ROUNDS = 300
NEGATIVE = 5
EXTENT = 10.0  # the first places reach so far from 0
HALVINGS = 40
Float64 = npt.NDArray[np.float64]


def place_neighbours(places: Float32, nearest: Nearest, *, seed: int, progress: Progress) -> Float32:
    """Places of shape (words, 2) from first ones and the nearest words; see ``map_words``.

    The rate falls from 1 to 0 over the rounds.
    """
    from zici._kernels.layout import place_round

    rng = np.random.default_rng(seed)
    edges = _edges(nearest, rng)
    state = rng.integers(1, 2**64, 1, np.uint64)
    places = places * np.float32(EXTENT / max(float(np.abs(places).max()), 1e-12))
    # Words with the same vector would stay together: the gradient has no direction there.
    places += rng.normal(0, 1e-2, places.shape).astype(np.float32)
    for done in range(ROUNDS):
        progress(Step("place words", done, ROUNDS, "rounds"))
        place_round(places, edges, NEGATIVE, np.float32(1 - done / ROUNDS), state)
    progress(Step("place words", ROUNDS, ROUNDS, "rounds"))
    return places


def _edges(nearest: Nearest, rng: np.random.Generator) -> Edges:
    """Each pair once, in an order drawn at random, with its weight as the chance to take part."""
    from zici._kernels.layout import Edges

    table = fuzzy_union(nearest)
    order = rng.permutation(table.nnz)
    keep = (table.data[order] * (2**32 - 1)).astype(np.uint32)
    first, second = (side[order].astype(np.int32) for side in table.coords)
    return Edges(first, second, keep)


def fuzzy_union(nearest: Nearest) -> coo_array:
    """The weights of pairs, each in both directions: a + b - a b for the weights a and b of its two sides."""
    from scipy.sparse import csr_array

    size, n = nearest.rows.shape
    weights = neighbour_weights(1 - nearest.cosines.astype(np.float64))
    ends = np.arange(0, size * n + 1, n)
    one = csr_array((weights.ravel(), nearest.rows.ravel(), ends), shape=(size, size))
    both = one + one.T - one.multiply(one.T)
    result: coo_array = csr_array(both).sorted_indices().tocoo()
    return result


def neighbour_weights(distances: Float64) -> Float64:
    """How much each of a word's n nearest words belongs to it, 0 to 1, from distances of shape (words, n).

    w = exp(-(d - d_1) / s) with the distance d_1 of the nearest and an s for which the weights' sum is
    log2(n + 1), found by halving (McInnes et al. 2018, algorithm 3).
    """
    beyond = distances - distances[:, :1]
    wanted = np.log2(distances.shape[1] + 1)
    low, high = np.zeros(len(beyond)), np.full(len(beyond), 64.0)  # distances are at most 2
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        large = np.exp(-beyond / middle[:, None]).sum(axis=1) > wanted
        high = np.where(large, middle, high)
        low = np.where(large, low, middle)
    # Where all are as near as the first, s is 0 and every weight 1.
    result: Float64 = np.exp(-beyond / high[:, None])
    return result

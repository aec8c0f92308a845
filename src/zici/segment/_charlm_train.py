"""Estimating the character language model from the counts of all n-grams."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici._kernels.charlm_find import Trie
from zici.segment._charlm_count import Counted

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]

FALLBACK = (0.5, 1.0, 1.5)
"""Discounts where the counts of counts give none: text that is too small, or was made up."""
IMPOSSIBLE = -99 * float(np.log(10))
"""ln of the probability of BOS, which is never predicted."""


class Estimated(NamedTuple):
    """A model.

    Attributes:
        edges: where each level begins, and the end.
        trie: the arrays.
        discounts: for every length what counts of 1, of 2, and from 3 on give up.
    """

    edges: list[int]
    trie: Trie
    discounts: list[tuple[float, ...]]


def estimate_model(counted: Counted, *, least: tuple[int, ...], kneser_ney: bool) -> Estimated:
    """Estimate, then drop what occurs less than ``least[n - 1]`` times."""
    from zici._kernels.charlm_estimate import estimate

    edges, start, char, count = counted.edges, counted.start, counted.char, counted.count
    link = _links(counted)
    adjusted = _adjusted(counted, link) if kneser_ney else count.copy()
    bos = edges[1] - 1
    adjusted[bos] = 0
    levels = [slice(*pair) for pair in pairwise(edges)]
    discounts = [_discounts(adjusted[level]) for level in levels]
    prob, backoff = np.empty(char.size, np.float32), np.ones(start.size - 1, np.float32)
    prob[levels[0]] = _singles(adjusted[levels[0]], discounts[0])
    for n in range(1, len(levels)):
        contexts = np.array(edges[n - 1 : n + 1])
        steps = np.array([0.0, *discounts[n]])
        estimate(contexts, least[n], steps, start, count, adjusted, link, prob, backoff)
    for array in (prob, backoff):
        np.log(array, out=array)
    prob[bos] = IMPOSSIBLE
    # Rounding can leave a hair above certainty.
    np.minimum(prob, 0, out=prob)
    np.minimum(backoff, 0, out=backoff)
    model = Estimated(edges, Trie(start, char, prob, backoff), discounts)
    return _pruned(model, count, least) if max(least) > 1 else model


def _links(counted: Counted) -> Int32:
    """Of every node the one without its first symbol."""
    from zici._kernels.charlm_estimate import link_suffixes

    edges, start, char = counted.edges, counted.start, counted.char
    link = np.zeros(char.size, np.int32)
    if len(edges) > 2:
        link[edges[1] : edges[2]] = char[edges[1] : edges[2]]
    for n in range(2, len(edges) - 1):
        link_suffixes(edges[n - 1], edges[n], start, char, link)
    return link


def _adjusted(counted: Counted, link: Int32) -> Int32:
    """The counts that Kneser-Ney smoothing goes by.

    The longest n-grams, and those that begin a run, count as often as they occur; the others, once for every
    different symbol before them.
    """
    from zici._kernels.charlm_estimate import count_extensions

    edges, start, count = counted.edges, counted.start, counted.count
    adjusted = np.zeros(count.size, np.int32)
    count_extensions(edges[1], link, adjusted)
    begin = edges[1] - 1
    for n in range(1, len(edges) - 1):
        adjusted[begin : edges[n]] = count[begin : edges[n]]
        begin = int(start[begin])
    adjusted[edges[-2] :] = count[edges[-2] :]
    return adjusted


def _discounts(counts: Int32) -> tuple[float, ...]:
    """What counts of 1, of 2 and from 3 on give up: formula 26 of Chen & Goodman (1998)."""
    tally = np.bincount(np.minimum(counts, 5), minlength=6)[1:5].astype(float).tolist()
    if min(tally[:3]) == 0:
        return FALLBACK
    share = tally[0] / (tally[0] + 2 * tally[1])
    result = tuple(k - (k + 1) * share * tally[k] / tally[k - 1] for k in (1, 2, 3))
    # A discount of 0 would leave shorter contexts no share, and what only they know no probability.
    return result if all(0 < d <= k for k, d in enumerate(result, 1)) else FALLBACK


def _singles(adjusted: Int32, discounts: tuple[float, ...]) -> Float64:
    """The probabilities of single symbols, shared out with the unknown character by equal parts."""
    total = float(adjusted.sum(dtype=np.int64))
    given = np.array([0.0, *discounts])[np.minimum(adjusted, 3)]
    result: Float64 = (adjusted - given) / total + given.sum() / total / (adjusted.size - 1)
    return result


def _pruned(model: Estimated, count: Int32, least: tuple[int, ...]) -> Estimated:
    """Without the rare n-grams: their shares are in the backoffs already."""
    edges, (start, char, prob, backoff), discounts = model
    keep = np.ones(char.size, np.bool_)
    for n in range(1, len(least)):
        level = slice(edges[n], edges[n + 1])
        keep[level] = count[level] >= least[n]
    place = np.concatenate([[0], np.cumsum(keep, dtype=np.int64)]).astype(np.int32)
    inner = keep[: start.size - 1]
    trie = Trie(np.append(place[start[:-1][inner]], place[-1]), char[keep], prob[keep], backoff[inner])
    return Estimated(place[edges].tolist(), trie, discounts)

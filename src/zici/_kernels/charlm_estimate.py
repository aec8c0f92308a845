"""Interpolated modified Kneser-Ney estimates on the trie of all n-grams."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import kernel

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]


@kernel
def link_suffixes(first: int, stop: int, start: Int32, char: Int32, link: Int32) -> None:
    """``link[node]`` = the node without the first symbol, for the children of ``first`` .. ``stop`` - 1.

    The links of these themselves are known; the children of a node are among those of its suffix, in the same
    order, so the search only goes on.
    """
    for node in range(first, stop):
        suffix = link[node]
        at = np.int64(start[suffix])
        end = np.int64(start[suffix + 1])
        for k in range(start[node], start[node + 1]):
            code = char[k]
            step = np.int64(1)
            while at + step < end and char[at + step] <= code:
                at += step
                step += step
            high = min(at + step, end)
            while high - at > 1:
                middle = (at + high) >> 1
                if char[middle] <= code:
                    at = middle
                else:
                    high = middle
            link[k] = at


@kernel
def count_extensions(first: int, link: Int32, adjusted: Int32) -> None:
    """Count in ``adjusted[node]`` the different symbols before the n-gram: one for each link to it."""
    for k in range(first, link.size):
        adjusted[link[k]] += 1


@kernel
def estimate(
    contexts: Int64,
    least: int,
    discounts: Float64,
    start: Int32,
    count: Int32,
    adjusted: Int32,
    link: Int32,
    prob: Float32,
    backoff: Float32,
) -> None:
    """Fill ``prob`` of the children of ``contexts[0]`` .. ``contexts[1]`` - 1 and their ``backoff``; linear.

    A child that occurs less than ``least`` times will be dropped: its share goes to the backoff.
    ``discounts[a]`` is what an (adjusted) count of a gives up, the last entry for all from there on.
    """
    top = discounts.size - 1
    for node in range(contexts[0], contexts[1]):
        begin = start[node]
        end = start[node + 1]
        total = np.int64(0)
        for k in range(begin, end):
            total += adjusted[k]
        free = 0.0
        for k in range(begin, end):
            free += discounts[min(adjusted[k], top)] if count[k] >= least else np.float64(adjusted[k])
        if begin == end:
            backoff[node] = 1.0
            continue
        gamma = free / total
        backoff[node] = gamma
        for k in range(begin, end):
            rest = adjusted[k] - discounts[min(adjusted[k], top)]
            prob[k] = rest / total + gamma * prob[link[k]]

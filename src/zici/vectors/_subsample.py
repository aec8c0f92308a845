"""Sub-sampling of frequent words that depends on the seed and the place alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zici.vectors._sentences import BREAK

Float64 = npt.NDArray[np.float64]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
UInt64 = npt.NDArray[np.uint64]


def keep_probabilities(counts: Int64, threshold: float) -> Float64:
    """How likely an occurrence of each word is kept: t/f + sqrt(t/f), at most 1 (f: share, t: threshold).

    Example:
        >>> keep_probabilities(np.array([1, 999]), 1e-5)[:1].round(3).tolist()
        [0.11]
    """
    ratio = threshold * counts.sum() / np.maximum(counts, 1)
    result: Float64 = np.minimum(ratio + np.sqrt(ratio), 1.0)
    return result


def thin(block: Int32, keep: Float64, *, start: int, seed: int) -> Int32:
    """A block without the occurrences that the draw leaves out.

    Args:
        block: word numbers with breaks.
        keep: probabilities by word.
        start: how many words stood in the blocks before: every place in the text has its own draw.
        seed: from 0.
    """
    places = np.cumsum(block != BREAK).astype(np.uint64) + np.uint64(start)
    draws = (_mixed(places + _mixed(np.array([seed], np.uint64))) >> np.uint64(11)) * 2.0**-53
    kept: Int32 = block[(block == BREAK) | (draws < np.append(keep, 1.0)[block])]
    return kept


def _mixed(values: UInt64) -> UInt64:
    """SplitMix64: neighbouring numbers become unrelated ones (Steele, Lea and Flood 2014)."""
    values = values * np.uint64(0x9E3779B97F4A7C15) + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))

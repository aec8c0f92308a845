"""Cohesion (凝固度) of counted n-grams, as PMI: its natural log."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zici.ngrams import NgramCounts

Float64 = npt.NDArray[np.float64]


def pmi_by_level(counts: NgramCounts, order: int) -> list[Float64]:
    """The PMI of every n-gram of 2 .. ``order`` characters, by id (entry 0 is unused).

    The cohesion of s is the smallest P(s) / (P(left) P(right)) over all splits of s in two
    (kexue.fm/archives/3491, 4256).
    """
    from zici._kernels.cohesion import pmi_of_splits

    levels = counts.levels[:order]
    base = np.zeros(order + 1, np.int64)
    np.cumsum([level.count.size for level in levels[:-1]], out=base[2:])
    prefix = np.concatenate([level.prefix for level in levels])
    suffix = np.concatenate([level.suffix for level in levels])
    count = np.concatenate([level.count for level in levels])
    result = []
    for n in range(2, order + 1):
        out = np.zeros(levels[n - 1].count.size)
        pmi_of_splits(n, base, prefix, suffix, count, float(counts.total), out)
        result.append(out)
    return result

"""Cohesion of n-grams from the prefix and suffix links of the counted levels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import kernel

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]


@kernel
def pmi_of_splits(
    level: int, base: Int64, prefix: Int32, suffix: Int32, count: Int64, total: float, out: Float64
) -> None:
    """``out[id]`` = the smallest log of P(s) / (P(left) P(right)) over the splits of each n-gram of a level.

    The arrays hold all levels one after the other: what stands at ``base[n] + id`` belongs to the n-gram
    ``id`` of n characters, with ``prefix`` and ``suffix`` the ids (of n-1 characters) of all but its last and
    all but its first character. ``out`` has an unused entry 0.
    """
    lefts = np.zeros(level + 1, np.float64)
    for k in range(1, out.size):
        left = np.int64(k)
        right = np.int64(k)
        for n in range(level, 1, -1):  # the prefix of n-1 characters, from long to short
            left = np.int64(prefix[base[n] + left])
            lefts[n - 1] = np.float64(count[base[n - 1] + left])
        worst = 0.0
        for n in range(level, 1, -1):  # the suffix of n-1 characters goes with the prefix of level-n+1
            right = np.int64(suffix[base[n] + right])
            worst = max(worst, lefts[level - n + 1] * np.float64(count[base[n - 1] + right]))
        out[k] = np.log(total * np.float64(count[base[level] + k]) / worst)

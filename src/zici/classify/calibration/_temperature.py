"""Temperature scaling: one number that makes probabilities believable and changes no decision."""

from __future__ import annotations

from typing import Any

import numpy as np

from zici.classify.calibration._inputs import Float64Array, IntArray, check_probabilities, classes, rows
from zici.errors import OptionError

COLDEST, HOTTEST = 0.01, 100.0
GOLDEN = (5.0**0.5 - 1.0) / 2.0
STEPS = 60  # the bracket shrinks to 1e-11 of its width


def fit_temperature(logits: Any, targets: Any) -> float:
    """The temperature T for which ``softmax(logits / T)`` has the least cross entropy.

    Above 1 where the model is too sure of itself, below 1 where it is not sure enough. The most probable
    class stays the same.

    Args:
        logits: finite, of shape (samples, classes), of samples that the model was not trained on.
        targets: their classes, integers from 0.

    Returns:
        From .01 to 100. Where every sample is right no temperature is best: a low one, at which the cross
        entropy is 0 in floating point. Where more is wrong than right a high one.

    Raises:
        EmptyError: there is no sample.
        OptionError: shapes that don't fit, or numbers that are not finite.

    Source:
        Guo et al. 2017, "On Calibration of Modern Neural Networks".

    Example:
        >>> round(fit_temperature([[0, 4], [0, 4], [0, 4], [4, 0]], [1, 1, 0, 0]), 2)
        3.64
    """
    given = rows("logits", logits)
    right = classes("targets", targets, *given.shape)
    given = given - given.max(axis=1, keepdims=True)
    low, high = 1.0 / HOTTEST, 1.0 / COLDEST  # in 1 / T the cross entropy is convex
    inner = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)]
    values = [_entropy(given, right, scale) for scale in inner]
    for _ in range(STEPS):
        if values[0] <= values[1]:
            high = inner[1]
            inner = [high - GOLDEN * (high - low), inner[0]]
            values = [_entropy(given, right, inner[0]), values[0]]
        else:
            low = inner[0]
            inner = [inner[1], low + GOLDEN * (high - low)]
            values = [values[1], _entropy(given, right, inner[1])]
    return float(np.clip(2.0 / (low + high), COLDEST, HOTTEST))


def _entropy(given: Float64Array, right: IntArray, scale: float) -> float:
    """The mean cross entropy; the greatest logit of each row is 0."""
    scaled = given * scale
    found = scaled[np.arange(right.size), right]
    return float((np.log(np.exp(scaled).sum(axis=1)) - found).mean())


def calibration_error(probabilities: Any, targets: Any, *, bins: int = 15) -> float:
    """The expected calibration error: how far the probability of the answer is from its accuracy.

    The samples are put into bins of equal width by the probability of their most probable class; in each bin
    its mean is compared with the share of right answers.

    Args:
        probabilities: of shape (samples, classes).
        targets: the right classes, integers from 0.
        bins: how many, from 1.

    Returns:
        From 0 (as often right as it says) to 1.

    Raises:
        EmptyError: there is no sample.
        OptionError: shapes or numbers that don't fit.

    Source:
        Naeini et al. 2015, "Obtaining Well Calibrated Probabilities Using Bayesian Binning".

    Example:
        >>> round(calibration_error([[0.1, 0.9], [0.1, 0.9], [0.4, 0.6]], [1, 0, 1]), 3)
        0.4
    """
    given = check_probabilities(rows("probabilities", probabilities))
    right = classes("targets", targets, *given.shape)
    if not isinstance(bins, int) or isinstance(bins, bool) or bins < 1:
        raise OptionError(f"bins: expected an integer of at least 1, got {bins!r}")
    sure = given.max(axis=1)
    hit = given.argmax(axis=1) == right
    cell = np.minimum((sure * bins).astype(np.int64), bins - 1)
    gap = np.bincount(cell, hit - sure, minlength=bins)
    return float(np.abs(gap).sum() / right.size)

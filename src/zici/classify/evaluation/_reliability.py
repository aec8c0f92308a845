"""Whether the probabilities can be believed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici.classify.evaluation._confusion import Float64
from zici.errors import EmptyError, OptionError

BINS = 15
LEAST = 1e-15  # a probability of 0 for the right class would make the log loss infinite


class Bin(NamedTuple):
    """Answers of about the same probability.

    Attributes:
        low: the least probability of the bin.
        high: the greatest.
        texts: how many answers are in it.
        confidence: their mean probability; None of none.
        accuracy: the share that is right; None of none.
    """

    low: float
    high: float
    texts: int
    confidence: float | None
    accuracy: float | None


def reliability(confidence: npt.ArrayLike, hits: npt.ArrayLike, *, bins: int = BINS) -> tuple[Bin, ...]:
    """Put answers into bins of equal width by their probability.

    Args:
        confidence: the probability of each text's most probable class, 0 to 1, of shape (texts,).
        hits: whether that class is right, of shape (texts,).
        bins: how many, from 1.

    Raises:
        EmptyError: there is no text.
        OptionError: shapes or numbers that don't fit.

    Example:
        >>> reliability([0.75, 0.75, 0.625, 0.625], [True, False, True, True], bins=2)[1]
        Bin(low=0.5, high=1.0, texts=4, confidence=0.6875, accuracy=0.75)
    """
    sure, hit = checked(confidence, hits)
    if not isinstance(bins, int) or isinstance(bins, bool) or bins < 1:
        raise OptionError(f"bins: expected an integer of at least 1, got {bins!r}")
    cell = np.minimum((sure * bins).astype(np.int64), bins - 1)
    texts = np.bincount(cell, minlength=bins).tolist()
    sums = np.bincount(cell, sure, minlength=bins).tolist()
    rights = np.bincount(cell, hit, minlength=bins).tolist()
    rows = enumerate(zip(texts, sums, rights, strict=True))
    return tuple(
        Bin(k / bins, (k + 1) / bins, n, *((total / n, right / n) if n else (None, None)))
        for k, (n, total, right) in rows
    )


def expected_error(bins: Sequence[Bin]) -> float:
    """The expected calibration error (ECE): the mean distance of accuracy and probability, 0 to 1.

    The same number as :func:`zici.classify.calibration_error`, from what :func:`reliability` gives.

    Source:
        Naeini et al. 2015, "Obtaining Well Calibrated Probabilities Using Bayesian Binning".

    Example:
        >>> round(expected_error(reliability([0.9, 0.9, 0.6], [True, False, True])), 3)
        0.4
    """
    whole = sum(one.texts for one in bins)
    gaps = (
        one.texts * abs(one.confidence - one.accuracy)
        for one in bins
        if one.confidence is not None and one.accuracy is not None
    )
    return float(sum(gaps) / max(whole, 1))


def log_loss(chances: npt.ArrayLike) -> float | None:
    """The mean of -ln of the probability that the right class got, from 0; at most 34.5 for one text.

    Args:
        chances: that probability of each text, 0 to 1, of shape (texts,); NaN, which is left out, where the
            model doesn't know the class.

    Returns:
        None where all are left out.

    Example:
        >>> log_loss([1.0, 1.0, float("nan")])
        0.0
    """
    given = np.asarray(chances, np.float64)
    known = given[~np.isnan(given)]
    if known.size == 0:
        return None
    return float(-np.log(np.clip(known, LEAST, 1.0)).mean()) + 0.0


def checked(confidence: npt.ArrayLike, hits: npt.ArrayLike) -> tuple[Float64, npt.NDArray[np.bool_]]:
    """Probabilities and hits of the same texts.

    Raises:
        EmptyError: there is no text.
        OptionError: shapes or numbers that don't fit.
    """
    sure, hit = np.asarray(confidence, np.float64), np.asarray(hits, bool)
    if sure.size == 0:
        raise EmptyError("confidence: expected at least one text, got none")
    if sure.ndim != 1 or sure.shape != hit.shape:
        raise OptionError(f"hits: expected one for each of {sure.shape} probabilities, got {hit.shape}")
    if not ((sure >= 0) & (sure <= 1)).all():
        raise OptionError("confidence: expected probabilities from 0 to 1, got others")
    return sure, hit

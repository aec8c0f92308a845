"""Whether one setting is better than another, or only luckier."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici.errors import EmptyError, OptionError


class Summary(NamedTuple):
    """Several values in short.

    Attributes:
        mean: of the values.
        sd: their standard deviation, with n - 1; None of one value.
        values: all of them.
    """

    mean: float
    sd: float | None
    values: tuple[float, ...]


class PairedT(NamedTuple):
    """A paired t test.

    Attributes:
        difference: the mean of second less first.
        t: the statistic; None where there is no test: one pair, or differences that are all the same.
        p: two-sided: how often differences so great arise by chance; None where there is no test.
        pairs: how many.
    """

    difference: float
    t: float | None
    p: float | None
    pairs: int


class McNemar(NamedTuple):
    """The exact test of McNemar.

    Attributes:
        first_only: texts that the first answers rightly and the second doesn't.
        second_only: the other way round.
        p: two-sided: how often they are so unequal by chance.
    """

    first_only: int
    second_only: int
    p: float


def summarise(values: Sequence[float]) -> Summary:
    """Mean and standard deviation.

    Raises:
        EmptyError: there is no value.

    Example:
        >>> summarise([0.5, 0.75])
        Summary(mean=0.625, sd=0.1767766952966369, values=(0.5, 0.75))
    """
    if not len(values):
        raise EmptyError("values: expected at least one, got none")
    array = np.asarray(values, np.float64)
    sd = float(array.std(ddof=1)) if array.size > 1 else None
    return Summary(float(array.mean()), sd, tuple(array.tolist()))


def paired_t(first: Sequence[float], second: Sequence[float], *, test_share: float | None = None) -> PairedT:
    """Test whether the second of two settings differs from the first, run by run.

    Args:
        first: a value for each run (seed).
        second: the same of the other, in the same order.
        test_share: of the texts that are tested on, where every run draws its own split of the same texts:
            such runs are not independent, and the variance is corrected for that. None: they are, as with a
            fixed test set.

    Raises:
        EmptyError: there is no pair.
        OptionError: not as many values, or a share outside 0 .. 1.

    Source:
        Nadeau & Bengio 2003, "Inference for the Generalization Error", for the correction.

    Example:
        >>> test = paired_t([0.80, 0.82, 0.81], [0.83, 0.84, 0.85])
        >>> round(test.difference, 3), round(test.t, 3), round(test.p, 4)
        (0.03, 5.196, 0.0351)
    """
    if len(first) != len(second):
        raise OptionError(f"second: expected a value for each of {len(first)} runs, got {len(second)}")
    if not len(first):
        raise EmptyError("first: expected a value for each run, got none")
    if test_share is not None and not 0 < test_share < 1:
        raise OptionError(f"test_share: expected a share above 0 and below 1, got {test_share!r}")
    gaps = np.asarray(second, np.float64) - np.asarray(first, np.float64)
    mean, pairs = float(gaps.mean()), gaps.size
    sd = float(gaps.std(ddof=1)) if pairs > 1 else 0.0
    if sd <= 1e-12 * max(1.0, float(np.abs(gaps).max())):  # nothing but rounding: no spread to judge by
        return PairedT(mean, None, None, pairs)
    from scipy.special import stdtr

    factor = 1 / pairs + (0.0 if test_share is None else test_share / (1 - test_share))
    t = mean / (sd * math.sqrt(factor))
    return PairedT(mean, t, float(2 * stdtr(pairs - 1, -abs(t))), pairs)


def mcnemar(first: npt.ArrayLike, second: npt.ArrayLike) -> McNemar:
    """Test whether the second of two classifiers is right more often than the first, text by text.

    Args:
        first: whether it is right, for each text, of shape (texts,).
        second: the same of the other.

    Raises:
        EmptyError: there is no text.
        OptionError: not the same texts.

    Source:
        McNemar 1947; the exact binomial form.

    Example:
        >>> test = mcnemar([1, 1, 1, 0, 0, 0, 0, 0], [1, 1, 0, 1, 1, 1, 1, 1])
        >>> test.first_only, test.second_only, round(test.p, 4)
        (1, 5, 0.2188)
    """
    one, other = np.asarray(first, bool), np.asarray(second, bool)
    if one.shape != other.shape or one.ndim != 1:
        raise OptionError(f"second: expected one for each text, of shape {one.shape}, got {other.shape}")
    if one.size == 0:
        raise EmptyError("first: expected at least one text, got none")
    from scipy.special import bdtr

    first_only, second_only = int((one & ~other).sum()), int((other & ~one).sum())
    fewer, both = min(first_only, second_only), first_only + second_only
    p = min(1.0, 2.0 * float(bdtr(fewer, both, 0.5))) if both else 1.0
    return McNemar(first_only, second_only, p)

"""When to say "I don't know": the zone of probabilities in which a classifier gives no answer."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from zici.classify.calibration._inputs import Float64Array, check_probabilities, classes, rows
from zici.errors import OptionError

NEVER = 2.0  # no probability gets there


@dataclass(frozen=True)
class Zone:
    """Where there is no answer.

    Attributes:
        low: two classes: the answer is class 0 up to this probability of class 1.
        high: two classes: the answer is class 1 from this probability of class 1 on.
        confidence: more classes: there is an answer where the greatest probability is at least this.

    Raises:
        OptionError: ``low`` above ``high``, both kinds, or neither.

    Example:
        >>> Zone(low=0.391, high=0.394).answers([[0.7, 0.3], [0.608, 0.392], [0.1, 0.9]])
        array([ 0, -1,  1])
    """

    low: float | None = None
    high: float | None = None
    confidence: float | None = None

    def __post_init__(self) -> None:
        told = [value for value in asdict(self).values() if value is not None]
        numbers = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in told)
        if not numbers or not all(-NEVER <= value <= NEVER for value in told):
            raise OptionError(f"abstain: expected probabilities, got {asdict(self)}")
        two = self.low is not None and self.high is not None and self.low <= self.high
        if (self.confidence is None and not two) or (self.confidence is not None and len(told) > 1):
            raise OptionError(
                "abstain: expected low and high with low <= high (two classes), or confidence, "
                f"got {asdict(self)}"
            )

    def answers(self, probabilities: npt.ArrayLike) -> npt.NDArray[np.int64]:
        """The class of each sample, or -1 where there is no answer; for probabilities (samples, classes)."""
        given = check_probabilities(rows("probabilities", probabilities))
        if self.confidence is not None:
            return np.where(given.max(axis=1) >= self.confidence, given.argmax(axis=1), -1)
        if self.low is None or self.high is None or given.shape[1] != 2:
            raise OptionError(
                f"abstain: low and high are for two classes, there are {given.shape[1]}; use confidence"
            )
        one = given[:, 1]
        return np.where(one >= self.high, 1, np.where(one <= self.low, 0, -1))


def find_zone(
    probabilities: Any, targets: Any, *, precision: float | None = None, coverage: float | None = None
) -> Zone:
    """The zone without answer that gives a wanted precision or coverage on texts not trained on.

    With ``precision`` as many samples as possible get an answer, so that of the answers of each class (two
    classes) or of all answers (more classes) that share is right. It is measured on these samples alone: with
    a few dozen of them expect less on others. With ``coverage`` the surest samples get an answer, that share
    of all.

    Args:
        probabilities: of shape (samples, classes).
        targets: the right classes, integers from 0.
        precision: above 0, up to 1; or None.
        coverage: above 0, up to 1; or None. One of the two is given.

    Raises:
        EmptyError: there is no sample.
        OptionError: both or neither given, a number outside its range, shapes that don't fit, or a precision
            that no zone has.

    Example:
        >>> p = [[0.9, 0.1], [0.6, 0.4], [0.45, 0.55], [0.2, 0.8]]
        >>> zone = find_zone(p, [0, 1, 0, 1], precision=1.0)
        >>> zone.answers(p)
        array([ 0, -1, -1,  1])
    """
    given = check_probabilities(rows("probabilities", probabilities))
    right = classes("targets", targets, *given.shape)
    if (precision is None) == (coverage is None):
        raise OptionError("abstain: expected precision or coverage, one of the two")
    if coverage is not None:
        return _by_coverage(given, _check_share("coverage", coverage))
    wanted = _check_share("precision", precision)
    if given.shape[1] == 2:
        one = given[:, 1]
        high = _lowest_cut(one[one >= 0.5], right[one >= 0.5] == 1, wanted)
        low = _lowest_cut(-one[one < 0.5], right[one < 0.5] == 0, wanted)
        zone = Zone(low=-NEVER if low is None else -low, high=NEVER if high is None else high)
        reached = high is not None or low is not None
    else:
        cut = _lowest_cut(given.max(axis=1), given.argmax(axis=1) == right, wanted)
        zone = Zone(confidence=NEVER if cut is None else cut)
        reached = cut is not None
    if not reached:
        raise OptionError(
            f"abstain: no zone reaches a precision of {wanted:g} on the {right.size} texts held out; "
            "ask for less"
        )
    return zone


def _by_coverage(given: Float64Array, wanted: float) -> Zone:
    sure = given.max(axis=1)
    cut = float(np.sort(sure)[::-1][max(int(np.ceil(wanted * sure.size)), 1) - 1])
    if given.shape[1] > 2:
        return Zone(confidence=cut)
    answered = given[sure >= cut, 1]  # 1 - cut would miss some of them by a rounding
    return Zone(
        low=float(answered[answered < 0.5].max(initial=1.0 - cut)),
        high=float(answered[answered >= 0.5].min(initial=cut)),
    )


def _lowest_cut(sure: Float64Array, hit: npt.NDArray[np.bool_], wanted: float) -> float | None:
    """The lowest confidence from which on the share of hits is as wanted; None: there is none."""
    order = np.argsort(-sure, kind="stable")
    levels = sure[order]
    share = np.cumsum(hit[order]) / np.arange(1, sure.size + 1)
    last = np.append(levels[1:] != levels[:-1], True) if sure.size else np.zeros(0, bool)
    good = np.flatnonzero(last & (share >= wanted))  # samples of one confidence are in or out together
    return float(levels[good[-1]]) if good.size else None


def _check_share(name: str, value: Any) -> float:
    good = isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value <= 1
    if not good:
        raise OptionError(f"{name}: expected a number above 0 up to 1, got {value!r}")
    return float(value)

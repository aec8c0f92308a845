"""The probability from which on the answer is yes."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from zici.classify.calibration._inputs import Float64Array, IntArray, classes, probabilities_of_one
from zici.errors import OptionError

Goal = Literal["accuracy", "f1", "cost"]
GOALS = get_args(Goal)


class Threshold(NamedTuple):
    """A threshold of two classes.

    Attributes:
        threshold: class 1 is the answer where its probability is at least this, from 0 to above 1.
        value: the goal there: accuracy or F1 (0 to 1), or the mean cost of a sample.
        at_half: the goal at the threshold .5.
    """

    threshold: float
    value: float
    at_half: float


def tune_threshold(
    probabilities: Any,
    labels: Any,
    *,
    for_: Goal = "accuracy",
    costs: tuple[float, float] = (1.0, 1.0),
) -> Threshold:
    """The threshold of two classes that serves a goal best on texts the model was not trained on.

    Args:
        probabilities: of class 1, of shape (samples,), or of both classes, of shape (samples, 2).
        labels: the right classes, 0 or 1 (or False and True), of shape (samples,).
        for_: "accuracy"; "f1", of class 1; "cost", the mean cost of a sample.
        costs: for "cost": what a wrong 1 and a wrong 0 cost, from 0.

    Returns:
        The threshold in the middle between two probabilities; of equally good ones the nearest to .5.

    Raises:
        EmptyError: there is no sample.
        OptionError: more than two classes, shapes or numbers that don't fit, or an unknown goal.

    Example:
        >>> tune_threshold([0.1, 0.25, 0.375, 0.8], [0, 0, 1, 1])
        Threshold(threshold=0.3125, value=1.0, at_half=0.75)
    """
    if for_ not in GOALS:
        raise OptionError(f"for_: expected one of {', '.join(GOALS)}, got {for_!r}")
    given = probabilities_of_one(probabilities)
    right = classes("labels", labels, given.size, 2)
    price = check_costs(costs)
    cuts = _cuts(given)
    scores = _scores(given, right, np.append(cuts, 0.5), for_, price)
    best = scores[:-1].max()
    ties = cuts[scores[:-1] == best]
    sign = -1.0 if for_ == "cost" else 1.0
    chosen = float(ties[np.abs(ties - 0.5).argmin()])
    return Threshold(chosen, float(sign * best), float(sign * scores[-1]))


def check_costs(costs: Any) -> tuple[float, float]:
    """Two prices, of which one may be 0.

    Raises:
        OptionError: they are others.
    """
    try:
        wrong_yes, wrong_no = (float(cost) for cost in costs)
        good = 0 <= wrong_yes < np.inf and 0 <= wrong_no < np.inf and wrong_yes + wrong_no > 0
    except (TypeError, ValueError):
        good = False
    if not good:
        raise OptionError(f"costs: expected two numbers from 0 (a wrong 1, a wrong 0), got {costs!r}")
    return wrong_yes, wrong_no


def _cuts(given: Float64Array) -> Float64Array:
    """One threshold for each way to part the samples, rising, .5 where it does as well."""
    levels = np.unique(given)
    middles = levels[:-1] + np.diff(levels) / 2
    cuts = np.concatenate([[min(levels[0], 0.5)], middles, [levels[-1] + (1.0 - levels[-1]) / 2 + 1e-9]])
    place = np.searchsorted(levels, 0.5)  # .5 parts them below this level
    cuts[place] = 0.5
    return np.asarray(cuts)


def _scores(
    given: Float64Array, right: IntArray, cuts: Float64Array, goal: Goal, price: tuple[float, float]
) -> Float64Array:
    """The goal at each threshold, the greater the better."""
    order = np.argsort(given, kind="stable")
    below = np.searchsorted(given[order], cuts, side="left")  # samples that get 0
    ones = np.concatenate([[0], np.cumsum(right[order])])
    wrong_no = ones[below]
    wrong_yes = (right.size - below) - (ones[-1] - wrong_no)
    if goal == "f1":
        hits = ones[-1] - wrong_no
        return _share(2.0 * hits, 2.0 * hits + wrong_yes + wrong_no)
    if goal == "cost":
        return np.asarray(-(price[0] * wrong_yes + price[1] * wrong_no) / right.size)
    return np.asarray(1.0 - (wrong_yes + wrong_no) / right.size)


def _share(part: npt.NDArray[Any], whole: npt.NDArray[Any]) -> Float64Array:
    """The part of the whole, 0 of nothing."""
    return np.asarray(np.divide(part, whole, out=np.zeros(part.size), where=whole > 0))

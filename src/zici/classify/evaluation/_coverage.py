"""What is gained where a classifier may say that it doesn't know."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici.classify.evaluation._reliability import checked
from zici.errors import EmptyError, OptionError

POINTS = 50


class Abstention(NamedTuple):
    """What a zone without answer does.

    Attributes:
        answered: texts that got an answer.
        coverage: their share of all, 0 to 1.
        accuracy: the share of the answers that is right; None if there is none.
    """

    answered: int
    coverage: float
    accuracy: float | None


class Covered(NamedTuple):
    """The surest answers.

    Attributes:
        coverage: their share of all texts, above 0 up to 1.
        accuracy: the share of them that is right.
        confidence: the least probability among them.
    """

    coverage: float
    accuracy: float
    confidence: float


def abstention(targets: npt.ArrayLike, decided: npt.ArrayLike) -> Abstention:
    """Coverage, and accuracy of what was answered.

    Args:
        targets: the right classes, integers of shape (texts,).
        decided: the answers, -1 where there is none, of shape (texts,).

    Raises:
        EmptyError: there is no text.
        OptionError: shapes that don't fit.

    Example:
        >>> abstention([0, 1, 1, 0], [0, 1, -1, 1])
        Abstention(answered=3, coverage=0.75, accuracy=0.6666666666666666)
    """
    right, given = np.asarray(targets), np.asarray(decided)
    if right.size == 0:
        raise EmptyError("targets: expected at least one text, got none")
    if right.shape != given.shape:
        raise OptionError(f"decided: expected one for each of {right.size} texts, got {given.size}")
    answered = given >= 0
    number = int(answered.sum())
    accuracy = float((right == given)[answered].mean()) if number else None
    return Abstention(number, number / right.size, accuracy)


def coverage_curve(
    confidence: npt.ArrayLike, hits: npt.ArrayLike, *, points: int = POINTS
) -> tuple[Covered, ...]:
    """The accuracy where only the surest answers are given, from few of them to all.

    Texts of one probability are in or out together.

    Args:
        confidence: the probability of each answer, 0 to 1, of shape (texts,).
        hits: whether it is right, of shape (texts,).
        points: at most so many, from 1.

    Raises:
        EmptyError: there is no text.
        OptionError: shapes or numbers that don't fit.

    Source:
        El-Yaniv & Wiener 2010, "On the Foundations of Noise-free Selective Classification".

    Example:
        >>> [(point.coverage, point.accuracy) for point in coverage_curve([0.9, 0.6], [True, False])]
        [(0.5, 1.0), (1.0, 0.5)]
    """
    sure, hit = checked(confidence, hits)
    if points < 1:
        raise OptionError(f"points: expected at least 1, got {points}")
    order = np.argsort(-sure, kind="stable")
    levels, rights = sure[order], np.cumsum(hit[order])
    ends = np.flatnonzero(np.append(levels[1:] != levels[:-1], True)) + 1
    wanted = np.searchsorted(ends, np.linspace(0, sure.size, points + 1)[1:] - 1e-9)
    chosen = ends[np.unique(wanted)]
    return tuple(
        Covered(int(end) / sure.size, float(rights[end - 1] / end), float(levels[end - 1])) for end in chosen
    )

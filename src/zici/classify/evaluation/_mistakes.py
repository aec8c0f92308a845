"""The answers that are wrong though the classifier is sure of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from zici.classify.evaluation._confusion import Float64, Int64
from zici.errors import OptionError


class Mistake(NamedTuple):
    """A wrong answer.

    Attributes:
        row: of the text, from 0.
        text: it.
        label: what it should be.
        answer: what the classifier said.
        confidence: the probability it gave that.
    """

    row: int
    text: str
    label: Any
    answer: Any
    confidence: float


def worst_mistakes(
    texts: Sequence[str],
    targets: Int64,
    answers: Int64,
    *,
    confidence: Float64,
    labels: Sequence[Any],
    number: int = 20,
) -> tuple[Mistake, ...]:
    """The wrong answers of the greatest probability, these first; equals in the order of the texts.

    Args:
        texts: all of them.
        targets: the right classes, int64 of shape (texts,).
        answers: the classes answered, int64 of shape (texts,).
        confidence: the probability of each answer, of shape (texts,).
        labels: the names of the classes.
        number: at most so many, from 0.

    Raises:
        OptionError: a number below 0.

    Example:
        >>> from numpy import array
        >>> sure = array([0.9, 0.8])
        >>> worst_mistakes("甲乙", array([0, 1]), array([1, 1]), confidence=sure, labels="坏好")
        (Mistake(row=0, text='甲', label='坏', answer='好', confidence=0.9),)
    """
    if number < 0:
        raise OptionError(f"number: expected 0 or more, got {number}")
    wrong = np.flatnonzero(targets != answers)
    order = wrong[np.argsort(-confidence[wrong], kind="stable")][:number]
    return tuple(
        Mistake(row, texts[row], labels[targets[row]], labels[answers[row]], float(confidence[row]))
        for row in order.tolist()
    )

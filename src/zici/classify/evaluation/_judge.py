"""What a classifier says of texts whose labels are known, a number or two for each text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from zici._progress import Progress, Step, silent
from zici.classify._training import CELLS, Decision
from zici.classify.evaluation._confusion import Float64, Int64

AT_ONCE = 4096  # texts: little enough that progress moves


class Answers(NamedTuple):
    """What a classifier says of some texts.

    Attributes:
        chances: the probability of each class, float64 of shape (texts, classes).
        chosen: what ``predict`` says, int64 of shape (texts,).
        decided: what ``decide`` says, -1 where there is no answer; without a zone the same as ``chosen``.
    """

    chances: Float64
    chosen: Int64
    decided: Int64


class Judged(NamedTuple):
    """Answers beside the right classes; every column has the shape (texts,).

    Attributes:
        targets: the right class, int64; beyond the classifier's classes for one that it doesn't know.
        answers: what ``predict`` says, int64.
        decided: what ``decide`` says, int64, -1 where there is no answer.
        best: the most probable class, int64; another than ``answers`` where a threshold decides.
        given: the probability of the answer, float64.
        top: the probability of the most probable class, float64.
        chances: the probability of the right class, float64, NaN where the classifier doesn't know it.
    """

    targets: Int64
    answers: Int64
    decided: Int64
    best: Int64
    given: Float64
    top: Float64
    chances: Float64


def answer(classifier: Any, texts: Sequence[str]) -> Iterator[Answers]:
    """What a fitted :class:`zici.classify.TextClassifier` says of texts, part by part, in their order.

    Every part is small enough for ten thousand classes.

    Raises:
        InputError: texts that are not str.
        NotFittedError: ``fit`` was not called.
    """
    step = min(AT_ONCE, max(CELLS // classifier.classes_.size, 1))
    decision = Decision(classifier.temperature_, classifier.threshold_)
    for begin in range(0, len(texts), step):
        chances = classifier.predict_proba(texts[begin : begin + step])
        chosen = decision.classes(chances)
        zone = classifier.zone_
        yield Answers(chances, chosen, chosen if zone is None else zone.answers(chances))


def judge(
    classifier: Any, texts: Sequence[str], targets: Int64, *, progress: Progress | None = None
) -> Judged:
    """The answers of a fitted classifier beside the right classes.

    Args:
        classifier: a fitted :class:`zici.classify.TextClassifier`.
        texts: at least one.
        targets: their classes as places in ``classes_``, int64 of shape (texts,); greater: unknown to it.
        progress: told of the stage "classify".

    Raises:
        InputError: texts that are not str.
        NotFittedError: ``fit`` was not called.
    """
    tell = progress or silent
    columns: list[list[Any]] = [[] for _ in range(6)]
    done = 0
    for part in answer(classifier, texts):
        rows = np.arange(len(part.chances))
        right = targets[done : done + rows.size]
        known = right < part.chances.shape[1]
        best = part.chances.argmax(axis=1)
        chances = np.where(known, part.chances[rows, np.where(known, right, 0)], np.nan)
        sure = part.chances[rows, part.chosen]
        found = (part.chosen, part.decided, best, sure, part.chances[rows, best], chances)
        for column, values in zip(columns, found, strict=True):
            column.append(values)
        done += rows.size
        tell(Step("classify", done, len(texts), "texts"))
    return Judged(targets, *(np.concatenate(column) for column in columns))

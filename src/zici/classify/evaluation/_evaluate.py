"""All measures of a classifier on texts whose labels are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from zici._progress import Progress
from zici.classify._inputs import check_texts
from zici.classify.evaluation._confusion import (
    ClassScore,
    Confusion,
    Int64,
    accuracy_interval,
    class_scores,
    confusion,
    macro_f1,
)
from zici.classify.evaluation._coverage import Abstention, Covered, abstention, coverage_curve
from zici.classify.evaluation._judge import Judged, judge
from zici.classify.evaluation._mistakes import Mistake, worst_mistakes
from zici.classify.evaluation._reliability import BINS, Bin, expected_error, log_loss, reliability
from zici.errors import EmptyError, InputError


@dataclass(frozen=True)
class Evaluation:
    """How a classifier does on texts with labels.

    Attributes:
        texts: how many.
        accuracy: the share of right answers; a text of a class that the classifier doesn't know counts as
            wrong, here and in the measures of the classes.
        interval: between which shares the accuracy on more such texts lies, with 95 % confidence.
        majority: the accuracy of always answering the class that is most frequent here.
        macro_f1: the mean F1 of the classes that occur among the texts or the answers.
        log_loss: the mean of -ln of the right class's probability; None if no class is known.
        calibration_error: how far probabilities are from accuracies, 0 to 1.
        bins: answers by their probability.
        classes: precision, recall, F1 of each class; at the end those that the classifier doesn't know.
        confusion: which class got which answer, in the order of ``classes``.
        curve: the accuracy where only the surest answers are given.
        abstention: what the zone without answer does; None without a zone.
        mistakes: wrong answers, the surest first.
        unseen: labels that the classifier doesn't know, with their texts.
    """

    texts: int
    accuracy: float
    interval: tuple[float, float]
    majority: float
    macro_f1: float
    log_loss: float | None
    calibration_error: float
    bins: tuple[Bin, ...]
    classes: tuple[ClassScore, ...]
    confusion: Confusion
    curve: tuple[Covered, ...]
    abstention: Abstention | None
    mistakes: tuple[Mistake, ...]
    unseen: tuple[tuple[Any, int], ...]

    def to_dict(self) -> dict[str, Any]:
        """Everything as JSON can write it; of the confusion the pairs that occur."""
        labels = [score.label for score in self.classes]
        pairs = zip(*(column.tolist() for column in self.confusion[:3]), strict=True)
        return {
            "texts": self.texts,
            "accuracy": self.accuracy,
            "interval": list(self.interval),
            "majority": self.majority,
            "macro_f1": self.macro_f1,
            "log_loss": self.log_loss,
            "calibration_error": self.calibration_error,
            "abstention": None if self.abstention is None else self.abstention._asdict(),
            "unseen": [{"label": label, "texts": texts} for label, texts in self.unseen],
            "classes": [score._asdict() for score in self.classes],
            "confusion": [
                {"label": labels[target], "answer": labels[answer], "texts": texts}
                for target, answer, texts in pairs
            ],
            "bins": [one._asdict() for one in self.bins],
            "curve": [point._asdict() for point in self.curve],
            "mistakes": [mistake._asdict() for mistake in self.mistakes],
        }


def evaluate(
    classifier: Any,
    texts: Iterable[str],
    labels: Iterable[Any],
    *,
    mistakes: int = 20,
    bins: int = BINS,
    progress: Progress | None = None,
) -> Evaluation:
    """Measure a fitted classifier on texts that it wasn't trained on.

    Args:
        classifier: a fitted :class:`zici.classify.TextClassifier`.
        texts: at least one.
        labels: the right ones, of the same kind as the classifier's; one that it doesn't know is told.
        mistakes: how many of the worst to keep.
        bins: of the probabilities.
        progress: told of the stage "classify".

    Raises:
        InputError: texts that are not str, or not as many labels.
        EmptyError: there is no text.
        OptionError: a number outside its range.
        NotFittedError: ``fit`` was not called.

    Example:
        >>> from zici.classify import TextClassifier
        >>> texts, labels = ["很好吃", "好看", "难吃", "太差了"] * 5, ["好", "好", "坏", "坏"] * 5
        >>> clf = TextClassifier("linear", workers=1).fit(texts, labels)
        >>> found = evaluate(clf, ["好吃", "真差", "一般"], ["好", "坏", "中"])
        >>> found.unseen, round(found.accuracy, 3), found.classes[2].recall
        ((('中', 1),), 0.667, 0.0)
    """
    found, right = check_texts(texts), list(labels)
    if not found:
        raise EmptyError("texts: expected at least one with its label, got none")
    if len(right) != len(found):
        raise InputError(f"labels: expected one for each of {len(found):,} texts, got {len(right):,}")
    names, targets = places_of(right, classifier.classes_.tolist())
    judged = judge(classifier, found, targets, progress=progress)
    unseen = Counter(right[place] for place in np.flatnonzero(targets >= classifier.classes_.size).tolist())
    zone = None if classifier.zone_ is None else abstention(targets, judged.decided)
    return _measure(found, judged, names, zone=zone, unseen=unseen, sizes=(mistakes, bins))


def _measure(
    texts: list[str],
    judged: Judged,
    names: list[Any],
    *,
    zone: Abstention | None,
    unseen: Mapping[Any, int],
    sizes: tuple[int, int],
) -> Evaluation:
    counted = confusion(judged.targets, judged.answers, len(names))
    scores = class_scores(counted, names)
    bins = reliability(judged.top, judged.best == judged.targets, bins=sizes[1])
    worst = worst_mistakes(
        texts, judged.targets, judged.answers, confidence=judged.given, labels=names, number=sizes[0]
    )
    return Evaluation(
        texts=len(texts),
        accuracy=counted.right / counted.texts,
        interval=accuracy_interval(counted.right, counted.texts),
        majority=max(score.support for score in scores) / len(texts),
        macro_f1=macro_f1(scores),
        log_loss=log_loss(judged.chances),
        calibration_error=expected_error(bins),
        bins=bins,
        classes=scores,
        confusion=counted,
        curve=coverage_curve(judged.given, judged.answers == judged.targets),
        abstention=zone,
        mistakes=worst,
        unseen=tuple((name, unseen[name]) for name in names if name in unseen),
    )


def places_of(labels: Sequence[Any], known: Sequence[Any]) -> tuple[list[Any], Int64]:
    """The known classes and behind them those that only the labels have, and each label's place among all.

    Example:
        >>> names, places = places_of(["好", "中"], ["坏", "好"])
        >>> names, places.tolist()
        (['坏', '好', '中'], [1, 2])
    """
    names = [*known, *sorted(set(labels).difference(known), key=str)]
    table = {name: place for place, name in enumerate(names)}
    return names, np.fromiter((table[label] for label in labels), np.int64, len(labels))

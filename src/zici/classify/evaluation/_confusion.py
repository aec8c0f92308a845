"""Which class got which answer, and the measures that follow from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zici.errors import EmptyError, OptionError

Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]


class ClassScore(NamedTuple):
    """How well one class is told from the others.

    Attributes:
        label: the class.
        precision: of the texts that got this answer, the share that is right; 0 if none got it.
        recall: of the texts of this class, the share that got it; 0 if there is none.
        f1: their harmonic mean.
        support: texts of this class.
        answered: texts that got this answer.
    """

    label: Any
    precision: float
    recall: float
    f1: float
    support: int
    answered: int


class Confusion(NamedTuple):
    """How many texts of a class got which answer: the pairs that occur, few even with ten thousand classes.

    Attributes:
        targets: the right class of each pair, int64 of shape (pairs,), rising.
        answers: the class that was answered, int64 of shape (pairs,).
        counts: texts, int64 of shape (pairs,), from 1.
        classes: how many classes there are.
    """

    targets: Int64
    answers: Int64
    counts: Int64
    classes: int

    @property
    def texts(self) -> int:
        """All texts."""
        return int(self.counts.sum())

    @property
    def right(self) -> int:
        """Texts whose answer is right."""
        return int(self.counts[self.targets == self.answers].sum())

    def matrix(self, chosen: Sequence[int] | None = None) -> Int64:
        """The counts of the chosen classes (None: all), int64 of shape (chosen, chosen), a row a class.

        Example:
            >>> confusion([0, 0, 1], [0, 1, 1], 2).matrix().tolist()
            [[1, 1], [0, 1]]
        """
        wanted = np.arange(self.classes) if chosen is None else np.asarray(chosen, np.int64)
        places = np.full(self.classes, -1)
        places[wanted] = np.arange(wanted.size)
        rows, columns = places[self.targets], places[self.answers]
        inside = (rows >= 0) & (columns >= 0)
        found = np.zeros((wanted.size, wanted.size), np.int64)
        found[rows[inside], columns[inside]] = self.counts[inside]
        return found


def confusion(targets: npt.ArrayLike, answers: npt.ArrayLike, classes: int) -> Confusion:
    """Count which class got which answer.

    Args:
        targets: the right classes, integers from 0 below ``classes``, of shape (texts,).
        answers: the classes that were answered, of the same kind.
        classes: how many there are.

    Raises:
        EmptyError: there is no text.
        OptionError: shapes that don't fit, or a class outside the range.

    Example:
        >>> confusion([0, 0, 1], [0, 1, 1], 2).counts.tolist()
        [1, 1, 1]
    """
    right, given = _classes("targets", targets, classes), _classes("answers", answers, classes)
    if right.shape != given.shape:
        raise OptionError(f"answers: expected one for each of {right.size} texts, got {given.size}")
    pairs, counts = np.unique(right * classes + given, return_counts=True)
    return Confusion(pairs // classes, pairs % classes, counts.astype(np.int64), classes)


def class_scores(counted: Confusion, labels: Sequence[Any]) -> tuple[ClassScore, ...]:
    """Precision, recall and F1 of every class, in the order of ``labels``.

    Raises:
        OptionError: not as many labels as classes.

    Example:
        >>> class_scores(confusion([0, 0, 1], [0, 1, 1], 2), ["坏", "好"])[1]
        ClassScore(label='好', precision=0.5, recall=1.0, f1=0.6666666666666666, support=1, answered=2)
    """
    if len(labels) != counted.classes:
        raise OptionError(f"labels: expected {counted.classes:,}, one for each class, got {len(labels):,}")
    support = _sums(counted.targets, counted)
    answered = _sums(counted.answers, counted)
    hits = _sums(counted.targets, counted, counted.targets == counted.answers)
    columns = (_share(hits, answered), _share(hits, support), _share(2 * hits, support + answered))
    numbers = zip(*(column.tolist() for column in (*columns, support, answered)), strict=True)
    return tuple(ClassScore(label, *row) for label, row in zip(labels, numbers, strict=True))


def macro_f1(scores: Sequence[ClassScore]) -> float:
    """The mean F1 of the classes that occur among the texts or among the answers.

    Raises:
        EmptyError: there is no such class.

    Example:
        >>> macro_f1(class_scores(confusion([0, 1], [0, 0], 3), "abc"))
        0.3333333333333333
    """
    found = [score.f1 for score in scores if score.support or score.answered]
    if not found:
        raise EmptyError("scores: expected a class with texts or answers, got none")
    return float(np.mean(found))


def accuracy_interval(right: int, texts: int) -> tuple[float, float]:
    """Between which shares the accuracy on more texts of the kind lies, with 95 % confidence (Wilson).

    Raises:
        OptionError: not 0 <= right <= texts, or no text.

    Source:
        Wilson 1927, "Probable Inference, the Law of Succession, and Statistical Inference".

    Example:
        >>> [round(share, 3) for share in accuracy_interval(90, 100)]
        [0.826, 0.945]
    """
    if not 0 <= right <= texts or texts < 1:
        raise OptionError(f"accuracy: expected some of 1 text or more to be right, got {right} of {texts}")
    z = 1.959963984540054  # the normal distribution's 97.5 %
    share, spread = right / texts, z * z / texts
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * (share * (1 - share) / texts + spread / (4 * texts)) ** 0.5
    return max(middle - half, 0.0), min(middle + half, 1.0)


def _classes(name: str, values: npt.ArrayLike, limit: int) -> Int64:
    array = np.asarray(values)
    if array.size == 0:
        raise EmptyError(f"{name}: expected at least one text, got none")
    if array.ndim != 1 or array.dtype.kind not in "iu" or array.min() < 0 or array.max() >= limit:
        raise OptionError(f"{name}: expected integers from 0 to {limit - 1}, got {values!r:.60}")
    return array.astype(np.int64)


def _sums(places: Int64, counted: Confusion, inside: npt.NDArray[np.bool_] | None = None) -> Int64:
    """Texts by class; the numbers are exact."""
    found = np.zeros(counted.classes, np.int64)
    taken = slice(None) if inside is None else inside
    np.add.at(found, places[taken], counted.counts[taken])
    return found


def _share(part: Int64, whole: Int64) -> Float64:
    """The part of the whole, 0 of nothing."""
    return np.asarray(np.divide(part, whole, out=np.zeros(part.size), where=whole > 0))

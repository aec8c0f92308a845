"""Measures of classifiers as rows of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._table import one_line

if TYPE_CHECKING:
    from zici.classify.evaluation import Comparison, Evaluation, Result, Summary


def measures(found: Evaluation) -> dict[str, Any]:
    """The measures that are one number each, with the number of texts."""
    row: dict[str, Any] = {
        "texts": found.texts,
        "accuracy": found.accuracy,
        "macro_f1": found.macro_f1,
        "log_loss": found.log_loss,
        "calibration_error": found.calibration_error,
    }
    if found.abstention is not None:
        row |= {"coverage": found.abstention.coverage, "accuracy_of_answers": found.abstention.accuracy}
    return row


def measure_rows(found: Evaluation) -> list[dict[str, Any]]:
    """The same, one below the other, with what they are to be compared with."""
    rows = [{"measure": name.replace("_", " "), "value": value} for name, value in measures(found).items()]
    low, high = (f"{share:.3f}" for share in found.interval)
    rows.insert(2, {"measure": "accuracy, 95 %", "value": f"{low} to {high}"})
    return [*rows, {"measure": "most frequent class", "value": found.majority}]


def class_rows(found: Evaluation, most: int) -> list[dict[str, Any]]:
    """Precision, recall and F1 of the classes; of many, those with the most texts."""
    scores = list(found.classes)
    if len(scores) > most:
        scores = sorted(scores, key=lambda score: -score.support)[:most]
    return [
        {
            "class": _line(score.label),
            "precision": score.precision,
            "recall": score.recall,
            "f1": score.f1,
            "texts": score.support,
            "answers": score.answered,
        }
        for score in scores
    ]


def confusion_rows(found: Evaluation) -> list[dict[str, Any]]:
    """The confusion matrix, a row a class, a column an answer."""
    names = [_line(score.label) for score in found.classes]
    # Long labels may begin alike, and columns of one name would be one.
    labels = [name if names.count(name) == 1 else f"{name} ({place})" for place, name in enumerate(names, 1)]
    matrix = found.confusion.matrix().tolist()
    return [
        {"class": label, **{f"→{name}": number for name, number in zip(labels, row, strict=True)}}
        for label, row in zip(labels, matrix, strict=True)
    ]


def mistake_lines(found: Evaluation, longest: int) -> list[str]:
    """The surest wrong answers: probability, class, answer, text; a table would have no room for the text."""
    return [
        f"{mistake.confidence:.3f}  {_line(mistake.label)} → {_line(mistake.answer)}  "
        f"{_line(mistake.text, longest)}"
        for mistake in found.mistakes
    ]


def setting_rows(found: Comparison) -> list[dict[str, Any]]:
    """Settings compared, narrow enough for a terminal."""
    return [_setting(result) for result in found.results]


def _setting(result: Result) -> dict[str, Any]:
    against, documents = result.against, result.documents
    return {
        "setting": result.name,
        "train": f"{100 * result.train.mean:.2f}",
        "test": spread(result.test),
        "diff": "-" if against is None else f"{100 * against.difference:+.2f}",
        "p_seeds": None if against is None else against.p,
        "p_texts": None if documents is None else documents.p,
        "s": result.seconds,
    }


def spread(summary: Summary) -> str:
    """Mean and standard deviation, in percent.

    Example:
        >>> from zici.classify.evaluation import summarise
        >>> spread(summarise([0.5, 0.75]))
        '62.50 ±17.68'
    """
    return f"{100 * summary.mean:.2f}" + ("" if summary.sd is None else f" ±{100 * summary.sd:.2f}")


def _line(value: Any, longest: int = 30) -> str:
    """A label or a text on one line."""
    told = " ".join(one_line(str(value)[: 2 * longest + 2]).split())
    return told if len(told) <= longest else told[:longest] + "…"

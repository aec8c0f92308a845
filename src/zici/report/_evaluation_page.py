"""How good a classifier is, as one HTML file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from zici.report._sheet import card, cards, head, percent, table, tiles, write_sheet
from zici.report._sheet_words import EVALUATION
from zici.report.charts import Axis, Bar, Bin, Line, bar_chart, heat_map, line_chart, reliability_chart

if TYPE_CHECKING:
    from zici.classify.evaluation import Evaluation, Overlap

DRAWN = 20  # classes in a chart
LISTED = 200  # classes in the table
LONGEST = 400  # characters of a text
NAMED = 5  # labels in a warning
Words = dict[str, str]


def write_evaluation(
    evaluation: Evaluation,
    path: str | os.PathLike[str],
    *,
    title: str | None = None,
    lang: str | None = None,
    overlap: Overlap | None = None,
) -> None:
    """Write an evaluation as one HTML file that needs no network: measures, charts, the surest mistakes.

    Args:
        evaluation: what :func:`zici.classify.evaluation.evaluate` gave.
        path: the file to write, complete or not at all.
        title: of the page; None: one that says what it is.
        lang: of the page's own text, "en" or "zh"; None: both, that of the browser is shown first.
        overlap: what :func:`zici.classify.evaluation.find_overlap` gave, to be told on the page.

    Raises:
        OptionError: an unknown language.
        OutputError: the file can't be written.

    Example:
        >>> import pathlib, tempfile
        >>> from zici.classify import TextClassifier
        >>> from zici.classify.evaluation import evaluate
        >>> texts, labels = ["很好吃", "好看", "难吃", "太差了"] * 5, ["好", "好", "坏", "坏"] * 5
        >>> clf = TextClassifier("linear", workers=1).fit(texts, labels)
        >>> page = pathlib.Path(tempfile.mkdtemp()) / "page.html"
        >>> write_evaluation(evaluate(clf, texts, labels), page, lang="zh")
        >>> "<title>分类器评测</title>" in page.read_text(encoding="utf-8")
        True
    """

    def version(language: str) -> tuple[str, str]:
        words = EVALUATION[language]
        name = title or words["title"]
        under = words["under"].format(texts=f"{evaluation.texts:,}", classes=f"{len(evaluation.classes):,}")
        body = head(name, under, _warnings(evaluation, overlap, words))
        body += _tiles(evaluation, words) + cards(_cards(evaluation, words))
        wide = [_classes(evaluation, words)] if len(evaluation.classes) > DRAWN else []
        wide += [_mistakes(evaluation, words)] if evaluation.mistakes else []
        return name, body + "".join(wide)

    write_sheet(path, version, lang=lang)


def _warnings(found: Evaluation, overlap: Overlap | None, words: Words) -> list[str]:
    told = []
    if found.unseen:
        some = ", ".join(str(label) for label, _ in found.unseen[:NAMED])
        more = f", … (+{len(found.unseen) - NAMED:,})" if len(found.unseen) > NAMED else ""
        texts = sum(number for _, number in found.unseen)
        told.append(words["unseen"].format(texts=f"{texts:,}", labels=some + more))
    if overlap is not None and overlap.rows.size:
        numbers = {"texts": f"{overlap.rows.size:,}", "all": f"{overlap.texts:,}"}
        told.append(words["overlap"].format(**numbers, share=percent(overlap.share)))
        if overlap.conflicts:
            told.append(words["conflicts"].format(texts=f"{len(overlap.conflicts):,}"))
    return told


def _tiles(found: Evaluation, words: Words) -> str:
    low, high = found.interval
    most = max(found.classes, key=lambda score: score.support).label
    loss = "–" if found.log_loss is None else f"{found.log_loss:.3f}"
    rows = [
        (
            words["accuracy"],
            percent(found.accuracy),
            words["interval"].format(low=percent(low), high=percent(high)),
        ),
        (words["f1"], percent(found.macro_f1), words["f1_note"]),
        (words["majority"], percent(found.majority), words["majority_note"].format(label=f"{most!s:.20}")),
        (words["loss"], loss, words["loss_note"]),
        (words["ece"], percent(found.calibration_error), words["ece_note"]),
    ]
    if found.abstention is not None:
        note = words["answered_note"].format(accuracy=percent(found.abstention.accuracy))
        rows.append((words["answered"], percent(found.abstention.coverage), note))
    return tiles(rows)


def _cards(found: Evaluation, words: Words) -> list[str]:
    chosen = _chosen(found)
    whole = len(chosen) == len(found.classes)
    some = "" if whole else words["some"].format(shown=len(chosen), all=f"{len(found.classes):,}")
    return [
        card(
            words["confusion"],
            f"{words['confusion_note']} {some}",
            _confusion(found, chosen, words),
            scroll=True,
        ),
        card(
            words["reliability"],
            words["reliability_note"],
            reliability_chart(
                [Bin(*one) for one in found.bins],
                title=words["reliability"],
                x=words["probability"],
                y=words["right"],
            ),
        ),
        card(words["curve"], words["curve_note"], _curve(found, words)),
        card(words["classes"], some, _bars(found, chosen, words)),
        *([_classes(found, words)] if whole else []),
    ]


def _chosen(found: Evaluation) -> list[int]:
    """The classes to draw: all, or those with the most mistakes, in the order of the labels."""
    numbers = range(len(found.classes))
    if len(found.classes) <= DRAWN:
        return list(numbers)
    wrong = [score.support + score.answered for score in found.classes]
    counted = found.confusion
    for target, answer, texts in zip(counted.targets, counted.answers, counted.counts, strict=True):
        if target == answer:
            wrong[target] -= 2 * int(texts)
    return sorted(sorted(numbers, key=lambda number: -wrong[number])[:DRAWN])


def _confusion(found: Evaluation, chosen: list[int], words: Words) -> str:
    names = [str(found.classes[number].label) for number in chosen]
    counts = found.confusion.matrix(chosen).tolist()
    return heat_map(counts, names, title=words["confusion"], rows=words["rows"], columns=words["columns"])


def _curve(found: Evaluation, words: Words) -> str:
    line = Line(
        "",
        [0.0, *(point.coverage for point in found.curve)],
        [float("nan")] + [p.accuracy for p in found.curve],
    )
    return line_chart(
        [line],
        title=words["curve"],
        x=Axis(words["coverage"], low=0.0, high=1.0, percent=True),
        y=Axis(words["right"], high=1.0, percent=True),
    )


def _bars(found: Evaluation, chosen: list[int], words: Words) -> str:
    scores = [found.classes[number] for number in chosen]
    bars = [Bar(str(score.label), score.f1, f"{words['support']} {score.support:,}") for score in scores]
    return bar_chart(bars, title=words["classes"], high=1.0, percent=True)


def _classes(found: Evaluation, words: Words) -> str:
    shown = list(found.classes)
    note = words["table_note"]
    if len(shown) > LISTED:
        shown = sorted(shown, key=lambda score: -score.support)[:LISTED]
        note = words["most"].format(shown=LISTED, all=f"{len(found.classes):,}")
    rows = [
        (
            f"{score.label!s:.40}",
            percent(score.precision),
            percent(score.recall),
            percent(score.f1),
            f"{score.support:,}",
            f"{score.answered:,}",
        )
        for score in shown
    ]
    names = [words[name] for name in ("label", "precision", "recall")]
    names += ["F1", words["support"], words["said"]]
    return card(words["table"], note, table(names, rows, kinds="wnnnnn"), scroll=True)


def _mistakes(found: Evaluation, words: Words) -> str:
    rows = [
        (
            mistake.row + 1,
            f"{mistake.label!s:.40}",
            f"{mistake.answer!s:.40}",
            percent(mistake.confidence),
            mistake.text[:LONGEST] + ("…" if len(mistake.text) > LONGEST else ""),
        )
        for mistake in found.mistakes
    ]
    names = [words[name] for name in ("row", "label", "answer", "sure", "text")]
    content = table(names, rows, kinds="nwwnt")
    return card(words["mistakes"], words["mistakes_note"], content, scroll=True)

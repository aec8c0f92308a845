"""How good a classifier is: accuracy with its interval, F1 of each class, which class got which answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nicegui import ui

from zici.studio.pages._bits import bar, cell, row, table, tiles
from zici.studio.pages._numbers import percent
from zici.studio.pages._parts import soft
from zici.studio.pages._texts import Texts

CROSSED = 12  # classes in the matrix
LISTED = 100  # classes in the table
MISTAKES = 20

Found = Mapping[str, Any]


def measures(found: Found, texts: Texts) -> None:
    """All of it, from what ``Evaluation.to_dict`` gives."""
    soft(texts("measured_note", texts=found["texts"]))
    tiles(_tiles(found, texts))
    ui.label(texts("by_class")).classes("z-title").props('role="heading" aria-level="3"')
    _classes(found["classes"], texts)
    ui.label(texts("confusion")).classes("z-title").props('role="heading" aria-level="3"')
    _confusion(found, texts)
    if found["mistakes"]:
        with ui.expansion(texts("mistakes")).classes("z-fold"):
            _mistakes(found["mistakes"][:MISTAKES], texts)


def _tiles(found: Found, texts: Texts) -> list[tuple[str, str, str]]:
    low, high = map(percent, found["interval"])
    return [
        (texts("accuracy"), percent(found["accuracy"]), texts("interval", low=low, high=high)),
        (texts("macro_f1"), percent(found["macro_f1"]), texts("macro_note")),
        (texts("majority"), percent(found["majority"]), texts("majority_note")),
        (texts("calibration"), percent(found["calibration_error"]), texts("calibration_note")),
    ]


def _classes(scores: Sequence[Found], texts: Texts) -> None:
    names = [texts("class"), "", texts("f1"), texts("precision"), texts("recall"), texts("texts")]
    with table(names, "wwnnnn", texts("by_class")):
        for score in sorted(scores, key=lambda score: -score["support"])[:LISTED]:
            with ui.element("tr"):
                cell(score["label"])
                with ui.element("td").classes("z-bar-cell"):
                    bar(score["f1"])
                for name in ("f1", "precision", "recall"):
                    cell(percent(score[name]), kind="n")
                cell(f"{score['support']:,}", kind="n")


def _confusion(found: Found, texts: Texts) -> None:
    """A table; the ground of a cell tells its share of the row, right answers are bold."""
    ranked = sorted(found["classes"], key=lambda score: -(score["support"] + score["answered"]))
    chosen = [score["label"] for score in found["classes"] if score in ranked[:CROSSED]]
    soft(texts("confusion_note"))
    if len(chosen) < len(ranked):
        soft(texts("confusion_more", shown=len(chosen), all=len(ranked)))
    counts = {(pair["label"], pair["answer"]): pair["texts"] for pair in found["confusion"]}
    support = {score["label"]: score["support"] for score in ranked}
    with table([texts("class"), *map(str, chosen)], "w" + "n" * len(chosen), texts("confusion")):
        for label in chosen:
            with ui.element("tr"):
                cell(label, tag="th").props('scope="row"')
                for answer in chosen:
                    count = counts.get((label, answer), 0)
                    made = cell(f"{count:,}", kind="n")
                    share = count / support[label] if support[label] else 0.0
                    made.classes("z-hit" if answer == label else "z-miss").style(f"--share: {share:.3f}")


def _mistakes(found: Sequence[Found], texts: Texts) -> None:
    names = [texts(f"mistake_{name}") for name in ("label", "answer", "sure", "text")]
    with table(names, "wwnw", texts("mistakes")):
        for mistake in found:
            with ui.element("tr"):
                cell(mistake["label"])
                cell(mistake["answer"])
                cell(percent(mistake["confidence"]), kind="n")
                cell(mistake["text"]).classes("z-text")


def comparison(found: Found, texts: Texts) -> None:
    """Settings against the first, from what ``Comparison.to_dict`` gives."""
    numbers = {"seeds": len(found["seeds"]), "train": found["train_texts"], "test": found["test_texts"]}
    soft(texts("compared_note", **numbers))
    names = [
        texts(name)
        for name in (
            "setting",
            "test_accuracy",
            "train_accuracy",
            "macro_f1",
            "against_first",
            "p_seeds",
            "seconds",
        )
    ]
    with table(names, "wnnnnnn", texts("compare")):
        for setting in found["settings"]:
            row(_setting(setting), "wnnnnnn")


def _setting(found: Found) -> list[str]:
    against = found["against"]
    difference = "–" if against is None else f"{100 * against['difference']:+.2f}".replace("-", "−")
    chance = "–" if against is None or against["p"] is None else f"{against['p']:.3f}"
    return [
        found["name"],
        _spread(found["test"]),
        _spread(found["train"]),
        _spread(found["macro_f1"]),
        difference,
        chance,
        f"{found['seconds']:.1f}",
    ]


def _spread(summary: Found) -> str:
    """Mean and standard deviation in percent.

    Example:
        >>> _spread({"mean": 0.9, "sd": 0.0123}), _spread({"mean": 0.9, "sd": None})
        ('90.00 ± 1.23', '90.00')
    """
    mean = f"{100 * summary['mean']:.2f}"
    return mean if summary["sd"] is None else f"{mean} ± {100 * summary['sd']:.2f}"

"""Settings against each other, as one HTML file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from zici.report._sheet import card, cards, head, percent, table, write_sheet
from zici.report._sheet_words import COMPARISON
from zici.report.charts import Spread, point_chart

if TYPE_CHECKING:
    from zici.classify.evaluation import Comparison, Result, Summary

Words = dict[str, str]


def write_comparison(
    comparison: Comparison,
    path: str | os.PathLike[str],
    *,
    title: str | None = None,
    lang: str | None = None,
) -> None:
    """Write a comparison as one HTML file that needs no network: every run, means, tests.

    Args:
        comparison: what :func:`zici.classify.evaluation.compare` gave.
        path: the file to write, complete or not at all.
        title: of the page; None: one that says what it is.
        lang: of the page's own text, "en" or "zh"; None: both, that of the browser is shown first.

    Raises:
        OptionError: an unknown language.
        OutputError: the file can't be written.

    Example:
        >>> import pathlib, tempfile
        >>> from zici.classify.evaluation import compare
        >>> texts, labels = ["很好吃", "好看", "难吃", "太差了"] * 5, ["好", "好", "坏", "坏"] * 5
        >>> found = compare({"linear": {"model": "linear"}}, texts, labels, test=(texts, labels), seeds=[0])
        >>> page = pathlib.Path(tempfile.mkdtemp()) / "page.html"
        >>> write_comparison(found, page, lang="en")
        >>> "<title>Classifiers compared</title>" in page.read_text(encoding="utf-8")
        True
    """

    def version(language: str) -> tuple[str, str]:
        words = COMPARISON[language]
        under = words["under"].format(
            settings=len(comparison.results),
            seeds=len(comparison.seeds),
            train=f"{comparison.train_texts:,}",
            test=f"{comparison.test_texts:,}",
        )
        name = title or words["title"]
        split = words["fixed" if comparison.fixed else "drawn"]
        return name, head(name, f"{under}{'。' if language == 'zh' else '. '}{split}") + _body(
            comparison, words
        )

    write_sheet(path, version, lang=lang)


def _body(found: Comparison, words: Words) -> str:
    tests = [_spread(result.name, result.test) for result in found.results]
    trains = [_spread(result.name, result.train) for result in found.results]
    names = ("setting", "train_column", "test_column", "f1", "difference", "p_seeds", "p_texts", "seconds")
    numbers = table([words[name] for name in names], map(_row, found.results), kinds="wnnnnnnn")
    note = words["tests_fixed" if found.fixed else "tests_drawn"]
    made = [
        card(words["test"], words["test_note"], point_chart(tests, title=words["test"], percent=True)),
        card(words["train"], words["train_note"], point_chart(trains, title=words["train"], percent=True)),
    ]
    return cards(made) + card(words["table"], note, numbers, scroll=True)


def _spread(name: str, summary: Summary) -> Spread:
    return Spread(name, summary.mean, summary.sd, summary.values if len(summary.values) > 1 else ())


def _row(result: Result) -> tuple[str, ...]:
    against, documents = result.against, result.documents
    return (
        result.name,
        _told(result.train),
        _told(result.test),
        _told(result.macro_f1),
        "–" if against is None else f"{100 * against.difference:+.2f}",
        p_value(None if against is None else against.p),
        p_value(None if documents is None else documents.p),
        f"{result.seconds:.3g}",
    )


def _told(summary: Summary) -> str:
    spread = "" if summary.sd is None else f" ± {100 * summary.sd:.2f}"
    return f"{percent(summary.mean, 2).removesuffix('%')}{spread}"


def p_value(value: float | None) -> str:
    """A p value in few digits; a dash for none.

    Example:
        >>> p_value(0.04321), p_value(1e-9), p_value(None)
        ('0.043', '< 0.001', '–')
    """
    if value is None:
        return "–"
    return "< 0.001" if value < 0.001 else f"{value:.3f}"

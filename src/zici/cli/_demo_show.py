"""The demo's result as a page of text."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ._progress import human, seconds
from ._table import print_table

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

SAMPLE = 64  # characters


def show(report: Mapping[str, Any], output: Path | None) -> None:
    """Print the words by length, the new ones, samples, scores and times."""
    from rich.console import Console

    console = Console(file=sys.stdout, highlight=False, markup=False)
    counts = report["counts"]
    _head(console, "The text, without its segmentation")
    console.print(
        f"People's Daily, January 1998: {counts['newspaper_characters']:,} characters; "
        f"{counts['reviews']:,} reviews: {counts['review_characters']:,} characters"
    )
    _head(console, f"Words found: {counts['words']:,}; the most frequent of each length")
    console.print(_by_length(report["top"]))
    _head(console, f"In no dictionary here: {counts['new_words']:,}; the most frequent with firm cohesion")
    console.print(_listed(report["new"]))
    compared = "; ".join(f"{name} ({size:,} words)" for name, size in report["compared_with"].items())
    console.print(f"compared with: {compared}", style="dim")
    _show_samples(console, report)
    _show_scores(console, report)
    console.print(_times(report))
    if output is not None:
        console.print(f"kept in {output}: text, words, cut, gold")


def _show_samples(console: Console, report: Mapping[str, Any]) -> None:
    _head(console, "Samples: the text, cut by zici, and cut by hand where that is known")
    for sample in report["samples"]:
        console.print(sample["text"][:SAMPLE], style="bold")
        console.print(_beginning(sample["cut"]), style="green")
        if sample["gold"]:
            console.print(_beginning(sample["gold"]), style="dim")


def _show_scores(console: Console, report: Mapping[str, Any]) -> None:
    _head(console, "Against the newspaper's own segmentation, which was not used")
    print_table([report["scores"]])


def _by_length(top: Mapping[str, Mapping[str, int]]) -> Table:
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0))
    for length, words in top.items():
        table.add_row(length, _listed(words))
    return table


def _head(console: Console, text: str) -> None:
    console.print(f"\n{text}", style="bold")


def _listed(words: Mapping[str, int]) -> str:
    return "  ".join(f"{word} {human(count)}" for word, count in words.items())


def _beginning(words: list[str]) -> str:
    """The words of the first SAMPLE characters."""
    shown, size = [], 0
    for word in words:
        size += len(word)
        if size > SAMPLE:
            break
        shown.append(word)
    return " ".join(shown)


def _times(report: Mapping[str, Any]) -> str:
    times = report["seconds"]
    return "; ".join(f"{name} {seconds(value)}" for name, value in times.items())

"""The demo's result as a page of text."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ._progress import seconds
from ._table import print_table

if TYPE_CHECKING:
    from rich.console import Console

SAMPLE = 47  # characters
HEAD = 12  # columns


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
    for length, words in report["top"].items():
        _show_words(console, words, head=length)
    _head(
        console,
        f"In no dictionary here: {counts['new_words']:,}; the most frequent, firm inside and free outside",
    )
    _show_words(console, report["new"])
    compared = "; ".join(f"{name} ({size:,} words)" for name, size in report["compared_with"].items())
    console.print(f"compared with: {compared}", style="dim")
    _head(console, "Word vectors of the cut text: what is nearest")
    for word, near in report["near"].items():
        console.print(f"{word:<{HEAD // 2}}{' '.join(near)}")
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


def _head(console: Console, text: str) -> None:
    console.print(f"\n{text}", style="bold")


def _show_words(console: Console, words: Mapping[str, int], *, head: str = "") -> None:
    """Words with counts in lines that fill the width; the head stands before the first line."""
    from rich.cells import cell_len

    lines, line = [], f"{head:<{HEAD if head else 0}}"
    indent = " " * len(line)
    for word, count in words.items():
        item = f"{word} {count:,}  "
        if cell_len(line + item.rstrip()) > console.width:
            lines.append(line)
            line = indent
        line += item
    for full in [*lines, line]:
        console.print(full.rstrip())


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

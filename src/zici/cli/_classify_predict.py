"""``zici classify predict``: a label for every text."""

from __future__ import annotations

import json as writer
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from zici.errors import EmptyError

from . import _classify_options as own
from . import _options as opt
from ._guard import say
from ._inputs import STDIN
from ._output import output_stream
from ._progress import progress_bars

if TYPE_CHECKING:
    from zici.classify import TextClassifier
    from zici.classify.data import Row

EXAMPLE = (
    "Example: zici classify predict model/ texts.txt > labels.tsv\n\n"
    "Example: zici classify predict model/ reviews.csv --text review --proba --json"
)
BATCH = 4096  # texts

Proba = Annotated[bool, typer.Option("--proba", help="The probability of every class, too.")]
Shown = Annotated[bool, typer.Option("--show-text/--no-text", help="The text behind its label.")]
Answer = tuple[str, Any, list[float]]
"""A text, its label (None: no answer), and the probabilities where they are wanted."""


def predict(
    model: own.ModelFolder,
    inputs: opt.Inputs = None,
    output: opt.Output = None,
    proba: Proba = False,
    show_text: Shown = True,
    json: opt.Json = False,
    text: own.Text = None,
    encoding: opt.Encoding = None,
    input_format: opt.InputFormat = None,
    on_error: own.OnError = "raise",
    quiet: opt.Quiet = False,
) -> None:
    """Give every text a label: a line of a text file, a row of a table.

    Where the classifier was trained with --abstain and is not sure, and for empty lines, the label is empty:
    the output has a line for every line of the input.
    """
    from zici.classify import TextClassifier

    classifier = TextClassifier.load(model)
    names = list(inputs or [STDIN])
    if STDIN in names and sys.stdin.isatty():
        say("reading texts from the terminal, a line each; end them with Ctrl-D, or name files")
    with progress_bars(quiet=quiet, kernels=()) as progress:
        from zici.classify.data import read_rows

        rows = read_rows(
            names, text=text, format=input_format, encoding=encoding, errors=on_error, progress=progress
        )
        batches = iter(lambda: list(islice(rows, BATCH)), [])
        first = next(batches, None)
        if first is None:
            raise EmptyError(f"{_told(names)}: expected texts, a line or a row each, found none")
        found = _answers(classifier, first, batches, proba=proba)
        with output_stream(output) as stream:
            if json:
                _write_json(stream, found, classifier, show_text=show_text)
            else:
                _write_table(stream, found, classifier, proba=proba, show_text=show_text)


def _answers(
    classifier: TextClassifier, first: list[Row], rest: Iterable[list[Row]], *, proba: bool
) -> Iterator[Answer]:
    from zici.classify.evaluation import answer

    names = classifier.classes_.tolist()
    for batch in (part for parts in ([first], rest) for part in parts):
        texts = [row.text for row in batch]
        place = 0
        for part in answer(classifier, texts):
            chances = part.chances.tolist() if proba else [[]] * len(part.decided)
            for chosen, odds in zip(part.decided.tolist(), chances, strict=True):
                known = chosen >= 0 and texts[place].strip()
                yield texts[place], names[chosen] if known else None, odds
                place += 1


def _write_table(
    stream: BinaryIO, found: Iterable[Answer], classifier: TextClassifier, *, proba: bool, show_text: bool
) -> None:
    names = [f"p({_cell(name)})" for name in classifier.classes_.tolist()] if proba else []
    head = ["label", *names, *(["text"] if show_text else [])]
    stream.write(("\t".join(head) + "\n").encode("utf-8"))
    for text, label, odds in found:
        cells = ["" if label is None else _cell(label), *(f"{value:.6f}" for value in odds)]
        cells += [_cell(text)] if show_text else []
        stream.write(("\t".join(cells) + "\n").encode("utf-8", "replace"))


def _write_json(
    stream: BinaryIO, found: Iterable[Answer], classifier: TextClassifier, *, show_text: bool
) -> None:
    names = [str(name) for name in classifier.classes_.tolist()]
    stream.write(b"[")
    for place, (text, label, odds) in enumerate(found):
        row: dict[str, Any] = {"label": label}
        if odds:
            row["probabilities"] = dict(zip(names, odds, strict=True))
        if show_text:
            row["text"] = text
        line = ("," if place else "") + "\n" + writer.dumps(row, ensure_ascii=False)
        stream.write(line.encode("utf-8", "replace"))
    stream.write(b"\n]\n")


def _cell(value: Any) -> str:
    """A value without what would end its cell."""
    return " ".join(str(value).split())


def _told(names: list[str]) -> str:
    return "standard input" if names == [STDIN] else ", ".join(names)

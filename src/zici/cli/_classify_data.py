"""Labelled texts for the commands of ``zici classify``: read, checked for duplicates, told."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import typer

from ._guard import say
from ._inputs import STDIN
from ._options import InputFormatChoice, OnErrorChoice

if TYPE_CHECKING:
    from zici._progress import Progress
    from zici.classify.data import Labelled
    from zici.classify.evaluation import Conflict, Duplicates, Overlap

SHOWN = 5  # conflicts, skipped rows, unknown labels
LONGEST = 30  # characters of a text in a message


@dataclass(frozen=True)
class Reading:
    """How tables are to be read: the options of ``read_labelled``."""

    text: str | None = None
    label: str | None = None
    encoding: str | None = None
    format: InputFormatChoice | None = None
    errors: OnErrorChoice = "raise"


def read_data(
    inputs: Sequence[str] | None, classes: Mapping[str, Sequence[str]], reading: Reading, progress: Progress
) -> Labelled:
    """Texts with labels, from tables or from a file for each class; rows left out are told."""
    from zici.classify.data import read_classes, read_labelled

    options = asdict(reading)
    if classes:
        if inputs:
            raise typer.BadParameter("--class: expected in the place of DATA, found both")
        if reading.label is not None:
            raise typer.BadParameter("--label: with --class the file tells the label; leave it out")
        options.pop("label")
        found = read_classes(
            {name: list(paths) for name, paths in classes.items()}, **options, progress=progress
        )
    else:
        if not inputs:
            raise typer.BadParameter("expected DATA (tables of texts with labels), or --class NAME=PATH")
        if STDIN in inputs and sys.stdin.isatty():
            say("reading a table from the terminal; end it with Ctrl-D, or name files")
        found = read_labelled(list(inputs), **options, progress=progress)
    tell_skipped(found)
    return found


def tell_skipped(found: Labelled) -> None:
    """Name rows that were left out."""
    for place, reason in found.skipped[:SHOWN]:
        say(f"skipped {place}: {reason}")
    if len(found.skipped) > SHOWN:
        say(f"skipped {len(found.skipped) - SHOWN:,} more rows")


def tell_duplicates(data: Labelled, found: Duplicates, *, dropped: bool) -> None:
    """Say how many texts stand there more than once, and which have labels that contradict."""
    again = found.texts - found.distinct
    if again:
        what = "; each is kept once" if dropped else "; --drop-duplicates keeps each once"
        say(f"{again:,} of {found.texts:,} texts stand there before already{what}")
    _tell_conflicts(found.conflicts, lambda row: str(data.places[row]))
    if found.conflicts and dropped:
        say(f"{len(found.conflicts):,} texts with labels that contradict are left out")


def tell_overlap(test: Labelled, train: Labelled, found: Overlap) -> None:
    """Say how many texts of a test were trained on, and which have another label there."""
    if not found.rows.size:
        return
    say(
        f"{found.rows.size:,} of {found.texts:,} texts of the test ({found.share:.1%}) were trained on: "
        "the measures are too good"
    )
    for conflict in found.conflicts[:SHOWN]:
        first, *others = conflict.rows
        places = [str(test.places[first]), *(str(train.places[row]) for row in others)]
        _tell_conflict(conflict, places)
    if len(found.conflicts) > SHOWN:
        say(f"{len(found.conflicts) - SHOWN:,} more texts have another label there")


def _tell_conflicts(conflicts: Sequence[Conflict], place: Any) -> None:
    for conflict in conflicts[:SHOWN]:
        _tell_conflict(conflict, [place(row) for row in conflict.rows])
    if len(conflicts) > SHOWN:
        say(f"{len(conflicts) - SHOWN:,} more texts have labels that contradict")


def _tell_conflict(conflict: Conflict, places: Sequence[str]) -> None:
    firsts = dict(reversed(list(zip(conflict.labels, places, strict=True))))
    told = ", ".join(f"{label!r} ({firsts[label]})" for label in dict.fromkeys(conflict.labels))
    say(f"one text, more than one label: {short(conflict.text)!r} has {told}")


def short(text: str) -> str:
    """The beginning of a text, for a message.

    Example:
        >>> short("字" * 99) == "字" * 30 + "…"
        True
    """
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def conflicts_as_rows(data: Labelled, conflicts: Sequence[Conflict]) -> list[dict[str, Any]]:
    """Conflicts for ``--json``."""
    return [
        {
            "text": conflict.text,
            "labels": list(conflict.labels),
            "places": [str(data.places[row]) for row in conflict.rows],
        }
        for conflict in conflicts
    ]


@contextmanager
def told_warnings() -> Iterator[None]:
    """Say what the library warns of, a line each, without the place in its code."""
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always", UserWarning)
        yield
    told = (str(warning.message) for warning in found if issubclass(warning.category, UserWarning))
    for message in dict.fromkeys(told):
        say(message)

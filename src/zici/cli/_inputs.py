"""From INPUT arguments to a Corpus."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from ._guard import say
from ._options import InputFormatChoice, OnErrorChoice

if TYPE_CHECKING:
    from zici._progress import Progress
    from zici.corpus import Corpus
    from zici.mining import MiningResult

STDIN = "-"


@dataclass(frozen=True)
class Reading:
    """How input is to be read: the options that Corpus takes."""

    text: str | None = None
    encoding: str | None = None
    format: InputFormatChoice | None = None
    errors: OnErrorChoice = "raise"
    nfkc: bool = False
    simplify: bool = False


def open_corpus(inputs: Sequence[str] | None, reading: Reading, progress: Progress) -> Corpus:
    """The corpus of the given files, or of standard input where there is none."""
    from zici.corpus import Corpus

    return Corpus(input_names(inputs), **asdict(reading), progress=progress)


def input_names(inputs: Sequence[str] | None) -> list[str]:
    """The given files, or standard input; says so where that is a terminal."""
    names = list(inputs or [STDIN])
    if STDIN in names and sys.stdin.isatty():
        say("reading text from the terminal; end it with Ctrl-D, or name files")
    return names


def report_skipped(read: Corpus | MiningResult) -> None:
    """Name every document that could not be read and was left out."""
    for path, reason in read.skipped:
        say(f"skipped {path}: {reason}")

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

    names = list(inputs or [STDIN])
    if STDIN in names and sys.stdin.isatty():
        say("reading text from the terminal; end it with Ctrl-D, or name files")
    return Corpus(names, **asdict(reading), progress=progress)


def report_skipped(corpus: Corpus) -> None:
    """Name every document that could not be read and was left out."""
    for path, reason in corpus.skipped:
        say(f"skipped {path}: {reason}")

"""The options that ``zici qa train``, ``answer`` and ``ask`` share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from zici.qa.reader import Decoding

_READING = "Reading answers"

ReaderFolder = Annotated[
    Path, typer.Argument(metavar="READER", help="What qa train wrote.", show_default=False)
]
MaxLength = Annotated[
    int,
    typer.Option(
        metavar="N",
        help="The longest answer, in characters; letters and digits count half.",
        min=1,
        rich_help_panel=_READING,
    ),
]
Threshold = Annotated[
    float,
    typer.Option(
        metavar="X",
        help="An answer of a passage with a lower score is none; 0: every passage answers, however unsure.",
        min=0.0,
        max=1.0,
        rich_help_panel=_READING,
    ),
]
Candidates = Annotated[
    int,
    typer.Option(metavar="N", help="The most answers of one passage.", min=1, rich_help_panel=_READING),
]
VoteChoice = Literal["formula", "squares", "sum", "max"]
Vote = Annotated[
    VoteChoice,
    typer.Option(
        help="How the scores s of one answer make one: s^2 summed / (1 + s summed), s^2 summed, s summed, or "
        "the highest.",
        rich_help_panel=_READING,
    ),
]


def decoding(max_length: int, threshold: float, candidates: int, vote: VoteChoice) -> Decoding:
    """The options as the library takes them."""
    from zici.qa.reader import Decoding

    return Decoding(max_length, candidates, threshold, vote)

"""The options of ``zici gan train`` alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

_LEARNING = "Learning"

ArchitectureChoice = Literal["mlp", "dcgan", "residual"]
Architecture = Annotated[
    ArchitectureChoice | None,
    typer.Option(
        help="Networks; default: mlp for vectors, dcgan for images, residual for strings.",
        rich_help_panel=_LEARNING,
        show_default=False,
    ),
]
PenaltyChoice = Literal["two-sided", "one-sided", "difference", "zero-centred", "wgan-div"]
Penalty = Annotated[
    PenaltyChoice, typer.Option(help="What holds the critic's slope.", rich_help_panel=_LEARNING)
]
_TO_KIND = "; default: goes with the kind."
Weight = Annotated[
    float | None,
    typer.Option(
        "--penalty-weight", metavar="X", help=f"Of the penalty{_TO_KIND}", rich_help_panel=_LEARNING,
        show_default=False,
    ),
]  # fmt: skip
CriticSteps = Annotated[
    int, typer.Option(metavar="N", help="The critic's steps before each.", rich_help_panel=_LEARNING)
]


def _number(help_text: str) -> Any:
    return typer.Option(metavar="N", help=help_text + _TO_KIND, rich_help_panel=_LEARNING, show_default=False)


Steps = Annotated[int | None, _number("Generator steps")]
BatchSize = Annotated[int | None, _number("Samples of a step")]
Latent = Annotated[int | None, _number("Numbers that a sample is made from")]
Width = Annotated[int | None, _number("Width of the layers")]
Depth = Annotated[int | None, _number("How many layers or blocks")]
Rate = Annotated[float | None, _number("Of Adam, for both networks")]
Option = Annotated[
    list[str] | None,
    typer.Option(
        "--option",
        metavar="NAME=VALUE",
        help="Any other of GanOptions, such as ema=.99 or decay=none; may be repeated.",
        rich_help_panel=_LEARNING,
        show_default=False,
    ),
]
Page = Annotated[
    Path | None,
    typer.Option(
        "--page",
        metavar="FILE",
        help="HTML page to write, ten times in a training and at the end.",
        show_default=False,
    ),
]
Every = Annotated[
    int | None,
    typer.Option(
        "--show-every",
        metavar="N",
        help="Steps between two looks at some strings on standard error; 0: none; default: on a terminal "
        "ten times in a training.",
        min=0,
        show_default=False,
    ),
]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with a training that was stopped.")]

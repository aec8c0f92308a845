"""The options that the commands of ``zici gan`` share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

_DATA = "Real samples"

GanFolder = Annotated[Path, typer.Argument(metavar="GAN", help="What gan train wrote.", show_default=False)]
Data = Annotated[
    Path,
    typer.Argument(
        metavar="DATA",
        help="Strings: a lexicon in any format, or with --lines a string a line. Vectors: .npy, .npz, or a "
        "table of numbers (.csv, .tsv). Images: an idx file, packed or not, .npy, .npz.",
        show_default=False,
    ),
]
KindChoice = Literal["strings", "images", "vectors"]
Kind = Annotated[KindChoice, typer.Option("--kind", help="What DATA holds.", show_default=False)]
Lines = Annotated[
    bool,
    typer.Option("--lines", help="DATA has a string a line, with no counts.", rich_help_panel=_DATA),
]
MinLength = Annotated[
    int, typer.Option(metavar="N", help="Shortest string, in characters.", min=1, rich_help_panel=_DATA)
]
MaxLength = Annotated[
    int, typer.Option(metavar="N", help="Longest string, in characters.", min=1, rich_help_panel=_DATA)
]
Top = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help="Of a lexicon the N most frequent words alone.",
        min=1,
        rich_help_panel=_DATA,
        show_default=False,
    ),
]
Array = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Of an .npz file the array that is meant; default: the only one.",
        rich_help_panel=_DATA,
        show_default=False,
    ),
]
Title = Annotated[str | None, typer.Option(help="Title of the page.", show_default=False)]
Language = Annotated[
    Literal["en", "zh"] | None,
    typer.Option(
        "--lang", help="Language of the page; default: both, the browser's first.", show_default=False
    ),
]

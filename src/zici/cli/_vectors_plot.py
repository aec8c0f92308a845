"""``zici vectors plot``: a map of the words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from zici._files import only_writer

from . import _options as opt
from ._cold import MAP
from ._progress import progress_bars
from ._vectors_load import Source, load_vectors

EXAMPLE = "Example: zici vectors plot vec/ -o map.html --words 5000"

Page = Annotated[
    Path, typer.Option("--output", "-o", metavar="FILE", help="HTML file to write.", show_default=False)
]
Shown = Annotated[
    int | None,
    typer.Option(
        "--words",
        metavar="N",
        help="Only the N most frequent words; default: up to 10,000.",
        min=2,
        show_default=False,
    ),
]
Places = Annotated[
    Literal["neighbours", "pca", "umap"],
    typer.Option("--method", help="Where words stand: by their neighbours, two main axes, or UMAP."),
]
Groups = Annotated[int, typer.Option("--groups", help="Groups with a colour of their own.", min=1, max=12)]
Title = Annotated[str | None, typer.Option(help="Title of the page.", show_default=False)]
Language = Annotated[
    Literal["en", "zh"] | None,
    typer.Option("--lang", help="Language of the page; default: the browser's.", show_default=False),
]


def plot(
    vectors: Source,
    output: Page,
    words: Shown = None,
    method: Places = "neighbours",
    groups: Groups = 12,
    title: Title = None,
    lang: Language = None,
    seed: opt.Seed = 0,
    quiet: opt.Quiet = False,
) -> None:
    """Draw a map of the words: one HTML file to zoom and search, which needs no network."""
    with only_writer(output), progress_bars(quiet=quiet, kernels=() if method == "pca" else MAP) as progress:
        from zici.report import plot_vectors

        plot_vectors(
            load_vectors(vectors),
            output,
            words=words,
            method=method,
            clusters=groups,
            title=title,
            lang=lang,
            seed=seed,
            progress=progress,
        )

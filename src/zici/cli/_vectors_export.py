"""``zici vectors export``: vectors in the formats of other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from zici._files import only_writer

from ._vectors_load import Source, is_binary, load_vectors

EXAMPLE = "Example: zici vectors export vec/ -o vec.bin"

Target = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="File to write: .txt or .vec (text) or .bin (binary).",
        show_default=False,
    ),
]
Format = Annotated[
    Literal["text", "binary"] | None,
    typer.Option("--format", help="Format of word2vec; default: what the name says.", show_default=False),
]


def export(vectors: Source, output: Target, format: Format = None) -> None:  # noqa: A002 - the option's name
    """Write vectors as word2vec, gensim and others read them."""
    held = load_vectors(vectors)
    with only_writer(output):
        held.save_word2vec(output, binary=is_binary(output) if format is None else format == "binary")

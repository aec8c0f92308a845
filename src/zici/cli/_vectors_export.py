"""``zici vectors export``: vectors in the formats of other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from zici._files import only_writer
from zici._results import Earlier, check_replaceable

from ._vectors_load import Source, is_binary, load_vectors, packed

if TYPE_CHECKING:
    from zici.vectors import WordVectors

EXAMPLE = (
    "Example: zici vectors export vec/ -o vec.bin\n\n"
    "Example: zici vectors export vec/ -o projector/ --format projector --words 10000"
)
EARLIER = Earlier("files for the projector", ("projector_config.pbtxt",))

Target = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="File to write: .txt or .vec (text), .bin (binary), packed if .gz follows; for the projector a "
        "folder.",
        show_default=False,
    ),
]
FormatChoice = Literal["text", "binary", "projector"]
Format = Annotated[
    FormatChoice | None,
    typer.Option(
        "--format",
        help="Formats of word2vec, or of TensorBoard's embedding projector; default: what the name says.",
        show_default=False,
    ),
]
Most = Annotated[
    int | None,
    typer.Option("--words", metavar="N", help="Only the first N words.", min=1, show_default=False),
]


def export(
    vectors: Source,
    output: Target,
    format: Format = None,  # noqa: A002 - the option's name
    words: Most = None,
) -> None:
    """Write vectors as gensim and others read them, or for TensorBoard's embedding projector."""
    kind = format or _by_name(output)
    if kind == "projector":
        check_replaceable(output, EARLIER)
    held = _first(load_vectors(vectors), words)
    with only_writer(output):
        if kind == "projector":
            held.save_projector(output)
        else:
            held.save_word2vec(output, binary=kind == "binary")


def _by_name(path: Path) -> FormatChoice:
    if is_binary(path):
        return "binary"
    if packed(path).suffix:
        return "text"
    raise typer.BadParameter(f"-o {path}: expected a name in .txt, .vec or .bin, or --format")


def _first(vectors: WordVectors, number: int | None) -> WordVectors:
    """The most frequent words: they are the first."""
    return vectors if number is None or number >= len(vectors) else vectors.subset(vectors.words[:number])

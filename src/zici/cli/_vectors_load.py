"""Word vectors from whatever holds them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zici.errors import FormatError, InputError

if TYPE_CHECKING:
    from zici.vectors import WordVectors

META = "meta.json"
IN_RESULT = "vectors"  # where mine puts them
PACKED = (".gz", ".xz", ".bz2", ".zst")

Source = Annotated[
    Path,
    typer.Argument(
        metavar="VECTORS",
        help="What vectors train or mine wrote, or a word2vec file: .txt .vec .bin, also .gz .xz .bz2 .zst.",
        show_default=False,
    ),
]
Number = Annotated[int, typer.Option("--number", "-n", metavar="N", help="Words to show.", min=1)]


def load_vectors(path: Path) -> WordVectors:
    """Vectors from a folder of ``vectors train``, a folder of ``mine``, or a word2vec file.

    Raises:
        InputError: there is nothing.
        FormatError: there is something else.
    """
    from zici.vectors import WordVectors

    if not path.exists():
        raise InputError(f"{path}: expected word vectors (a folder or a word2vec file), found nothing")
    if not path.is_dir():
        return WordVectors.load_word2vec(path, binary=is_binary(path))
    for folder in (path, path / IN_RESULT):
        if (folder / META).exists():
            return WordVectors.load(folder)
    raise FormatError(
        f"{path}: expected a folder of word vectors ({META}), found another; train them with vectors train"
    )


def is_binary(path: Path) -> bool:
    """Whether a word2vec file has numbers as bytes, by its name.

    Example:
        >>> is_binary(Path("a.bin.gz")), is_binary(Path("a.vec"))
        (True, False)
    """
    return packed(path).suffix.lower() == ".bin"


def packed(path: Path) -> Path:
    """A path without the suffix that says how its content is packed."""
    return path.with_suffix("") if path.suffix.lower() in PACKED else path

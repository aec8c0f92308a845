"""Word vectors from whatever holds them, and what is said of a word that has none."""

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
CLOSE = 5

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


def unknown(vectors: WordVectors, word: str) -> str:
    """One line for a word without a vector, with words that look like it."""
    found = close_words(vectors.words, word)
    return f"no vector for {word!r}" + (f"; close to it: {' '.join(found)}" if found else "")


def close_words(words: tuple[str, ...], word: str, *, most: int = CLOSE) -> list[str]:
    """Words that share at least half of their characters with a word; those that share most come first.

    Example:
        >>> close_words(("新词", "词", "词典", "发现新词", "语料"), "新词们")
        ['新词', '发现新词']
    """
    asked = set(word)
    shares = (
        (len(asked.intersection(other)) / len(asked.union(other)), other)
        for other in words
        if not asked.isdisjoint(other)
    )
    # Stable: of equals, the most frequent stays first, as it is in vectors.
    best = sorted((pair for pair in shares if pair[0] >= 0.4), key=lambda pair: -pair[0])
    return [other for _, other in best[:most]]

"""``zici vectors near`` and ``analogy``: what vectors say of words."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from zici.errors import InputError

from . import _options as opt
from ._guard import fail, say
from ._output import write_json
from ._table import print_table
from ._vectors_load import Number, Source, load_vectors

if TYPE_CHECKING:
    from zici.vectors import WordVectors

NEAR = "Example: zici vectors near vec/ 北京 上海"
ANALOGY = "Example: zici vectors analogy vec/ 男 王 女"

Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="WORD", help="Words; none: those of standard input, a line each.", show_default=False
    ),
]
Related = Annotated[
    bool,
    typer.Option("--related", help="Words that stand near it, in the place of words that are used like it."),
]
Three = Annotated[list[str], typer.Argument(metavar="A B C", help="As B is to A, what is to C?")]
How = Annotated[
    Literal["add", "mul"], typer.Option(help="Sum (3CosAdd) or product (3CosMul) of the cosines.")
]


def near(
    vectors: Source,
    words: Words = None,
    number: Number = 10,
    related: Related = False,
    json: opt.Json = False,
) -> None:
    """Show the words that are nearest to a word, with cosines and counts.

    With --related the words that stand near it in the text, with their PMI (natural logarithm).
    """
    held = load_vectors(vectors)
    asked = _asked(words)
    known = [word for word in asked if word in held]
    rows = [row for word in known for row in _near(held, word, number, related=related, label=len(asked) > 1)]
    if json:
        write_json(rows)
    elif rows:
        print_table(rows)
    missing = [word for word in asked if word not in held]
    for word in missing:
        say(_unknown(vectors, held, word))
    if missing:
        raise typer.Exit(1)


def _asked(words: Sequence[str] | None) -> list[str]:
    """The words of the command line, or of standard input."""
    if words:
        return list(dict.fromkeys(words))
    if sys.stdin.isatty():
        say("reading words from the terminal, a line each; end them with Ctrl-D")
    try:
        lines = sys.stdin.buffer.read().decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise InputError("standard input: expected words in UTF-8, found other bytes") from error
    found = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
    if not found:
        raise InputError("standard input: expected words, a line each, found none")
    return found


def _near(
    vectors: WordVectors, word: str, number: int, *, related: bool, label: bool
) -> Iterator[dict[str, Any]]:
    if related:
        name, found = "pmi", vectors.related(word, n=number)
    else:
        name, found = "cosine", vectors.most_similar(word, n=number)
    for other, score in found:
        yield {**({"near": word} if label else {}), **row(vectors, other, **{name: score})}


def _unknown(path: Path, vectors: WordVectors, word: str) -> str:
    from zici.vectors._close_words import unknown

    return f"{path}: {unknown(vectors, word)}"


def row(vectors: WordVectors, word: str, **score: float) -> dict[str, Any]:
    """A word of a table, its score, and its count where that is known."""
    count = {} if vectors.counts is None else {"count": int(vectors.counts[vectors.index[word]])}
    return {"word": word, **score, **count}


def analogy(
    vectors: Source,
    words: Three,
    number: Number = 10,
    method: How = "add",
    json: opt.Json = False,
) -> None:
    """Show what is to the third word as the second is to the first."""
    if len(words) != 3:
        raise typer.BadParameter(f"expected three words, such as 男 王 女, found {len(words)}")
    held = load_vectors(vectors)
    for word in words:
        if word not in held:
            fail(_unknown(vectors, held, word))
    first, second, third = words
    found = held.analogy(first, second, third, n=number, method=method)
    name = "cosine" if method == "add" else "score"
    rows = [row(held, word, **{name: score}) for word, score in found]
    if json:
        write_json(rows)
    else:
        print_table(rows)

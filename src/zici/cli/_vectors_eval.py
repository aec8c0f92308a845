"""``zici vectors eval``: vectors against the judgement of people."""

from __future__ import annotations

import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from zici.errors import EmptyError, FormatError, InputError

from . import _options as opt
from ._output import write_json
from ._table import print_table
from ._vectors_load import Source, load_vectors
from ._vectors_near import How

if TYPE_CHECKING:
    from zici.vectors import WordVectors

EXAMPLE = "Example: zici vectors eval vec/ analogies.txt similarity.tsv"
Kind = Literal["analogies", "similarity"]

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE",
        help="Questions in UTF-8: analogies (lines `: category`, and four words a line), or similarities "
        "(two words and a number a line).",
        show_default=False,
    ),
]


def evaluate(vectors: Source, files: Files, method: How = "add", json: opt.Json = False) -> None:
    """Ask analogies, or compare cosines with what people said of pairs of words.

    Questions with a word that has no vector are left out; covered says how many remain.
    """
    kinds = {path: kind_of(path) for path in files}  # before vectors, which may take long to read
    held = load_vectors(vectors)
    rows = [(path, kind, _rows(held, path, kind, method)) for path, kind in kinds.items()]
    if json:
        write_json({"file": str(path), "kind": kind, **row} for path, kind, some in rows for row in some)
        return
    for path, _, some in rows:
        sys.stdout.write(f"{path}\n")  # a table's title would break at the table's width
        print_table(some)


def _rows(vectors: WordVectors, path: Path, kind: Kind, method: str) -> list[dict[str, Any]]:
    from zici.vectors import evaluate_analogies, evaluate_similarity

    if kind == "similarity":
        found = evaluate_similarity(vectors, path)
        return [{"spearman": _number(found.spearman), "pairs": found.total, "covered": found.covered}]
    return [
        {
            "category": category,
            "accuracy": _number(score.accuracy),
            "right": score.right,
            "questions": score.total,
            "covered": score.covered,
        }
        for category, score in evaluate_analogies(vectors, path, method=method).items()
    ]


def _number(value: float) -> float | None:
    """None where there was nothing to measure."""
    return None if math.isnan(value) else value


def kind_of(path: Path) -> Kind:
    """What a file asks, by its first line.

    Raises:
        InputError: the file can't be read.
        EmptyError: it has no line.
        FormatError: the line is of neither form.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            number, line = next(((n, line) for n, line in enumerate(file, 1) if line.strip()), (0, ""))
    except UnicodeDecodeError as error:
        raise FormatError(f"{path}: expected text in UTF-8, found other bytes") from error
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror or error})") from error
    if not line:
        raise EmptyError(f"{path}: expected analogies or pairs of words, found no line")
    fields = len(line.split())
    if line.startswith(":") or fields == 4:
        return "analogies"
    if fields == 3:
        return "similarity"
    raise FormatError(
        f"{path}, line {number}: expected `: category`, four words, or two words and a number, "
        f"got {line.strip()[:60]!r}"
    )

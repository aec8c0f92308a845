"""Where results go: standard output or a file, complete or not at all."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import typer

from zici._files import atomic_file, only_writer

from ._options import FormatChoice

if TYPE_CHECKING:
    from zici.lexicon import Lexicon

STDOUT = "-"


@contextmanager
def output_stream(path: Path | None) -> Iterator[BinaryIO]:
    """Standard output, or a file that takes its name when it is complete."""
    if path is None or str(path) == STDOUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with only_writer(path), atomic_file(path) as temporary, temporary.open("wb") as stream:
        yield stream


def write_lexicon(lexicon: Lexicon, path: Path | None, kind: FormatChoice | None) -> None:
    """Write words to ``path`` (None: standard output) in the format ``kind`` (None: what the name says)."""
    if path is None or str(path) == STDOUT:
        if kind == "parquet":
            raise typer.BadParameter("--format parquet: expected a file to write it to; name one with -o")
        sys.stdout.buffer.write(lexicon.to_text(kind or "tsv").encode("utf-8"))
        return
    by_name: FormatChoice = "parquet" if path.suffix.lower() == ".parquet" else "tsv"
    with only_writer(path):
        lexicon.export(path, kind or by_name)


def write_json(rows: Iterable[Mapping[str, Any]]) -> None:
    """Print a JSON array, one object a line."""
    write = sys.stdout.write
    write("[")
    for place, row in enumerate(rows):
        write(("," if place else "") + "\n" + json.dumps(row, ensure_ascii=False))
    write("\n]\n")


def write_object(row: Mapping[str, Any]) -> None:
    """Print one JSON object."""
    sys.stdout.write(json.dumps(row, ensure_ascii=False, indent=2) + "\n")

"""Where results go: standard output, one file, or one folder, each complete or not at all."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import typer

from zici._files import atomic_file, atomic_folder, only_writer
from zici.errors import OutputError

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


class Earlier(NamedTuple):
    """What an earlier result of a command is known by: results of several commands have files of one name.

    Attributes:
        name: what it is, for a person.
        files: those that stand in it.
        format: what the first of them tells as its format; None: it need not.
    """

    name: str
    files: tuple[str, ...]
    format: str | None = None


def check_replaceable(path: Path, earlier: Earlier) -> None:
    """Refuse to replace a folder that is neither empty nor an earlier result of the same command.

    Raises:
        OutputError: the folder holds something else.
    """
    if not path.is_dir() or not any(path.iterdir()):
        return
    whole = all((path / name).exists() for name in earlier.files)
    told = _format_of(path / earlier.files[0]) if whole and earlier.format else None
    if whole and told == earlier.format:
        return
    found = "other files" if told is None else f"another result ({told:.40})"
    raise OutputError(
        f"{path}: expected a new or empty folder, or an earlier result: {earlier.name}, found {found}; "
        "name another folder with -o"
    )


def _format_of(meta: Path) -> str | None:
    """What a file of ours tells as its format, which is the first thing in it."""
    try:
        with meta.open("rb") as file:
            head = file.read(4096).decode("utf-8", "replace")
    except OSError:
        return None
    match = re.match(r'\s*\{\s*"format":\s*"([^"]*)"', head)
    return None if match is None else match[1]


@contextmanager
def result_folder(path: Path, earlier: Earlier) -> Iterator[Path]:
    """A folder that takes the name ``path`` when it is complete, in place of an earlier result.

    Raises:
        OutputError: the folder holds other things, is being written by another run, or can't be written.
    """
    check_replaceable(path, earlier)
    with only_writer(path), atomic_folder(path) as temporary:
        yield temporary


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

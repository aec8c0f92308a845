"""Results that are folders: complete or not there, and nothing else is ever replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from zici._files import atomic_folder, only_writer
from zici.errors import OutputError


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

"""User dictionaries of jieba: lines of ``word count tag``."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from zici.errors import FormatError, InputError, OptionError
from zici.segment._alphabet import fold

MAX_COUNT = (1 << 63) - 1
_LINES = re.compile("^(.+?)(?: ([0-9]+))?(?: [a-z]+)?$", re.MULTILINE)
_BREAKS = re.compile("[\t\r\v\f\x85\u2028\u2029]")
# A word may hold spaces ("New York"), but not what was meant as a count: -5, 1.5, 1e9.
_NO_COUNT = re.compile(r" [-+.]?[0-9][0-9.,]*(?:[eE][-+]?[0-9]+)?(?: |$)")
_EXPECTED = f"'word count tag' with a count from 0 to {MAX_COUNT}, or none"
_SHOWN = 60


def read_userdict(source: Any) -> list[tuple[str, int | None]]:
    """Read a user dictionary: a path, an open file, or lines (strings, or UTF-8 bytes).

    Returns:
        Half-width words and their counts, None where a line has none, in the order of the lines.

    Raises:
        InputError: no such file, or it can't be read.
        FormatError: a line that breaks the format; names path and line.
    """
    name, lines = _open(source)
    lines = [line.strip() for line in lines]
    if lines:
        lines[0] = lines[0].lstrip("\ufeff")
    joined = fold("\n".join(lines))
    pieces = _LINES.split(joined)  # word, count, and what stands between lines
    words, cells = pieces[1::3], pieces[2::3]
    for index, (word, cell) in enumerate(zip(words, cells, strict=True)):
        if (" " in word and _NO_COUNT.search(word)) or (cell is not None and not _is_count(cell)):
            raise _broken(name, lines, index)
    if _BREAKS.search(joined):
        raise _broken(
            name, lines, next(i for i, line in enumerate(filter(None, lines)) if _BREAKS.search(line))
        )
    counts = [None if cell is None else int(cell) for cell in cells]
    return list(zip(words, counts, strict=True))


def _open(source: Any) -> tuple[str, list[str]]:
    """The name of a source, for messages, and its lines."""
    name = str(getattr(source, "name", "user dictionary"))
    if isinstance(source, str | os.PathLike):
        name = os.fspath(source)
        try:
            source = Path(source).read_bytes().split(b"\n")
        except OSError as error:
            reason = error.strerror or error
            raise InputError(f"{name}: can't be read ({reason}); check the user dictionary's path") from error
    if not isinstance(source, Iterable):
        raise OptionError(f"expected the path of a user dictionary, an open file or lines, got {source!r}")
    text = "\n".join(_decoded(line, name, number).strip() for number, line in enumerate(source, 1))
    return name, text.split("\n")


def _decoded(line: Any, name: str, number: int) -> str:
    try:
        return line if isinstance(line, str) else str(line, "utf-8")
    except (UnicodeDecodeError, TypeError) as error:
        raise FormatError(
            f"{name}: line {number}: expected UTF-8 text, found {line!r:.{_SHOWN}}; save the file as UTF-8"
        ) from error


def _is_count(cell: str) -> bool:
    return len(cell) <= len(str(MAX_COUNT)) and int(cell) <= MAX_COUNT


def _broken(name: str, lines: list[str], index: int) -> FormatError:
    """The error of a line; ``index`` leaves out blank ones."""
    number, line = [(number, line) for number, line in enumerate(lines, 1) if line][index]
    return FormatError(
        f"{name}: line {number}: expected {_EXPECTED}, found {line!r:.{_SHOWN}}; correct the line"
    )

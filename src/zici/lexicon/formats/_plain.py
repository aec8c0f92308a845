"""Plain word lists: one word a line, or one field of a table without a header."""

from __future__ import annotations

import re

from zici.errors import OptionError

from .._table import Table
from ._source import Source, refuse, refuse_edges

_COMMENT = "# "
_LOOKS_COMMENT = re.compile("^# ", re.MULTILINE)


def parse(source: Source, column: str | int | None) -> Table:
    """Read words; lines that start with ``# `` are comments; ``column`` is a tab-separated field, from 1."""
    if isinstance(column, str):
        raise OptionError(f"column={column!r}: a plain list has no names; give the field's number, from 1")
    lines = source.rows() if column else source.lines()
    kept = [(i, line) for i, line in enumerate(lines) if not line.startswith(_COMMENT)]
    if column is None:
        return _one_word_a_line(source, kept)
    if column < 1:
        raise OptionError(f"column={column}: expected the number of a field, from 1")
    return source.table([_field(source, i, line, column) for i, line in kept])


def _one_word_a_line(source: Source, kept: list[tuple[int, str]]) -> Table:
    words = [line for _, line in kept]
    if "\t" in source.text:
        for i, line in kept:
            if "\t" in line:
                raise source.broken(i, "one word a line without tabs (column=1 takes the first field)")
    return source.table(words)


def _field(source: Source, index: int, line: str, column: int) -> str:
    fields = line.split("\t")
    if len(fields) < column or not fields[column - 1].strip():
        raise source.broken(index, f"a word in field {column} of the tab-separated line")
    return fields[column - 1]


def render(table: Table, name: str) -> str:
    """One word a line, counts and scores left out."""
    refuse_edges(table.words, "a plain list")
    refuse(table.words, _LOOKS_COMMENT, "a plain list takes a line that starts with '# ' for a comment")
    return "".join(f"{word}\n" for word in table.words)

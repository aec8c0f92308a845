"""The text formats by name, and which one a file has."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from zici.errors import EmptyError, OptionError

from ._table import Table
from .formats import _hanlp, _ik, _jieba, _plain, _rime, _tsv
from .formats._source import Source


class Format(NamedTuple):
    """How a text format is read and written.

    Attributes:
        parse: takes the source and the user's ``column``.
        render: takes the table and the target's name without the suffix of a compression.
    """

    parse: Callable[[Source, str | int | None], Table]
    render: Callable[[Table, str], str]


FORMATS = {
    "tsv": Format(_tsv.parse, _tsv.render),
    "jieba": Format(_jieba.parse, _jieba.render),
    "hanlp": Format(_hanlp.parse, _hanlp.render),
    "ik": Format(_ik.parse, _ik.render),
    "rime": Format(_rime.parse, _rime.render),
    "plain": Format(_plain.parse, _plain.render),
}
NAMES = (*FORMATS, "parquet")

_WITH_COLUMN = ("tsv", "plain")
_SAMPLE = 1000
_ESSAY = re.compile(r"[^\t]+\t[0-9]+\s*")
_HANLP = re.compile(r"[^\x00-\x7f\s]+[ \t][a-z]{1,4}[ \t][0-9]+(?:[ \t][a-z]+[ \t][0-9]+)*\s*")
_JIEBA = re.compile(r"[^\t]+ [0-9]+(?: [a-z]+)?\s*")


def check_format(name: str) -> None:
    """Refuse a format that does not exist.

    Raises:
        OptionError: lists the formats.
    """
    if name not in NAMES:
        raise OptionError(f"format={name!r}: expected one of {', '.join(NAMES)}")


def parse(source: Source, format_name: str | None, column: str | int | None) -> Table:
    """The words of a text file, in the given or the apparent format.

    Raises:
        FormatError: a line that breaks the format.
        EmptyError: no word.
        OptionError: ``column`` with a format that has none.
    """
    name = format_name or _named_by_column(column) or detect(source)
    if column is not None and name not in _WITH_COLUMN:
        raise OptionError(f"column={column!r}: only {' and '.join(_WITH_COLUMN)} take a column, not {name}")
    if not source.text.strip():
        raise EmptyError(f"{source.path}: expected a word list, found an empty file; name another")
    table = FORMATS[name].parse(source, column)
    if not table.words:
        raise EmptyError(f"{source.path}: expected words, found none; name another file")
    return table


def _named_by_column(column: str | int | None) -> str | None:
    if column is None:
        return None
    return "tsv" if isinstance(column, str) else "plain"


def detect(source: Source) -> str:
    """The format a text file seems to have, by its name and first lines.

    A header with ``word`` is ours; a head ``---`` or a name in .yaml is rime's; a format that more than half
    of the first thousand lines follow is theirs; anything else is a plain list, unless the name ends in .tsv.
    """
    rows = [row for row in source.text.split("\n", _SAMPLE)[:_SAMPLE] if row.strip()]
    names = rows[0].split("\t") if rows else []
    is_tsv = source.name.lower().endswith(".tsv")
    if (names[:1] == ["word"] and len(names) > 1) or (is_tsv and "word" in names):
        return "tsv"
    if source.name.lower().endswith((".yaml", ".yml")) or _rime.has_head(rows):
        return "rime"
    for name, pattern in (("rime", _ESSAY), ("hanlp", _HANLP), ("jieba", _JIEBA)):
        if 2 * sum(1 for row in rows if pattern.fullmatch(row)) > len(rows):
            return name
    return "tsv" if is_tsv else "plain"

"""Dictionaries of the Rime input method: ``name.dict.yaml`` and the vocabulary ``essay.txt``.

A .dict.yaml file is a YAML head from ``---`` to ``...`` and then tab-separated lines whose fields the head's
``columns`` names (text, code, weight unless it says otherwise). essay.txt has no head: word, tab, weight. In
both, a line that starts with ``#`` is a comment until a line ``# no comment`` (librime's ``EntryCollector``
and ``TsvReader``). A weight in percent scales one of essay.txt, so the word's count is unknown here; decimals
are rounded. Codes are not kept, ``import_tables`` and ``use_preset_vocabulary`` not followed. A word written
under several codes has the sum of their weights. A column ``weight`` is written in the place of the counts.
"""

from __future__ import annotations

import json
import re

from zici.errors import FormatError

from .._table import MAX_COUNT, Table
from ._source import Source, frequency_cells, is_count, refuse_edges

_DEFAULT_FIELDS = ("text", "code", "weight")
_ESSAY_FIELDS = ("text", "weight")
_DECIMAL = re.compile(r"[0-9]+\.[0-9]*|\.[0-9]+")
_PERCENT = re.compile(r"[0-9.]+%")
_WEIGHT = "a weight from 0 to 2^63 - 1 or a percentage"
_ITEM = re.compile(r"\s*-\s+(.*)")


def parse(source: Source, column: str | int | None) -> Table:
    """Read words and weights; the file is a .dict.yaml if its first line without ``#`` is ``---``."""
    rows = source.rows()
    fields: tuple[str, ...] = _ESSAY_FIELDS
    start = 0
    if has_head(rows):
        fields, start = _read_head(source, rows)
    kept = _without_comments(rows, start)
    text = fields.index("text")
    weight = fields.index("weight") if "weight" in fields else len(fields)
    words, cells = [], []
    for i, line in kept:
        row = line.rstrip().split("\t")
        if len(row) <= text or not row[text].strip():
            raise source.broken(i, f"a word in field {text + 1} of the tab-separated line")
        words.append(row[text])
        cells.append(_count_cell(source, i, row[weight]) if len(row) > weight else "")
    return source.table(words, {"count": source.counts(cells, _WEIGHT)})


def has_head(rows: list[str]) -> bool:
    """Whether the first line that is no comment starts a YAML document."""
    first = next((row for row in rows if not row.startswith("#")), "")
    return first.rstrip() == "---"


def _read_head(source: Source, rows: list[str]) -> tuple[tuple[str, ...], int]:
    end = next((i for i, row in enumerate(rows) if row.rstrip() == "..."), None)
    if end is None:
        raise FormatError(
            f"{source.path}: expected a line '...' that ends the head begun by '---', found none"
        )
    fields = _column_names(rows[:end])
    if "text" not in fields:
        raise FormatError(
            f"{source.path}: expected 'text' among the head's columns, found {', '.join(fields)}"
        )
    return fields, end + 1


def _column_names(head: list[str]) -> tuple[str, ...]:
    """The ``columns`` of a head, in either of YAML's two ways to write a list."""
    plain = ["" if row.lstrip().startswith("#") else row.split(" #")[0].rstrip() for row in head]
    start = next((i for i, row in enumerate(plain) if row.startswith("columns:")), None)
    if start is None:
        return _DEFAULT_FIELDS
    inline = plain[start].removeprefix("columns:").strip()
    if inline:
        return tuple(_unquote(name) for name in inline.strip("[]").split(","))
    names = []
    for row in plain[start + 1 :]:
        item = _ITEM.fullmatch(row)
        if item is None and row:
            break
        if item is not None:
            names.append(_unquote(item[1]))
    return tuple(names)


def _unquote(name: str) -> str:
    return name.strip().strip("'\"")


def _without_comments(rows: list[str], start: int) -> list[tuple[int, str]]:
    kept = []
    comments = True
    for i, row in enumerate(rows[start:], start):
        if comments and row.startswith("#"):
            comments = row.rstrip() != "# no comment"
        else:
            kept.append((i, row))
    return kept


def _count_cell(source: Source, index: int, cell: str) -> str:
    if cell.isascii() and cell.isdecimal() and len(cell) < 19:  # below 2^63 without a closer look
        return cell
    if _PERCENT.fullmatch(cell):
        return ""
    if _DECIMAL.fullmatch(cell) and float(cell) <= MAX_COUNT:
        cell = str(round(float(cell)))
    if not is_count(cell):
        raise source.broken(index, _WEIGHT)
    return cell


def render(table: Table, name: str) -> str:
    """A .dict.yaml of words and weights without codes; its name is ``name`` up to the first dot."""
    refuse_edges(table.words, "rime")
    head = [
        "---",
        f"name: {json.dumps(name.split('.')[0] or 'words', ensure_ascii=False)}",
        'version: "1"',
        "sort: by_weight",
        "columns:",
        "  - text",
        "  - weight",
        "...",
        "",
    ]
    if any(word.startswith("#") for word in table.words):
        head.append("# no comment")
    pairs = zip(table.words, frequency_cells(table), strict=True)
    return "\n".join([*head, *(f"{word}\t{cell}" if cell else word for word, cell in pairs), ""])

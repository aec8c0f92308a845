"""Custom dictionaries of HanLP 1.x: ``word nature count [nature count]...``.

In a .txt file fields are separated by white space, so no word can hold any; in a .csv file by commas. Nature
and count may be missing (HanLP then takes the dictionary's default). HanLP reads counts as 32-bit numbers:
larger ones are written as 2,147,483,647. Every word is written with the nature ``n``; natures are not kept.
Weights (where the words have a column ``weight``) are written in the place of the counts.
"""

from __future__ import annotations

import re

from .._table import Table
from ._source import Source, frequency_cells, is_count, refuse, refuse_edges

_HOLDS_SPACE = re.compile("[ \t\v\f]", re.MULTILINE)
_HOLDS_COMMA = re.compile(",", re.MULTILINE)
_LARGEST = 2**31 - 1
_EXPECTED = "'word', 'word nature' or 'word nature count [nature count]...' (counts from 0 to 2^63 - 1)"


def parse(source: Source, column: str | int | None) -> Table:
    """Read words and the sums of their counts."""
    rows = _rows(source)
    if set(map(len, rows)) == {3}:  # nearly every file: no row needs a look of its own
        words, _, cells = map(list, zip(*rows, strict=True))
        return source.table(words, {"count": source.counts(cells, _EXPECTED)})
    cells = [_count_cell(source, i, row) for i, row in enumerate(rows)]
    return source.table([row[0] for row in rows], {"count": source.counts(cells, _EXPECTED)})


def _rows(source: Source) -> list[list[str]]:
    if _is_csv(source.name):
        return [line.split(",") for line in source.lines()]
    text = "\n".join(source.lines())
    for space in "\t\v\f":
        text = text.replace(space, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return [line.split(" ") for line in text.split("\n")]


def _count_cell(source: Source, index: int, row: list[str]) -> str:
    if len(row) <= 2:
        return ""
    cells = row[2::2]
    if len(row) % 2 == 0 or not all(map(_is_number, cells)):
        raise source.broken(index, _EXPECTED)
    return str(sum(map(int, cells)))


def _is_number(cell: str) -> bool:
    return bool(cell) and is_count(cell)


def render(table: Table, name: str) -> str:
    """One ``word n count`` a line; commas between where ``name`` ends in .csv."""
    refuse_edges(table.words, "hanlp")
    mark = "," if _is_csv(name) else " "
    if mark == ",":
        refuse(table.words, _HOLDS_COMMA, "hanlp can't hold commas in a .csv file")
    else:
        refuse(table.words, _HOLDS_SPACE, "hanlp can't hold spaces but in a .csv file")
    cells = [str(min(int(cell), _LARGEST)) if cell else "" for cell in frequency_cells(table)]
    pairs = zip(table.words, cells, strict=True)
    return "".join(f"{word}{mark}n{mark}{cell}\n" if cell else f"{word}\n" for word, cell in pairs)


def _is_csv(name: str) -> bool:
    return name.lower().endswith(".csv")

"""User dictionaries of jieba: ``word count tag``, one space between; count and tag may be missing.

jieba (0.42, ``load_userdict``) strips each line and takes the shortest word that leaves an optional number
and an optional tag of small letters, so a word may hold spaces; without a count its last part would be read
as a count or a tag, therefore a word with spaces needs a count here. Counts are written as they are, weights
(where the words have a column ``weight``) in their place as whole numbers; a word whose count is unknown goes
without, and jieba then chooses one that makes the word come out. Tags are lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .._table import Table
from ._source import Source, frequency_cells, refuse_edges, unwritable

_LINE = re.compile("^(.+?)(?: ([0-9]+))?(?: ([a-z]+))?$", re.MULTILINE)
_EXPECTED = "'word count tag' (count from 0 to 2^63 - 1; a word with spaces needs a count)"


def parse(source: Source, column: str | int | None) -> Table:
    """Read words and counts."""
    text = "\n".join(source.lines())
    # word, count, tag and what stands between matches, flat: no tuple per line; every line matches
    pieces = _LINE.split(text)
    words, cells = pieces[1::4], [cell or "" for cell in pieces[2::4]]
    if "\t" in text:
        raise source.broken(next(i for i, word in enumerate(words) if "\t" in word), _EXPECTED)
    table = source.table(words, {"count": source.counts(cells, _EXPECTED)})
    index = _spaced_without_count(words, cells)
    if index is not None:
        raise source.broken(index, _EXPECTED)
    return table


def _spaced_without_count(words: Sequence[str], cells: list[str]) -> int | None:
    return next((i for i, cell in enumerate(cells) if not cell and " " in words[i]), None)


def render(table: Table, name: str) -> str:
    """One ``word count`` a line."""
    refuse_edges(table.words, "jieba")
    cells = frequency_cells(table)
    index = _spaced_without_count(table.words, cells)
    if index is not None:
        raise unwritable(
            table.words, index, "jieba would read a part as count or tag, for its count is unknown"
        )
    pairs = zip(table.words, cells, strict=True)
    return "".join(f"{word} {cell}\n" if cell else f"{word}\n" for word, cell in pairs)

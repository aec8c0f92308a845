"""Text cells of .csv and .tsv files."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from zici.corpus._columns import USUAL, named, show, usual
from zici.corpus._open import Seen
from zici.corpus._options import Options
from zici.corpus._rows import Rows
from zici.corpus._source import Source
from zici.corpus._text import read_text
from zici.errors import CorpusError


def read_cells(source: Source, options: Options, seen: Seen | None = None) -> Iterator[str]:
    """Yield the text cell of every row that has one that isn't empty.

    Raises:
        CorpusError: no such column, a row with fewer or more cells than the first, a broken quote.
    """
    rows = iter(Rows(source, read_text(source, options, seen)))
    first = next(rows, None)
    if first is None:
        return
    column, has_header = _column(source, first[1], options)
    width = len(first[1])
    for line, cells in rows if has_header else chain([first], rows):
        if len(cells) != width and (len(cells) < width or any(cells[width:])):
            raise CorpusError(
                f"{source.name}, line {line}: expected {width} cells as in row 1, found {len(cells)}; "
                "repair the row, or quote cells that contain the delimiter"
            )
        if cells[column]:
            yield cells[column]


def _column(source: Source, first: list[str], options: Options) -> tuple[int, bool]:
    """Give the text column's index and whether the first row is a header."""
    column = options.column
    if column is not None:
        if column >= len(first):
            raise CorpusError(
                f"{source.name}: no column {column + 1}; the first row has {len(first)}: {show(first)}; "
                "pass a lower number as text= (--text)"
            )
        return column, False
    if options.text is not None:
        return named(source, first, str(options.text)), True
    found = usual(first)
    if len(found) == 1:
        return found[0], True
    if len(first) == 1:
        return 0, False
    raise _unclear(source, first)


def _unclear(source: Source, first: list[str]) -> CorpusError:
    longest = max(range(len(first)), key=lambda index: len(first[index])) + 1
    return CorpusError(
        f"{source.name}: which column is the text? expected a header with one of {', '.join(USUAL[:4])} ..., "
        f"the first row is {show(first)}; pass a column's name, or, for a file without a header, "
        f"its number: text={longest} (--text {longest})"
    )

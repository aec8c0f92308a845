r"""zici's own text table: UTF-8, a header line, tab-separated, a column ``word`` and any numeric columns.

A decimal is written with the fewest digits that give the same float64 back, an unknown count or a NaN as an
empty field. There is no quoting: words with tabs or line breaks are refused. A column ``contexts`` may hold
places of the text for people; it is not read.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zici.errors import FormatError, OptionError

from .._columns import CONTEXTS, check_name
from .._table import Table
from ._source import Source, count_cells, refuse_breaks

_COUNT = "a whole number from 0 to 2^63 - 1, or nothing, in column count"


def parse(source: Source, column: str | int | None) -> Table:
    """Read the columns; with ``column``, only the words in the column of that name and their counts."""
    if isinstance(column, int):
        raise OptionError(f"column={column}: a table with a header has names; give one, or format='plain'")
    rows = source.rows()
    names = rows[0].split("\t") if rows else []
    _check_header(source, names, column)
    width = len(names)
    if any(row.count("\t") != width - 1 for row in rows):
        bad = next(i for i, row in enumerate(rows) if row.count("\t") != width - 1)
        raise source.broken(bad, f"{width} tab-separated fields ({', '.join(names)})")
    cells = "\t".join(rows).split("\t")
    fields = {name: cells[width + i :: width] for i, name in enumerate(names)}
    words = fields.pop(column or "word")
    fields.pop(CONTEXTS, None)
    wanted = {name: values for name, values in fields.items() if column is None or name == "count"}
    columns = {name: _numbers(source, name, values) for name, values in wanted.items()}
    return source.table(words, columns, skip=1)


def _check_header(source: Source, names: list[str], column: str | None) -> None:
    word = column or "word"
    if word not in names:
        raise FormatError(
            f"{source.path}: line 1: expected a header with a column {word!r}, found {', '.join(names)!r}; "
            "name the words' column or the file's format"
        )
    if len(set(names)) < len(names):
        raise source.broken(0, "different column names")
    try:
        for name in names:
            if column is None and name not in (word, CONTEXTS):
                check_name(name)
    except OptionError as error:
        raise FormatError(f"{source.path}: line 1: {error}") from error


def _numbers(source: Source, name: str, cells: list[str]) -> NDArray[Any]:
    if name == "count":
        return source.counts(cells, _COUNT, skip=1)
    joined = "".join(cells)
    if all(cells) and set(joined) <= set("-0123456789"):
        try:
            return np.array(list(map(int, cells)), dtype=np.int64)
        except (ValueError, OverflowError):
            pass  # "1-2" or beyond 64 bits: the decimals' parser says which, or takes it as a float
    try:
        return np.array(list(map(_float, cells)), dtype=np.float64)
    except ValueError:
        bad = next(i for i, cell in enumerate(cells) if not _is_float(cell))
        raise source.broken(bad + 1, f"a number or nothing in column {name}") from None


def _float(cell: str) -> float:
    if "_" in cell:
        raise ValueError(cell)  # Python would read 1_000
    return float(cell or "nan")


def _is_float(cell: str) -> bool:
    try:
        _float(cell)
    except ValueError:
        return False
    return True


def render(table: Table, name: str) -> str:
    """The header and one line per word."""
    refuse_breaks(table.words, "TSV")
    names = ["word", *table.columns]
    columns = [count_cells(table) if key == "count" else _cells(table.columns[key]) for key in table.columns]
    rows = map("\t".join, zip(table.words, *columns, strict=True))
    return "\n".join(["\t".join(names), *rows, ""])


def _cells(values: NDArray[Any]) -> list[str]:
    return ["" if math.isnan(value) else repr(value) for value in values.tolist()]

"""One row per word: repeated words summed, two tables joined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zici.errors import OptionError

from ._table import MAX_COUNT, UNKNOWN, Table, unknown_counts


def merge_repeated(table: Table) -> Table:
    """The table with each word once, where it first stood.

    Known counts are added (unknown + 3 = 3); of every other column the first value that is not NaN stays.

    Raises:
        OptionError: a sum above 2^63 - 1.
    """
    last = dict(zip(table.words, range(len(table.words)), strict=True))  # in the order of first rows
    if len(last) == len(table.words):
        return table
    target = _targets(table.words, last)
    columns = {name: _first(values, target, len(last)) for name, values in table.columns.items()}
    columns["count"] = _sum_counts(table.columns["count"], target, len(last))
    return Table(list(last), columns, table.meta)


def _targets(words: Sequence[str], last: dict[str, int]) -> NDArray[np.int64]:
    """For each row the new row of its word; only rows that are not their word's last need a look-up."""
    final = np.fromiter(last.values(), dtype=np.int64, count=len(last))
    target = np.full(len(words), -1, dtype=np.int64)
    target[final] = np.arange(len(last))
    earlier = np.flatnonzero(target < 0)
    target[earlier] = target[[last[words[row]] for row in earlier.tolist()]]
    return target


def join(left: Table, right: Table) -> Table:
    """All words of both, left's first; a column that one of them lacks is NaN for words that it alone has."""
    names = dict.fromkeys([*left.columns, *right.columns])
    # an empty side is left out, or its NaN column of no rows would turn the other's int64 to float64
    sides = [side for side in (left, right) if side.words] or [left]
    columns = {name: np.concatenate([_values(side, name) for side in sides]) for name in names}
    meta = {key: value for key, value in left.meta.items() if right.meta.get(key, object()) == value}
    return merge_repeated(Table([*left.words, *right.words], columns, meta))


def _values(table: Table, name: str) -> NDArray[Any]:
    if name in table.columns:
        return table.columns[name]
    return np.full(len(table.words), np.nan)


def _sum_counts(counts: NDArray[np.int64], target: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    known = counts != UNKNOWN
    rows, values = target[known], counts[known]
    high, low = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    np.add.at(high, rows, values >> 32)  # in halves, so that a sum above 2^63 - 1 shows instead of wrapping
    np.add.at(low, rows, values & 0xFFFFFFFF)
    high += low >> 32
    if high.size and high.max() > MAX_COUNT >> 32:
        raise OptionError(f"counts of a repeated word add up to more than {MAX_COUNT}; scale the counts down")
    result = unknown_counts(size)
    result[rows] = ((high << 32) | (low & 0xFFFFFFFF))[rows]
    return result


def _first(values: NDArray[Any], target: NDArray[np.int64], size: int) -> NDArray[Any]:
    present = np.flatnonzero(~np.isnan(values))[::-1]  # backwards: of repeated targets the last write stays
    result = np.full(size, np.nan) if values.dtype.kind == "f" else np.zeros(size, dtype=values.dtype)
    result[target[present]] = values[present]
    return result

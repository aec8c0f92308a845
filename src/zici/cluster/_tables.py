"""Tables of counts by key, sorted, and as few bytes as they travel between executors in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Int64 = npt.NDArray[np.int64]

# Gaps between neighbouring keys and counts are nearly always small; the others stand apart, in 8 bytes.
GAP, COUNT = np.dtype("<u2"), np.dtype("<u1")
WIDE = np.dtype("<i8")
# Spark hands 10,000 rows to Python at once, and Arrow holds at most 2 GB: a row is to have some 100 kB.
ROWS = 1 << 15


class Table(NamedTuple):
    """Counts by key: ``keys`` int64, from 0, rising; ``counts`` int64, from 1."""

    keys: Int64
    counts: Int64


def pack(table: Table) -> bytes:
    """A table as bytes: 3 for most rows, and their compression has an easy task.

    Example:
        >>> table = Table(np.array([7, 8, 10**9]), np.array([1, 300, 2]))
        >>> len(pack(table)), unpack(pack(table)).keys.tolist(), unpack(pack(table)).counts.tolist()
        (49, [7, 8, 1000000000], [1, 300, 2])
    """
    gaps, far = _narrow(np.diff(table.keys, prepend=0), GAP)
    counts, many = _narrow(table.counts, COUNT)
    head = np.array([table.keys.size, far.size, many.size], WIDE)
    return b"".join(part.tobytes() for part in (head, far, many, gaps, counts))


def unpack(data: bytes) -> Table:
    """The table that :func:`pack` made bytes of."""
    size, far, many = np.frombuffer(data, WIDE, 3).tolist()
    at = 3 * WIDE.itemsize
    columns: list[npt.NDArray[Any]] = []
    for dtype, length in ((WIDE, far), (WIDE, many), (GAP, size), (COUNT, size)):
        columns.append(np.frombuffer(data, dtype, length, at))
        at += length * dtype.itemsize
    gaps, counts = _wide(columns[2], columns[0]), _wide(columns[3], columns[1])
    return Table(np.cumsum(gaps), counts)


def _narrow(values: Int64, dtype: np.dtype[Any]) -> tuple[npt.NDArray[Any], Int64]:
    """Values in few bits, the largest number in the place of those that don't fit, and those."""
    most = np.iinfo(dtype).max
    large = values >= most
    return np.minimum(values, most).astype(dtype), values[large].astype(WIDE)


def _wide(values: npt.NDArray[Any], large: npt.NDArray[Any]) -> Int64:
    result = values.astype(np.int64)
    if large.size:
        result[values == np.iinfo(values.dtype).max] = large
    return result


def pack_parts(table: Table, marks: Int64) -> Iterator[tuple[int, bytes]]:
    """A table in parts, see :func:`split`, and these in pieces that are tables themselves."""
    for part, (keys, counts) in split(table, marks):
        for start in range(0, keys.size, ROWS):
            yield part, pack(Table(keys[start : start + ROWS], counts[start : start + ROWS]))


def even_marks(weights: Int64, parts: int) -> Int64:
    """Where to divide numbers 0, 1, ... with these weights so that ``parts`` ranges weigh about the same.

    Example:
        >>> even_marks(np.array([0, 9, 1, 1, 1, 3, 3]), 2).tolist()
        [2]
    """
    ends = np.cumsum(weights)
    marks: Int64 = np.searchsorted(ends, np.linspace(0, ends[-1], parts + 1)[1:-1]) + 1
    return marks


def split(table: Table, marks: Int64) -> Iterator[tuple[int, Table]]:
    """A table in ranges of keys: part k has those from ``marks[k - 1]`` to ``marks[k]`` - 1."""
    edges = [0, *np.searchsorted(table.keys, marks).tolist(), table.keys.size]
    for part, (first, stop) in enumerate(pairwise(edges)):
        if first < stop:
            yield part, Table(table.keys[first:stop], table.counts[first:stop])


def total(tables: Iterable[Table], least: int = 1) -> Table:
    """The sum of tables, without the keys that don't reach ``least``."""
    both = [(np.zeros(0, np.int64),) * 2, *tables]
    keys, counts = (np.concatenate(column) for column in zip(*both, strict=True))
    order = np.argsort(keys, kind="stable")  # runs that are in order are found, and only merged
    keys, counts = keys[order], counts[order]
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    sums = np.add.reduceat(counts, first) if first.size else counts
    enough = sums >= least
    return Table(keys[first][enough], sums[enough])

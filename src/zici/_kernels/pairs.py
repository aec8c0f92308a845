"""Counting which words stand in each other's windows, one row of the table at a time.

The positions of every word are gathered first. A row is then counted by walking over its word's positions
and raising a tally of the vocabulary's size, which stays in the cache: no pair is ever stored, and a range of
rows is independent of the others, so any number of threads gives the same table.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import inline, kernel

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Counts = npt.NDArray[Any]

GROUP = 4  # 2 ** 4 words share a mark


class Text(NamedTuple):
    """Word numbers with -1 between sentences and at both ends, and where each word stands.

    The positions of word k are ``positions[start[k]:start[k + 1]]``.
    """

    ids: Int32
    positions: Int32
    start: Int64


class Window(NamedTuple):
    """What a pair weighs: ``left[d]`` with the other word d + 1 words before, ``right[d]`` after."""

    left: Int64
    right: Int64


class Row(NamedTuple):
    """The row being counted: ``tally`` by word, the words met so far, and marks of groups of words."""

    tally: Counts
    met: Int32
    marks: npt.NDArray[np.uint8]


@kernel
def place_positions(ids: Int32, cursor: Int64, positions: Int32) -> None:
    """Write the positions of word k from ``cursor[k]`` on; the cursors are moved on."""
    for i in range(ids.size):
        word = ids[i]
        if word >= 0:
            positions[cursor[word]] = i
            cursor[word] += 1


@kernel
def count_rows(
    text: Text, window: Window, rows: tuple[int, int], row: Row, sizes: Int64, index: Int32, weight: Counts
) -> int:
    """Count the rows ``rows[0]`` to ``rows[1] - 1``; ``row`` must be all zeros, and is again afterwards.

    ``index`` and ``weight`` get the cells, by rising row and column; ``sizes[k]`` the number of cells of row
    ``rows[0] + k``. Returns the number of cells.
    """
    written = 0
    for word in range(rows[0], rows[1]):
        met = 0
        for k in range(text.start[word], text.start[word + 1]):
            at = text.positions[k]
            met = walk(text.ids, at, 1, window.right, row, met)
            met = walk(text.ids, at, -1, window.left, row, met)
        end = write_row(row, met, index, weight, written)
        sizes[word - rows[0]] = end - written
        written = end
    return written


@inline
def walk(ids: Int32, at: int, step: int, weights: Int64, row: Row, met: int) -> int:
    """Raise the tally of the words on one side of a position; returns how many words were met so far."""
    for d in range(weights.size):
        at += step
        other = ids[at]
        if other < 0:
            break
        if row.tally[other] == 0:
            row.met[met] = other
            row.marks[other >> GROUP] = 1
            met += 1
        row.tally[other] += weights[d]
    return met


@inline
def write_row(row: Row, met: int, index: Int32, weight: Counts, written: int) -> int:
    """Write the tally by rising word and clear it; returns where the next row goes."""
    if met < row.tally.size >> 7:  # sorting few beats looking at all marks
        few = np.sort(row.met[:met])
        for k in range(met):
            word = few[k]
            row.marks[word >> GROUP] = 0
            index[written] = word
            weight[written] = row.tally[word]
            row.tally[word] = 0
            written += 1
        return written
    for group in range(row.marks.size):
        if row.marks[group] != 0:
            row.marks[group] = 0
            for word in range(group << GROUP, min((group + 1) << GROUP, row.tally.size)):
                if row.tally[word] != 0:
                    index[written] = word
                    weight[written] = row.tally[word]
                    row.tally[word] = 0
                    written += 1
    return written

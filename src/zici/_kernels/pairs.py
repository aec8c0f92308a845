"""Counting which words stand in each other's windows, one row of the table at a time.

The positions of every word are gathered first. A row is then counted by walking over its word's positions
and raising a tally of the vocabulary's size, which stays in the cache: no pair is ever stored, and a range of
rows is independent of the others, so any number of threads gives the same table.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import kernel

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
    # Unpacked and in one function: passing arrays on would count references, on lines that threads share.
    ids, positions, start = text
    left, right = window
    tally, met, marks = row
    written = 0
    for word in range(rows[0], rows[1]):
        found = 0
        before = written
        for k in range(start[word], start[word + 1]):
            at = positions[k]
            for d in range(right.size):
                other = ids[at + 1 + d]
                if other < 0:
                    break
                if tally[other] == 0:
                    met[found] = other
                    found += 1
                tally[other] += right[d]
            for d in range(left.size):
                other = ids[at - 1 - d]
                if other < 0:
                    break
                if tally[other] == 0:
                    met[found] = other
                    found += 1
                tally[other] += left[d]
        if found < tally.size >> 7:  # sorting few beats looking at all marks
            few = np.sort(met[:found])
            for k in range(found):
                other = few[k]
                index[written] = other
                weight[written] = tally[other]
                tally[other] = 0
                written += 1
        else:
            for k in range(found):
                marks[met[k] >> GROUP] = 1
            for group in range(marks.size):
                if marks[group] != 0:
                    marks[group] = 0
                    for other in range(group << GROUP, min((group + 1) << GROUP, tally.size)):
                        if tally[other] != 0:
                            index[written] = other
                            weight[written] = tally[other]
                            tally[other] = 0
                            written += 1
        sizes[word - rows[0]] = written - before
    return written

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
UInt64 = npt.NDArray[np.uint64]
Counts = npt.NDArray[Any]

DE_BRUIJN = 0x03F79D71B4CB0A89  # its products with the powers of 2 differ in their first 6 bits
PLACES = np.zeros(64, np.int64)
PLACES[[(DE_BRUIJN << k & (1 << 64) - 1) >> 58 for k in range(64)]] = range(64)
NUMBER, ONE, LOW, TOP = (np.uint64(k) for k in (DE_BRUIJN, 1, 63, 58))


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
    """The row being counted: ``tally`` by word, a bit for every word met, a bit for every 64 of those."""

    tally: Counts
    bits: UInt64
    groups: UInt64


@inline
def place_of_lowest(bits: np.uint64) -> np.int64:
    """The place of the lowest bit that is 1."""
    place: np.int64 = PLACES[((bits & (~bits + ONE)) * NUMBER) >> TOP]
    return place


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
    tally, bits, groups = row
    written = 0
    for word in range(rows[0], rows[1]):
        before = written
        for k in range(start[word], start[word + 1]):
            at = positions[k]
            for d in range(right.size):
                other = ids[at + 1 + d]
                if other < 0:
                    break
                if tally[other] == 0:
                    bits[other >> 6] |= ONE << (np.uint64(other) & LOW)
                    groups[other >> 12] |= ONE << (np.uint64(other >> 6) & LOW)
                tally[other] += right[d]
            for d in range(left.size):
                other = ids[at - 1 - d]
                if other < 0:
                    break
                if tally[other] == 0:
                    bits[other >> 6] |= ONE << (np.uint64(other) & LOW)
                    groups[other >> 12] |= ONE << (np.uint64(other >> 6) & LOW)
                tally[other] += left[d]
        # The bits from low to high are the words in order: no sorting.
        for k in range(groups.size):
            those = groups[k]
            groups[k] = 0
            while those != 0:
                group = (k << 6) + place_of_lowest(those)
                those &= those - ONE
                met = bits[group]
                bits[group] = 0
                while met != 0:
                    other = (group << 6) + place_of_lowest(met)
                    met &= met - ONE
                    index[written] = other
                    weight[written] = tally[other]
                    tally[other] = 0
                    written += 1
        sizes[word - rows[0]] = written - before
    return written

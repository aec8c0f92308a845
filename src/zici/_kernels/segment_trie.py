"""A double-array trie: a lookup reads one row of two numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import kernel

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]

LINK, CHECK = range(2)
"""Columns of ``links``: twice the base, plus 1 where a word ends; the parent's row.

The child of code c is at row ``base + c`` if that row's check is the parent. Eight bytes a row: most lookups
miss, and a miss reads nothing else.
"""
SCORE, WORD = range(2)
"""Columns of ``values``, read where a word ends: its score and its number."""

_TRIES = 4


@kernel
def place_nodes(order: Int64, first: Int64, codes: Int32, bases: Int32) -> int:
    """Choose each node's base so that no two children meet; return the number of rows used.

    Args:
        order: the nodes that have children, in the order to place them; the root (0) first.
        first: node n's children are ``codes[first[n]:first[n + 1]]``, ascending.
        codes: for every node but the root the code that leads to it; at least 1.
        bases: filled here; the root's base is 0, which puts the first characters at their codes.

    Free rows form a list in ascending order. A node with one child takes the first hole; one with several
    looks at a few, and where that fails the next begin behind them: the holes go to those with one child.
    """
    top = 1
    room = 2 * codes.size + 2 * (codes.max() if codes.size else 0) + 64
    following = np.arange(1, room + 1).astype(np.int32)
    previous = np.arange(-1, room - 1).astype(np.int32)
    taken = np.zeros(room, np.bool_)
    head = 1
    start = np.int64(1)
    for node in order:
        begin, end = first[node], first[node + 1]
        base = np.int64(0)
        if node > 0:
            row = np.int64(head if end - begin == 1 else start)
            while row < room and taken[row]:
                row = np.int64(following[row])
            tried = 0
            while row < top and not (
                row >= codes[begin] and _fits(taken, row - codes[begin], codes, begin, end)
            ):
                row = np.int64(following[row])
                tried += 1
            if tried > _TRIES and end - begin > 1:
                start = row
            base = max(np.int64(0), row - codes[begin])
        while base + codes[end - 1] + 2 > room:
            room, following, previous, taken = _grow(room, following, previous, taken)
        bases[node] = base
        for child in range(begin, end):
            row = base + codes[child]
            taken[row] = True
            if row == head:
                head = following[row]
            else:
                following[previous[row]] = following[row]
            if following[row] < room:
                previous[following[row]] = previous[row]
        top = max(top, base + codes[end - 1] + 1)
    return top


@kernel
def _fits(taken: npt.NDArray[np.bool_], base: int, codes: Int32, begin: int, end: int) -> bool:
    for child in range(begin, end):
        row = base + codes[child]
        if row < taken.size and taken[row]:
            return False
    return True


@kernel
def _grow(
    room: int, following: Int32, previous: Int32, taken: npt.NDArray[np.bool_]
) -> tuple[int, Int32, Int32, npt.NDArray[np.bool_]]:
    wider = 2 * room
    longer = np.arange(1, wider + 1).astype(np.int32)
    back = np.arange(-1, wider - 1).astype(np.int32)
    used = np.zeros(wider, np.bool_)
    longer[:room] = following
    back[:room] = previous
    used[:room] = taken
    last = room - 1
    while last > 0 and taken[last]:
        last -= 1
    back[room] = last
    return wider, longer, back, used

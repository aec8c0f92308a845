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

_WINDOW = 256


@kernel
def place_nodes(order: Int64, first: Int64, codes: Int32, bases: Int32) -> int:
    """Choose each node's base so that no two children meet; return the number of rows used.

    Args:
        order: the nodes that have children, in the order to place them; the root (0) first.
        first: node n's children are ``codes[first[n]:first[n + 1]]``, ascending.
        codes: for every node but the root the code that leads to it; at least 1.
        bases: filled here; the root's base is 0, which puts the first characters at their codes.

    A node with several children looks from _WINDOW rows before the place of the one before it on: what
    lies further back is nearly full. The holes that stay go to the nodes with one child.
    """
    taken = np.zeros(2 * codes.size + 64, np.bool_)
    top = 1
    start = 1
    hole = 1
    for node in order:
        begin, end = first[node], first[node + 1]
        base = 0
        if node > 0:
            while taken[hole]:
                hole += 1
            row = hole if end - begin == 1 else start
            row = max(row, int(codes[begin]))
            while row < top and not _fits(taken, row - codes[begin], codes, begin, end):
                row += 1
            base = row - codes[begin]
            if end - begin > 1:
                start = max(start, row - _WINDOW)
        stop = base + codes[end - 1] + 1
        top = max(top, stop)
        if top >= taken.size:
            wider = np.zeros(2 * top, np.bool_)
            wider[: taken.size] = taken
            taken = wider
        for child in range(begin, end):
            taken[base + codes[child]] = True
        bases[node] = base
    return top


@kernel
def _fits(taken: npt.NDArray[np.bool_], base: int, codes: Int32, begin: int, end: int) -> bool:
    for child in range(begin, end):
        row = base + codes[child]
        if row < taken.size and taken[row]:
            return False
    return True

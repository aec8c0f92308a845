"""Words that come into a trie after it was built, one by one, and all the words of a text."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import kernel
from zici._kernels.segment_trie import CHECK, LINK, WORD
from zici._kernels.segment_units import CODE_MASK, INSIDE, fill_cells

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
UInt32 = npt.NDArray[np.uint32]

TOP, LETTERS, HOLE = range(3)
"""Places in ``state``: the row behind the last that is taken, the largest code, a row before which few are
free."""

FREE = -1
FULL = -1
_WINDOW = 4096


@kernel
def find_rows(codes: Int32, ends: Int64, links: Int32, rows: Int64) -> None:
    """Write the row where each of the words ends that lie one behind the other in ``codes``; 0: not there."""
    begin = 0
    for w in range(ends.size):
        node = 0
        for at in range(begin, ends[w]):
            child = (links[node, LINK] >> 1) + codes[at]
            if codes[at] == 0 or links[child, CHECK] != node:
                node = 0
                break
            node = child
        rows[w] = node if links[node, LINK] & 1 else 0
        begin = ends[w]


@kernel
def insert_word(codes: Int32, links: Int32, values: Int32, state: Int64, buffer: Int32) -> int:
    """Put a word into the trie; return its row, or FULL where the arrays have to grow first.

    What was inserted until then stays and does no harm. The word gets no number: its tokens are slices of
    the text. ``buffer`` has room for 2 (LETTERS + 1) codes, the arrays for TOP + LETTERS + 1 rows.
    """
    node = 0
    for code in codes:
        child = (links[node, LINK] >> 1) + code
        if links[child, CHECK] != node:
            node = _make_room(node, code, links, values, state, buffer)
            if node == FULL:
                return FULL
            child = (links[node, LINK] >> 1) + code
            links[child, CHECK] = node
            links[child, LINK] = 0
            state[TOP] = max(state[TOP], child + 1)
        node = child
    if not links[node, LINK] & 1:
        links[node, LINK] |= 1
        values[node, WORD] = -1
    return int(node)


@kernel
def _make_room(node: int, code: int, links: Int32, values: Int32, state: Int64, buffer: Int32) -> int:
    """Make free the row where the child of ``node`` by ``code`` belongs; return where ``node`` is then.

    Where another node's child sits there, the node with fewer children takes them elsewhere; the root never.
    """
    letters = state[LETTERS]
    holder = int(links[(links[node, LINK] >> 1) + code, CHECK])
    if holder == FREE:
        return node
    mine = buffer[: letters + 1]
    theirs = buffer[letters + 1 :]
    count = _children(node, links, letters, mine)
    others = _children(holder, links, letters, theirs)
    if node != 0 and (count < others or holder == 0):
        mine[count] = code
        base = _find_base(mine[: count + 1], links, state)
        if base != FULL:
            _move(node, base, mine[:count], links, values, state)
            return node
        return FULL
    base = _find_base(theirs[:others], links, state)
    if base == FULL:
        return FULL
    shift = base - (links[holder, LINK] >> 1)
    child = links[node, CHECK] == holder
    _move(holder, base, theirs[:others], links, values, state)
    return node + shift if child else node


@kernel
def _children(node: int, links: Int32, letters: int, out: Int32) -> int:
    """Write the codes of a node's children; return how many they are."""
    base = links[node, LINK] >> 1
    count = 0
    for code in range(1, letters + 1):
        if links[base + code, CHECK] == node:
            out[count] = code
            count += 1
    return count


@kernel
def _find_base(codes: Int32, links: Int32, state: Int64) -> int:
    """A base with which all these codes lead to free rows; FULL where the arrays have none."""
    while state[HOLE] < state[TOP] and links[state[HOLE], CHECK] != FREE:
        state[HOLE] += 1
    row = state[HOLE] if codes.size == 1 else max(state[HOLE], state[TOP] - _WINDOW)
    row = max(row, int(codes.max()))
    while row - codes[0] + state[LETTERS] < links.shape[0]:
        base = row - codes[0]
        fits = True
        for code in codes:
            fits = fits and links[base + code, CHECK] == FREE
        if fits:
            return int(base)
        row += 1
    return int(FULL)


@kernel
def _move(node: int, base: int, codes: Int32, links: Int32, values: Int32, state: Int64) -> None:
    """Give ``node`` another base and take its children, by these codes, there."""
    old = links[node, LINK] >> 1
    for code in codes:
        source = old + code
        target = base + code
        links[target, LINK] = links[source, LINK]
        links[target, CHECK] = node
        values[target, 0] = values[source, 0]
        values[target, 1] = values[source, 1]
        below = links[source, LINK] >> 1
        for other in range(1, state[LETTERS] + 1):
            if links[below + other, CHECK] == source:
                links[below + other, CHECK] = target
        links[source, CHECK] = FREE
        links[source, LINK] = 0
        state[TOP] = max(state[TOP], target + 1)
    links[node, LINK] = 2 * base + (links[node, LINK] & 1)


@kernel
def list_words(chars: UInt32, table: Int32, links: Int32, found: Int64) -> int:
    """Write begin and end of the words in the text, overlapping ones too; return how many, or FULL.

    By begin, then by end. No word begins or ends inside a unit. A word that is a unit by itself, or a unit
    where no word begins, is there only if no longer one begins with it and the last one ended before.
    """
    cells = np.empty(chars.size, np.int32)
    fill_cells(chars, table, cells)
    count = 0
    done = 0
    for i in range(chars.size):
        if cells[i] & INSIDE:
            continue
        unit = i + 1
        while unit < chars.size and cells[unit] & INSIDE:
            unit += 1
        before = count
        last = unit
        node = 0
        p = i
        while p < chars.size:
            code = int(cells[p] & CODE_MASK)
            child = (links[node, LINK] >> 1) + code
            if code == 0 or links[child, CHECK] != node:
                break
            node = child
            p += 1
            if p > unit and links[node, LINK] & 1 and not (p < chars.size and cells[p] & INSIDE):
                if count == found.shape[0]:
                    return int(FULL)
                found[count, 0] = i
                found[count, 1] = p
                count += 1
                last = p
        if count == before and i >= done:
            if count == found.shape[0]:
                return int(FULL)
            found[count, 0] = i
            found[count, 1] = unit
            count += 1
        if count > before:
            done = last
    return count

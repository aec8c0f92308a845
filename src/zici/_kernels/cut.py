"""The n-gram cut: close every gap that a kept n-gram covers, count the pieces between the open ones."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import inline, kernel
from zici._kernels.hashing import find, make_key, shift_of

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
UInt8 = npt.NDArray[np.uint8]
UInt64 = npt.NDArray[np.uint64]

FAR = np.int64(1) << np.int64(62)
IS_MEMBER = 2
HAS_LONGER = 1
HASH_STEP = np.uint64(0x100000001B3)
HASH_MIX = np.uint64(0x9E3779B97F4A7C15)


class Grams(NamedTuple):
    """The kept n-grams and their prefixes as a trie over character codes.

    A node of one character is its code. ``table`` gives, for (node, code), the longer node << 2, with
    IS_MEMBER set if that is a kept n-gram and HAS_LONGER if the walk can go on. ``kind[code]``: 0 Chinese,
    1 digit, 2 letter.
    ``nodes`` is one more than the largest node.
    """

    table: UInt64
    kind: UInt8
    nodes: int


class Pieces(NamedTuple):
    """Counts of the pieces: of one character, of a trie node, and of all others by their content.

    ``slots[k]`` is the hash of piece k's content (0: empty); its codes are
    ``arena[offset[k]:offset[k] + length[k]]``. ``used`` = (filled slots, filled arena).
    """

    single: Int64
    node: Int64
    slots: UInt64
    offset: Int64
    length: Int32
    counts: Int64
    arena: Int32
    used: Int64


@kernel
def cut_and_count(codes: Int32, order: int, strict: bool, grams: Grams, pieces: Pieces) -> None:
    """Cut one block (it begins and ends with a break) and count the pieces that pass the backtracking.

    A piece of 3 to ``order`` characters must be a kept n-gram; of a longer one every window of ``order``
    characters must be (with ``strict`` also every shorter window from 3 on). The caller has made room:
    a third of the block's size in slots, its size in the arena.
    """
    # Arrays are taken out of their tuples once: inside the loop each access would count references.
    table, kind = grams.table, grams.kind
    single, counted = pieces.single, pieces.node
    shift = shift_of(table)
    bad = np.full(order + 1, FAR, np.int64)  # where the first window of each length fails in this piece
    path = np.zeros(order + 1, np.int32)  # the nodes from the piece's start, by length
    start = np.int64(0)
    reach = np.int64(0)  # gaps before this position are closed
    latin_end = np.int64(0)
    for i in range(codes.size):
        code = codes[i]
        if i >= reach and i >= latin_end:
            size = i - start
            if size == 1:
                single[codes[start]] += 1
            elif size > 1 and _passes(size, i, order, strict, bad):
                if size <= order and path[size] != 0:
                    counted[path[size]] += 1
                else:
                    add_piece(codes, start, i, 1, pieces)
            for n in range(2, order + 1):
                bad[n] = FAR
                path[n] = 0
            start = np.int64(i)
        if code == 0:
            start = np.int64(i + 1)
            reach = start
            continue
        if kind[code] != 0 and i >= latin_end:  # letters and digits stay as the text has them
            latin_end = np.int64(i + 1)
            while kind[codes[latin_end]] != 0:
                latin_end += 1
        found = np.int64(code) << 2 | HAS_LONGER
        for n in range(2, order + 1):
            longer = codes[i + n - 1] if found & HAS_LONGER else np.int32(0)
            # No longer node, or a break: from here on nothing is found.
            found = find(table, shift, make_key(found >> 2, longer)) if longer != 0 else np.int64(0)
            if i == start:
                path[n] = found >> 2
            inside = found & IS_MEMBER
            if inside:
                reach = max(reach, np.int64(i + n))
            elif i + n > latin_end:
                bad[n] = min(bad[n], np.int64(i))


@inline
def _passes(size: int, stop: int, order: int, strict: bool, bad: Int64) -> bool:
    """Whether the piece of 2 or more characters that ends at ``stop`` consists of kept n-grams."""
    longest = min(size, order)
    passed = size == 2 or bad[longest] > stop - longest
    if strict:
        for n in range(3, longest):
            passed = passed and bad[n] > stop - n
    return passed


@kernel
def add_piece(codes: Int32, start: int, stop: int, times: int, pieces: Pieces) -> None:
    """Count the piece ``codes[start:stop]`` by its content, ``times`` times."""
    size = stop - start
    digest = np.uint64(size)
    for i in range(start, stop):
        digest = (digest ^ np.uint64(codes[i])) * HASH_STEP
    digest *= HASH_MIX
    digest ^= digest >> np.uint64(29)
    digest = max(digest, np.uint64(1))
    mask = pieces.slots.size - 1
    slot = np.int64(digest & np.uint64(mask))
    while pieces.slots[slot] != 0:
        if pieces.slots[slot] == digest and pieces.length[slot] == size:
            at = pieces.offset[slot]
            same = True
            for j in range(size):
                same = same and pieces.arena[at + j] == codes[start + j]
            if same:
                pieces.counts[slot] += times
                return
        slot = (slot + 1) & mask
    at = pieces.used[1]
    pieces.slots[slot] = digest
    pieces.offset[slot] = at
    pieces.length[slot] = size
    pieces.counts[slot] = times
    for j in range(size):
        pieces.arena[at + j] = codes[start + j]
    pieces.used[0] += 1
    pieces.used[1] = at + size


@kernel
def add_pieces(source: Pieces, target: Pieces) -> None:
    """Add all counts of ``source`` to ``target``, which has room for them."""
    for k in range(source.single.size):
        target.single[k] += source.single[k]
    for k in range(source.node.size):
        target.node[k] += source.node[k]
    for slot in range(source.slots.size):
        if source.slots[slot] != 0:
            a = source.offset[slot]
            add_piece(source.arena, a, a + source.length[slot], source.counts[slot], target)

"""Open-addressing tables from (prefix id, character code) to the id of the n-gram they make.

A key is ``prefix << 21 | code`` (no code point needs more than 21 bits); 0 marks an empty slot, which
no key can be because prefix ids start at 1. Fibonacci hashing, linear probing, at most half full. Key and
value stand side by side, ``table[slot, 0]`` and ``table[slot, 1]``: a look-up touches one cache line.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import inline, kernel

Int32 = npt.NDArray[np.int32]
UInt64 = npt.NDArray[np.uint64]

GOLDEN = np.uint64(0x9E3779B97F4A7C15)


@inline
def make_key(prefix: int, code: int) -> np.uint64:
    """The table key of a prefix id and a character code."""
    return (np.uint64(prefix) << np.uint64(21)) | np.uint64(code)


@inline
def find(table: UInt64, shift: np.uint64, key: np.uint64) -> np.int64:
    """The value stored under ``key``, 0 if there is none."""
    mask = table.shape[0] - 1
    slot = np.int64((key * GOLDEN) >> shift)
    while table[slot, 0] != key:
        if table[slot, 0] == 0:
            return np.int64(0)
        slot = (slot + 1) & mask
    return np.int64(table[slot, 1])


@inline
def shift_of(table: UInt64) -> np.uint64:
    """How far a 64-bit hash is shifted to give a slot of a table (its length is a power of two)."""
    bits = 0
    while (1 << bits) < table.shape[0]:
        bits += 1
    return np.uint64(64 - bits)


@kernel
def fill(table: UInt64, prefix: Int32, char: Int32, value: Int32) -> None:
    """Store ``value[k]`` under (``prefix[k]``, ``char[k]``) in an empty table."""
    mask = table.shape[0] - 1
    shift = shift_of(table)
    for k in range(prefix.size):
        key = make_key(prefix[k], char[k])
        slot = np.int64((key * GOLDEN) >> shift)
        while table[slot, 0] != 0:
            slot = (slot + 1) & mask
        table[slot, 0] = key
        table[slot, 1] = np.uint64(value[k])


@kernel
def relabel(ids: Int32, codes: Int32, reach: int, table: UInt64, out: Int32) -> None:
    """Turn the ids of n-grams into those one character longer, given the table of the longer ones.

    ``ids[i]`` is the id of the n-gram at position i (0: not kept); the character that lengthens it is
    ``codes[i + reach]``. ``out`` may be ``ids`` itself: a position is written after its right
    neighbour was read.
    """
    shift = shift_of(table)
    last = ids.size - 1
    for i in range(last):
        prefix = ids[i]
        found = np.int64(0)
        # Both the first and the last n characters must be kept for the longer one to be kept.
        if prefix != 0 and ids[i + 1] != 0:
            found = find(table, shift, make_key(prefix, codes[i + reach]))
        out[i] = found
    out[last] = 0


@kernel
def find_many(table: UInt64, prefix: Int32, char: Int32, out: Int32) -> None:
    """``out[k]`` = the id stored under (``prefix[k]``, ``char[k]``), 0 if there is none."""
    shift = shift_of(table)
    for k in range(prefix.size):
        out[k] = find(table, shift, make_key(prefix[k], char[k])) if prefix[k] != 0 else np.int64(0)

"""Counting for the character language model: sorted keys, and the trie that they spell.

A window begins at every character and at the beginning of every run; beyond the end of its run stands EOS
once and then nothing. All n-grams of all lengths are the prefixes of the windows: once these are sorted, one
pass gives the trie in breadth-first order, children by code.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import kernel
from zici._kernels.charlm_find import child

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Float32 = npt.NDArray[np.float32]
UInt64 = npt.NDArray[np.uint64]


@kernel
def begin_windows(codes: Int32, bos: int, nodes: Int32) -> None:
    """``nodes[i]`` = the node of the first symbol of the window at i: the code; ``bos`` before a run; 0."""
    last = codes.size - 1
    for i in range(last):
        nodes[i] = codes[i]
        if codes[i] == 0 and codes[i + 1] != 0:
            nodes[i] = bos
    nodes[last] = 0


@kernel
def lengthen(codes: Int32, reach: int, eos: int, start: Int32, char: Int32, nodes: Int32) -> None:
    """Turn the nodes of windows of ``reach`` symbols into those of one more; 0 where the run has ended."""
    for i in range(codes.size):
        node = nodes[i]
        if node != 0 and not (reach > 1 and codes[i + reach - 1] == 0):
            code = codes[i + reach] if codes[i + reach] != 0 else eos
            nodes[i] = child(start, char, node, code)
        else:
            nodes[i] = 0


@kernel
def make_keys(
    codes: Int32, nodes: Int32, reach: int, shape: Int64, first: int, stop: int, keys: UInt64
) -> int:
    """Write a key for every window whose node is in ``first`` .. ``stop`` - 1; return their number.

    The node stands for the first ``reach`` symbols. ``shape`` = (bits of a symbol, symbols that follow in the
    key, EOS). A key is the node, then the symbols, 0 beyond EOS.
    """
    bits, more, eos = np.uint64(shape[0]), shape[1], np.uint64(shape[2])
    written = 0
    for i in range(codes.size):
        node = nodes[i]
        if node < first or node >= stop:
            continue
        key = np.uint64(node)
        ended = reach > 1 and codes[i + reach - 1] == 0
        for j in range(reach, reach + more):
            symbol = np.uint64(0)
            if not ended:
                symbol = np.uint64(codes[i + j])
                if symbol == 0:
                    symbol = eos
                    ended = True
            key = key << bits | symbol
        keys[written] = key
        written += 1
    return written


@kernel
def split_keys(
    keys: UInt64, shape: Int64, first: int, fan: Int32, chars: Int32, counts: Int32, fans: Int32, sizes: Int64
) -> None:
    """Spell sorted keys as the levels of a trie.

    ``fan[node - first]`` receives the number of children of the nodes in the keys. Row j of the others is the
    j-th level below: code, count and number of children of every node, ``sizes[j]`` nodes.
    """
    bits, more = np.uint64(shape[0]), shape[1]
    mask = (np.uint64(1) << bits) - np.uint64(1)
    before = ~np.uint64(0)
    at = 0
    while at < keys.size:
        key = keys[at]
        stop = at + 1
        while stop < keys.size and keys[stop] == key:
            stop += 1
        different = key ^ before
        shift = bits * np.uint64(more)
        new = (different >> shift) != 0
        node = np.int64(key >> shift)
        for j in range(more):
            shift -= bits
            code = (key >> shift) & mask
            if code == 0:
                break
            new = new or (different >> shift) != 0
            if new:
                k = sizes[j]
                sizes[j] = k + 1
                chars[j, k] = code
                counts[j, k] = stop - at
                fans[j, k] = 0
                if j == 0:
                    fan[node - first] += 1
                else:
                    fans[j - 1, sizes[j - 1] - 1] += 1
            else:
                counts[j, sizes[j] - 1] += stop - at
        before = key
        at = stop

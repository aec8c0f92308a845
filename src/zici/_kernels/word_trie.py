"""Words as a trie over character codes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import kernel
from zici._kernels.hashing import GOLDEN, make_key, shift_of

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
UInt64 = npt.NDArray[np.uint64]

IS_WORD = 2
HAS_LONGER = 1


class WordTrie(NamedTuple):
    """Words by their character codes.

    A node of one character is its code. ``first[code]`` is that node << 2 with its flags (IS_WORD,
    HAS_LONGER); ``table`` gives, for (node, code), the longer node << 2 with its flags. ``word[node]`` is the
    number of the node's word, -1 where there is none.
    """

    table: UInt64
    first: Int32
    word: Int32


@kernel
def grow(codes: Int32, start: Int64, table: UInt64, prefix: Int32, char: Int32, word: Int32) -> int:
    """Put the words ``codes[start[w]:start[w + 1]]`` into an empty trie.

    Nodes 1 .. the largest code stand for single characters; longer ones follow in the order of their making.
    Writes ``prefix`` and ``char`` of every longer node and ``word`` of every node that is a word; returns the
    number of nodes, the unused 0 counted. A word with a code 0 (no character of the text) is left out.
    """
    shift = shift_of(table)
    mask = table.shape[0] - 1
    nodes = prefix.size - codes.size
    for w in range(start.size - 1):
        a = start[w]
        b = start[w + 1]
        known = a < b
        for i in range(a, b):
            known = known and codes[i] != 0
        if not known:
            continue
        node = np.int64(codes[a])
        for i in range(a + 1, b):
            key = make_key(node, codes[i])
            slot = np.int64((key * GOLDEN) >> shift)
            while table[slot, 0] != 0 and table[slot, 0] != key:
                slot = (slot + 1) & mask
            if table[slot, 0] == 0:
                table[slot, 0] = key
                table[slot, 1] = np.uint64(nodes)
                prefix[nodes] = node
                char[nodes] = codes[i]
                nodes += 1
            node = np.int64(table[slot, 1])
        word[node] = w
    return nodes

"""The characters before and after all occurrences of words, and the entropy of their distribution."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import kernel
from zici._kernels.hashing import find, make_key, shift_of
from zici._kernels.word_trie import HAS_LONGER, IS_WORD, WordTrie

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]


@kernel
def count_words(codes: Int32, trie: WordTrie, counts: Int64) -> None:
    """Raise ``counts[w]`` for every place of a block where word w stands, overlaps included."""
    table, first, word = trie.table, trie.first, trie.word
    shift = shift_of(table)
    for i in range(codes.size):
        found = np.int64(first[codes[i]])
        at = i + 1
        while found != 0:
            if found & IS_WORD:
                counts[word[found >> 2]] += 1
            # The walk ends before the break at the block's end: a break is in no word.
            longer = codes[at] if found & HAS_LONGER else np.int32(0)
            found = find(table, shift, make_key(found >> 2, longer)) if longer != 0 else np.int64(0)
            at += 1


@kernel
def gather(
    codes: Int32, trie: WordTrie, begin: int, stop: int, cursor: Int64, pairs: npt.NDArray[Any]
) -> None:
    """Put the neighbours of every place of the words ``begin`` .. ``stop`` - 1 into the word's bucket.

    ``cursor[w - begin]`` is where the next pair (code before, code after; 0: a boundary) of word w goes.
    """
    table, first, word = trie.table, trie.first, trie.word
    shift = shift_of(table)
    for i in range(codes.size):
        found = np.int64(first[codes[i]])
        at = i + 1
        while found != 0:
            if found & IS_WORD:
                w = word[found >> 2]
                if begin <= w < stop:
                    k = cursor[w - begin]
                    pairs[k, 0] = codes[i - 1]
                    pairs[k, 1] = codes[at]
                    cursor[w - begin] = k + 1
            longer = codes[at] if found & HAS_LONGER else np.int32(0)
            found = find(table, shift, make_key(found >> 2, longer)) if longer != 0 else np.int64(0)
            at += 1


@kernel
def bucket_entropies(pairs: npt.NDArray[Any], start: Int64, side: int, alphabet: int, out: Float64) -> None:
    """``out[w]`` = the entropy of one side of the pairs ``start[w]`` .. ``start[w + 1]`` - 1; NaN of none.

    With n pairs and c of each code the entropy is ln n - sum(c ln c) / n. Every boundary is a neighbour of
    its own: c is 1, and it adds nothing to the sum.
    """
    tally = np.zeros(alphabet + 1, np.int64)
    for w in range(start.size - 1):
        a = start[w]
        b = start[w + 1]
        for j in range(a, b):
            tally[pairs[j, side]] += 1
        tally[0] = 0
        total = 0.0
        for j in range(a, b):
            c = tally[pairs[j, side]]
            if c > 1:
                total += np.float64(c) * np.log(np.float64(c))
            tally[pairs[j, side]] = 0
        n = np.float64(b - a)
        out[w] = max(0.0, np.log(n) - total / n) if b > a else np.nan

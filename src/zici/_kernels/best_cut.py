"""The most probable way to write a word with shorter ones."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import kernel
from zici._kernels.hashing import find, make_key, shift_of
from zici._kernels.word_trie import HAS_LONGER, IS_WORD, WordTrie

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
UInt8 = npt.NDArray[np.uint8]

NEVER = -(np.int64(1) << np.int64(60))


class CodedWords(NamedTuple):
    """Words one after the other: word w is ``codes[start[w]:start[w + 1]]``.

    ``inside[i]`` is 1 where letters or digits stand on both sides of the gap before ``codes[i]``: no part
    begins there.
    """

    codes: Int32
    start: Int64
    inside: UInt8


@kernel
def best_cuts(
    chosen: Int64, words: CodedWords, trie: WordTrie, score: Int64, total: Int64, parts: Int32, stop: Int64
) -> None:
    """Write each chosen word with other words so that their scores add up to the most.

    ``total[k]`` gets the sum, NEVER if the word can't be cut; the numbers of the parts end at ``stop[k]`` of
    ``parts``. Of equal cuts that with the longest last part wins, then the longest last but one.
    """
    codes, start, inside = words.codes, words.start, words.inside
    table, first, word = trie.table, trie.first, trie.word
    shift = shift_of(table)
    longest = np.int64(0)
    for k in range(chosen.size):
        longest = max(longest, start[chosen[k] + 1] - start[chosen[k]])
    best = np.empty(longest + 1, np.int64)
    last = np.empty(longest + 1, np.int64)
    written = np.int64(0)
    for k in range(chosen.size):
        a = start[chosen[k]]
        size = int(start[chosen[k] + 1] - a)
        best[: size + 1] = NEVER
        best[0] = 0
        for i in range(size):
            if best[i] == NEVER:
                continue
            found = np.int64(first[codes[a + i]])
            at = i + 1
            while found != 0:
                if found & IS_WORD and at - i < size and (at == size or inside[a + at] == 0):
                    part = word[found >> 2]
                    if best[i] + score[part] > best[at]:
                        best[at] = best[i] + score[part]
                        last[at] = part
                if at == size or not found & HAS_LONGER:
                    break
                found = find(table, shift, make_key(found >> 2, codes[a + at]))
                at += 1
        total[k] = best[size]
        at = size if best[size] != NEVER else 0
        while at > 0:
            parts[written] = last[at]
            written += 1
            at -= int(start[last[at] + 1] - start[last[at]])
        stop[k] = written

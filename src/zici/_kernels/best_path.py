"""The most probable cut of a coded text into scored words, counted word by word."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import kernel
from zici._kernels.cut import HAS_LONGER, IS_MEMBER, Grams
from zici._kernels.hashing import find, make_key, shift_of

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]

NEVER = -1e300


class Scores(NamedTuple):
    """Log weights: single characters by code, longer words by trie node, and any run of letters or digits."""

    single: Float64
    node: Float64
    latin: float


class Tally(NamedTuple):
    """How often each single character (by code) and each longer word (by trie node) was in the best cut."""

    single: Int64
    node: Int64


@kernel
def count_best(codes: Int32, order: int, grams: Grams, scores: Scores, tally: Tally) -> None:
    """Cut every run of one block so that the scores add up to the most, and count the words.

    Among equal sums the earliest found wins: the one whose last word is longest. No word begins or ends
    inside a run of letters and digits.
    """
    table, kind, single, node_score = grams.table, grams.kind, scores.single, scores.node
    singles, nodes = tally.single, tally.node
    shift = shift_of(table)
    best = np.empty(codes.size + 1, np.float64)
    back = np.empty(codes.size + 1, np.int32)
    word = np.empty(codes.size + 1, np.int32)
    start = 0
    while start < codes.size:
        if codes[start] == 0:
            start += 1
            continue
        stop = start
        while codes[stop] != 0:
            best[stop] = NEVER
            stop += 1
        best[stop] = NEVER
        best[start] = 0.0
        for i in range(start, stop):
            here = best[i]
            if here == NEVER:  # inside letters and digits: no word ends here
                continue
            end = i + 1
            gain = here + single[codes[i]]
            if kind[codes[i]] != 0:
                while kind[codes[end]] != 0:
                    end += 1
                gain = here + scores.latin
            if gain > best[end]:
                best[end] = gain
                back[end] = i
                word[end] = 0
            found = np.int64(codes[i]) << 2 | HAS_LONGER
            for n in range(2, order + 1):
                longer = codes[i + n - 1] if found & HAS_LONGER else np.int32(0)
                if longer == 0:
                    break
                found = find(table, shift, make_key(found >> 2, longer))
                if found & IS_MEMBER and not (kind[longer] != 0 and kind[codes[i + n]] != 0):
                    gain = here + node_score[found >> 2]
                    if gain > best[i + n]:
                        best[i + n] = gain
                        back[i + n] = i
                        word[i + n] = found >> 2
        at = stop
        while at > start:
            begin = back[at]
            if word[at] != 0:
                nodes[word[at]] += 1
            elif at - begin == 1:
                singles[codes[begin]] += 1
            at = begin
        start = stop

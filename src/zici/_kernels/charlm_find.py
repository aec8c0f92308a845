"""Looking up n-grams of the character language model, and the probability of text.

The model is a trie in breadth-first order. Node 0 is the unknown character, and stands for "no such n-gram":
it has no children and a backoff of 0. Then follow the characters (the node is the code), EOS, BOS, and the
nodes of the longer n-grams, level by level. The children of ``node`` are ``start[node]`` to
``start[node + 1] - 1``, ascending in ``char``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import inline, kernel

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]

LEAST = -1000.0
"""No ln probability or backoff is below."""


class Trie(NamedTuple):
    """The arrays of a model.

    Attributes:
        start: int32, where the children of every node below the longest n-grams begin, and one entry more.
        char: int32, the last symbol of every node.
        prob: float32, ln of the probability of the last symbol after those before it.
        backoff: float32, ln of the weight of the shorter context where this one says nothing; like ``start``.
    """

    start: Int32
    char: Int32
    prob: Float32
    backoff: Float32


@inline
def child(start: Int32, char: Int32, node: int, code: int) -> np.int64:
    """The node that ``code`` leads to from ``node``; 0 if there is none."""
    low = np.int64(start[node])
    high = np.int64(start[node + 1])
    while high - low > 6:
        middle = (low + high) >> 1
        if char[middle] <= code:
            low = middle
        else:
            high = middle
    while low < high and char[low] < code:
        low += 1
    return low if low < high and char[low] == code else np.int64(0)


@kernel
def score_codes(codes: Int32, order: int, trie: Trie, out: Float64) -> tuple[float, int]:
    """``out[i]`` = ln of the probability of what stands at i, given what its run holds before it.

    ``codes`` begins and ends with a break. A break behind a run is its EOS; other breaks get 0. Codes beyond
    the characters are unknown ones. Returns the sum and the number of symbols scored.
    """
    start, char, prob, backoff = trie.start, trie.char, trie.prob, trie.backoff
    bos = _bos(trie)
    contexts = np.zeros(order + 1, np.int64)  # [n]: the node of the last n symbols
    total = 0.0
    scored = 0
    for i in range(codes.size):
        code = np.int64(codes[i])
        if code == 0 and (i == 0 or codes[i - 1] == 0):
            out[i] = 0.0
            continue
        if codes[i - 1] == 0:
            contexts[:] = 0
            contexts[1] = bos
        if code == 0:
            code = bos - 1
        elif code > bos - 2:
            code = np.int64(0)
        value = np.float64(prob[code])
        longer = code
        for n in range(1, order):
            context = contexts[n]
            contexts[n] = longer
            longer = child(start, char, context, code)
            value = np.float64(prob[longer]) if longer != 0 else value + np.float64(backoff[context])
        out[i] = value
        total += value
        scored += 1
    return total, scored


@inline
def _bos(trie: Trie) -> np.int64:
    """The node of BOS: the last of the first level, behind which its first child's level begins."""
    return np.int64(trie.start[0]) - 1


@kernel
def is_sound(symbols: int, trie: Trie) -> bool:
    """Whether no look-up can leave the arrays or miss what they hold, and every number can be summed."""
    start, char, prob, backoff = trie.start, trie.char, trie.prob, trie.backoff
    if start[0] != symbols or start[start.size - 1] != char.size:
        return False
    for k in range(symbols):
        if char[k] != k:
            return False
    for node in range(start.size - 1):
        begin = start[node]
        end = start[node + 1]
        if begin > end or end > char.size:
            return False
        for k in range(begin, end):
            before = char[k - 1] if k > begin else np.int32(0)
            if not before < char[k] < symbols:
                return False
        if not LEAST <= backoff[node] <= 0.0:
            return False
    for value in prob:
        if not LEAST <= value <= 0.0:
            return False
    return True

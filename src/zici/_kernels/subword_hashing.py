"""The character n-grams of words, hashed: the same numbers on every machine."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import inline, kernel

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]

BEGIN = np.int32(0x110000)  # the marks before and behind a word: no character has these codes
END = np.int32(0x110001)
OFFSET = np.uint64(0xCBF29CE484222325)
PRIME = np.uint64(0x100000001B3)


@inline
def bucket_of(state: np.uint64, buckets: int) -> np.int64:
    """The upper half of the hash is folded in: in a product the low bits know nothing of the high ones."""
    return np.int64((state ^ (state >> np.uint64(32))) % np.uint64(buckets))


@inline
def _marked(codes: Int32, begin: int, end: int, place: int) -> np.int32:
    """The character at a place of ``codes[begin:end]`` with a mark on both sides."""
    if place == 0:
        return BEGIN
    if place > end - begin:
        return END
    return np.int32(codes[begin + place - 1])


@kernel
def count_ngrams(start: Int64, shortest: int, longest: int, out: Int64) -> None:
    """``out[k + 1]`` = the n-grams of the words up to k, ``out[0]`` = 0; ``start`` as in hash_ngrams."""
    out[0] = 0
    for word in range(start.size - 1):
        size = start[word + 1] - start[word] + 2
        count = 0
        for length in range(shortest, min(longest, size) + 1):
            count += size - length + 1 - (2 if length == 1 else 0)
        out[word + 1] = out[word] + count


@kernel
def hash_ngrams(codes: Int32, start: Int64, shortest: int, longest: int, buckets: int, out: Int64) -> None:
    """The buckets of all n-grams of words, word by word, by where they begin and then by length.

    Words are ``codes[start[k] : start[k + 1]]`` and get a mark on both sides; a mark alone is no n-gram. The
    hash is FNV-1a of 64 bits with a code point in the place of a byte.
    """
    at = 0
    for word in range(start.size - 1):
        begin, end = start[word], start[word + 1]
        size = end - begin + 2
        for first in range(size):
            state = OFFSET
            for place in range(first, min(first + longest, size)):
                state = (state ^ np.uint64(_marked(codes, begin, end, place))) * PRIME
                length = place - first + 1
                alone = length == 1 and (first == 0 or first == size - 1)
                if length >= shortest and not alone:
                    out[at] = bucket_of(state, buckets)
                    at += 1

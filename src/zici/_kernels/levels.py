"""Counting n-grams level by level.

An n-gram is (id of its first n-1 characters, its last character). The last characters of all positions
that share a prefix are gathered in one bucket, and a bucket is counted in a table of the alphabet's size
that stays in the cache: no sort, no hash of all n-grams. A range of prefixes is independent of the others,
which gives both the threads and the passes of a memory budget.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import inline, kernel

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
UInt64 = npt.NDArray[np.uint64]


@kernel
def bucket_sizes(ids: Int32, sizes: Int64) -> None:
    """Raise ``sizes[p]`` for every position with prefix p that can be lengthened (its neighbour is kept)."""
    for i in range(ids.size - 1):
        if ids[i + 1] != 0:
            sizes[ids[i]] += 1


@kernel
def scatter(
    ids: Int32, codes: Int32, reach: int, first: int, stop: int, cursor: Int64, bucket: Int32
) -> None:
    """Put the last character of every position with a prefix in ``first`` .. ``stop`` - 1 into its bucket.

    ``cursor[p - first]`` is where the next character of prefix p goes; it is moved on.
    """
    for i in range(ids.size - 1):
        prefix = ids[i]
        if first <= prefix < stop and ids[i + 1] != 0:
            k = cursor[prefix - first]
            bucket[k] = codes[i + reach]
            cursor[prefix - first] = k + 1


@kernel
def count_buckets(
    bucket: Int32, start: Int64, alphabet: int, min_count: int, row_size: Int64, char: Int32, count: Int64
) -> int:
    """Count the characters of each bucket; write those that reach ``min_count``, smallest code first.

    Bucket p is ``bucket[start[p]:start[p + 1]]``, with codes from 1 to ``alphabet``. ``row_size[p]`` gets the
    number of characters written for it. Returns how many were written in all.
    """
    tally = np.zeros(alphabet + 1, np.int64)
    marks = np.zeros((alphabet >> 6) + 1, np.uint64)
    written = 0
    for p in range(start.size - 1):
        a = start[p]
        b = start[p + 1]
        before = written
        if b - a >= min_count:
            for j in range(a, b):
                tally[bucket[j]] += 1
            low, high = _mark_frequent(bucket, a, b, tally, min_count, marks)
            for word in range(low, high + 1):
                bits = marks[word]
                marks[word] = 0
                while bits != 0:
                    lowest = bits & (~bits + np.uint64(1))
                    bits ^= lowest
                    code = word * 64 + _position(lowest)
                    char[written] = code
                    count[written] = tally[code]
                    written += 1
            for j in range(a, b):
                tally[bucket[j]] = 0
        row_size[p] = written - before
    return written


@inline
def _mark_frequent(
    bucket: Int32, a: int, b: int, tally: Int64, min_count: int, marks: UInt64
) -> tuple[np.int64, np.int64]:
    """Set the bit of every frequent code: reading the bits back gives them sorted and once each."""
    low = np.int64(marks.size)
    high = np.int64(-1)
    for j in range(a, b):
        code = np.int64(bucket[j])
        if tally[code] >= min_count:
            word = code >> 6
            marks[word] |= np.uint64(1) << np.uint64(code & 63)
            low = min(low, word)
            high = max(high, word)
    return low, high


@inline
def _position(bit: np.uint64) -> int:
    """The index of the one bit that is set."""
    at = 0
    if bit >= np.uint64(1) << np.uint64(32):
        at += 32
        bit >>= np.uint64(32)
    if bit >= np.uint64(1) << np.uint64(16):
        at += 16
        bit >>= np.uint64(16)
    if bit >= np.uint64(1) << np.uint64(8):
        at += 8
        bit >>= np.uint64(8)
    if bit >= np.uint64(16):
        at += 4
        bit >>= np.uint64(4)
    if bit >= np.uint64(4):
        at += 2
        bit >>= np.uint64(2)
    if bit >= np.uint64(2):
        at += 1
    return at

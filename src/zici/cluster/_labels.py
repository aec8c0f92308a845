"""Numbers for parts of a table such that Spark's hash sends each to a task of its own."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

UInt32 = npt.NDArray[np.uint32]
SEED = 42


def labels(parts: int, tasks: int) -> list[int]:
    """A label for every part, so that a shuffle by label gives each of ``tasks`` as many parts.

    Spark has no shuffle by the number of a partition in all its versions; it takes the Murmur3 hash of a
    column modulo the number of partitions. Were the hash another one, some tasks would have more to do, and
    the result would be the same.

    Example:
        >>> labels(4, 2)
        [2, 0, 4, 1]
    """
    wanted = -(-parts // tasks)
    found: list[list[int]] = [[] for _ in range(tasks)]
    first, step = 0, max(64, 4 * parts)
    while min(map(len, found)) < wanted:
        numbers = np.arange(first, first + step, dtype=np.uint32)
        for number, task in zip(numbers.tolist(), _task_of(numbers, tasks).tolist(), strict=True):
            found[task].append(number)
        first += step
    return [found[part % tasks][part // tasks] for part in range(parts)]


def _task_of(numbers: UInt32, tasks: int) -> npt.NDArray[np.int64]:
    """The partition that Spark's hash partitioning puts an int into."""
    hashed = _murmur3(numbers).astype(np.int32).astype(np.int64)
    return hashed % tasks


def _murmur3(numbers: UInt32) -> UInt32:
    """Murmur3 of 32-bit integers (Austin Appleby), with Spark's seed."""
    mixed = _turned(numbers * np.uint32(0xCC9E2D51), 15) * np.uint32(0x1B873593)
    state = _turned(np.uint32(SEED) ^ mixed, 13) * np.uint32(5) + np.uint32(0xE6546B64)
    state = state ^ np.uint32(4)  # the length of an int
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        state = (state ^ (state >> np.uint32(shift))) * np.uint32(factor)
    return state ^ (state >> np.uint32(16))


def _turned(bits: UInt32, by: int) -> UInt32:
    return (bits << np.uint32(by)) | (bits >> np.uint32(32 - by))

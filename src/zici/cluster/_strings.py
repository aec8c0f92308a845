"""Pieces of text with their counts, as arrays that travel: those that are no n-gram of the counts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from zici._kernels.cut import Pieces

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
UInt64 = npt.NDArray[np.uint64]

ROW = 1 << 16  # codes of a packed piece of a table: Arrow hands many of them to Python at once


class Strings(NamedTuple):
    """Codes of all strings one after the other, and of each its length, count and hash."""

    codes: Int32
    lengths: Int32
    counts: Int64
    hashes: UInt64

    def take(self, rows: Int64) -> Strings:
        """Some of them."""
        lengths = self.lengths[rows]
        starts = (np.cumsum(self.lengths) - self.lengths)[rows]
        # Of every code its place: where its string starts, and how far it is from there.
        shift = np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
        places = shift + np.arange(lengths.sum())
        return Strings(self.codes[places], lengths, self.counts[rows], self.hashes[rows])

    def divided(self, parts: int) -> list[Strings]:
        """All of them in parts by their hashes, which are the same everywhere."""
        part = self.hashes % np.uint64(parts)
        return [self.take(np.flatnonzero(part == number)) for number in range(parts)]

    def pieces(self) -> Iterator[Strings]:
        """All of them, some at a time."""
        ends = np.cumsum(self.lengths)
        marks = np.searchsorted(ends, np.arange(ROW, ends[-1] if ends.size else 0, ROW))
        for first, stop in pairwise(np.unique([0, *marks, self.lengths.size]).tolist()):
            yield self.take(np.arange(first, stop))


def strings_of(tables: Pieces) -> Strings:
    """The strings in the tables of pieces."""
    slots = np.flatnonzero(tables.slots)
    slots = slots[np.argsort(tables.offset[slots])]  # in the arena they stand one after the other
    codes = tables.arena[: tables.used[1]].copy()
    return Strings(codes, tables.length[slots], tables.counts[slots], tables.slots[slots])


def table_of(strings: Strings) -> Pieces:
    """Tables that can be added to others: all their slots are filled, so nothing can be looked up in them."""
    from zici._kernels.cut import Pieces

    none = np.zeros(0, np.int64)
    offset = np.cumsum(strings.lengths, dtype=np.int64) - strings.lengths
    used = np.array([strings.lengths.size, strings.codes.size])
    return Pieces(none, none, strings.hashes, offset, strings.lengths, strings.counts, strings.codes, used)


def pack_strings(strings: Strings) -> bytes:
    """The arrays as bytes."""
    head = np.array([strings.lengths.size, strings.codes.size], "<i8")
    return b"".join(
        array.tobytes() for array in (head, strings.counts, strings.hashes, strings.lengths, strings.codes)
    )


def unpack_strings(data: bytes) -> Strings:
    """What :func:`pack_strings` made bytes of."""
    size, codes = np.frombuffer(data, "<i8", 2).tolist()
    counts = np.frombuffer(data, np.int64, size, 16)
    hashes = np.frombuffer(data, np.uint64, size, 16 + 8 * size)
    lengths = np.frombuffer(data, np.int32, size, 16 + 16 * size)
    return Strings(np.frombuffer(data, np.int32, codes, 16 + 20 * size), lengths, counts, hashes)

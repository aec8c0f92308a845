"""Levels: all n-grams of one length with their links, and the tables that find them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
UInt64 = npt.NDArray[np.uint64]


class Rows(NamedTuple):
    """Counted n-grams in the order of (prefix id, code of the last character), one row each."""

    prefix: Int32
    char: Int32
    counts: Int64


def make_table(prefix: Int32, char: Int32, values: Int32) -> UInt64:
    """The table that finds ``values[k]`` under (``prefix[k]``, ``char[k]``); see ``_kernels.hashing``."""
    from zici._kernels.hashing import fill

    table = np.zeros((1 << max(4, (2 * prefix.size).bit_length()), 2), np.uint64)
    fill(table, prefix, char, values)
    return table


@dataclass(frozen=True)
class Level:
    """The n-grams of one length; the arrays are indexed by id, and entry 0 (no n-gram) is 0.

    Ids are given in the order of (prefix id, code of the last character).

    Attributes:
        prefix: int32, id of the first n-1 characters in the level below.
        char: int32, code of the last character.
        suffix: int32, id of the last n-1 characters in the level below.
        count: int64, occurrences.
        singles: whether this is the level of single characters, whose id is the code.
    """

    prefix: Int32
    char: Int32
    suffix: Int32
    count: Int64
    singles: bool = False

    @property
    def size(self) -> int:
        """How many n-grams there are."""
        return self.count.size - 1

    @cached_property
    def table(self) -> UInt64:
        """Finds the id of (prefix id, code)."""
        return make_table(self.prefix[1:], self.char[1:], np.arange(1, self.size + 1, dtype=np.int32))

    def forget_table(self) -> None:
        """Give the table's memory back (32 to 64 bytes an n-gram); it is made anew when it is asked for."""
        self.__dict__.pop("table", None)


def first_level(counts: Int64) -> Level:
    """The level of single characters: the id is the code."""
    codes = np.arange(counts.size + 1, dtype=np.int32)
    return Level(np.zeros_like(codes), codes, np.zeros_like(codes), with_zero(counts), singles=True)


def linked_level(below: Level, rows: Rows) -> Level:
    """A level from its rows, sorted by (prefix, char); the suffix links are looked up in the level below."""
    from zici._kernels.hashing import find_many

    if below.singles:
        suffix = rows.char
    else:
        suffix = np.empty(rows.prefix.size, np.int32)
        find_many(below.table, below.suffix[rows.prefix], rows.char, suffix)
    return Level(with_zero(rows.prefix), with_zero(rows.char), with_zero(suffix), with_zero(rows.counts))


def with_zero(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The array with a 0 put before it: ids start at 1."""
    return np.concatenate([np.zeros(1, array.dtype), array])

"""N-grams of units (characters or words) as columns: counted, found and weighted, without strings.

A unit is a 64-bit number: a character's code point, or the hash of a word. The key of an n-gram is hashed
from that of its first n - 1 units and its last unit, so a kernel walks from each unit to longer and longer
n-grams. It may stop at the first one that is unknown: an n-gram is kept only if its first n - 1 units are.

Documents have several views, such as characters and words: view v of document d is
``units[start[v, d] : start[v, d + 1]]``. A block is what is taken from a view, a row of four numbers: the
view, the shortest and the longest n-grams, and how many units from the beginning count (0: all). Each block
has a salt, with which its keys begin: the same two characters are different n-grams in different blocks.

Keys lie in an open-addressing table, key and value side by side (``table[slot, 0]``, ``table[slot, 1]``),
linear probing, at most half full; key 0 marks an empty slot. The value is a column plus 1, or 0 for an n-gram
that is known but too short to have a column.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import inline, kernel

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
UInt32 = npt.NDArray[np.uint32]
UInt64 = npt.NDArray[np.uint64]
Float32 = npt.NDArray[np.float32]

FIRST = np.uint64(0xFF51AFD7ED558CCD)  # odd numbers with bits everywhere
SECOND = np.uint64(0xC4CEB9FE1A85EC53)
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
HALF = np.uint64(32)
ONE = np.uint64(1)
VIEW, SHORTEST, LONGEST, LIMIT = 0, 1, 2, 3


class Documents(NamedTuple):
    """The views of texts: units, uint64, and start, int64 of shape (views, documents + 1)."""

    units: UInt64
    start: Int64


class Known(NamedTuple):
    """The n-grams that have columns: table, blocks (int64 of shape (blocks, 4)) and their salts, uint64."""

    table: UInt64
    blocks: Int64
    salts: UInt64


class Row(NamedTuple):
    """Room for one document.

    Attributes:
        columns: int32, its distinct columns in the order they are met.
        counts: float32, how often each one is met.
        place: int32, one for each column there is: where it stands in ``columns``, if it stands there.
    """

    columns: Int32
    counts: Float32
    place: Int32


@inline
def extend_key(key: np.uint64, unit: np.uint64) -> np.uint64:
    """The key of an n-gram from that of its first n - 1 units and its last unit; never 0."""
    key = (key ^ (unit * FIRST)) * SECOND
    key ^= key >> HALF
    key *= GOLDEN
    key ^= key >> HALF
    return key if key != np.uint64(0) else GOLDEN


@inline
def slot_of(table: UInt64, key: np.uint64) -> np.int64:
    """Where a key stands, or the empty slot where it would."""
    mask = np.int64(table.shape[0] - 1)
    slot = np.int64(key & np.uint64(mask))
    while table[slot, 0] != key and table[slot, 0] != np.uint64(0):
        slot = (slot + 1) & mask
    return slot


@inline
def end_of(documents: Documents, view: int, document: int, limit: int) -> np.int64:
    """Where the units end that count."""
    begin, end = documents.start[view, document], documents.start[view, document + 1]
    return np.int64(end if limit == 0 else min(end, begin + limit))


@kernel
def hash_words(codes: UInt32, ends: Int64, out: UInt64) -> None:
    """``out[k]`` = the unit of word k, which ends before ``codes[ends[k]]`` and begins where k - 1 ends."""
    begin = np.int64(0)
    for k in range(out.size):
        key = GOLDEN
        for i in range(begin, ends[k]):
            key = extend_key(key, np.uint64(codes[i]))
        out[k] = key
        begin = ends[k]


@kernel
def count_level(
    documents: Documents,
    known: Known,
    block: int,
    length: int,
    first: int,
    table: UInt64,
    last: Int32,
    room: Int64,
) -> int:
    """Count the documents of each n-gram of ``length`` units of a block whose first length - 1 are known.

    Begins with document ``first``. ``table[slot, 1]`` is the count, ``last[slot]`` the last document counted
    plus 1, ``room[0]`` how many keys may still be added. Stops before a document that could need more room;
    returns the next document.
    """
    view, limit = known.blocks[block, VIEW], known.blocks[block, LIMIT]
    for document in range(first, documents.start.shape[1] - 1):
        begin = documents.start[view, document]
        end = end_of(documents, view, document, limit)
        if end - begin > room[0]:
            return document
        for i in range(begin, end - length + 1):
            key = known.salts[block]
            for j in range(i, i + length - 1):
                key = extend_key(key, documents.units[j])
            if length > 1 and known.table[slot_of(known.table, key), 0] == np.uint64(0):
                continue
            key = extend_key(key, documents.units[i + length - 1])
            slot = slot_of(table, key)
            if table[slot, 0] == np.uint64(0):
                table[slot, 0] = key
                room[0] -= 1
            if last[slot] != document + 1:
                last[slot] = document + 1
                table[slot, 1] += ONE
    return int(documents.start.shape[1] - 1)


@kernel
def insert(table: UInt64, keys: UInt64, values: UInt64) -> None:
    """Store values under distinct keys that the table doesn't have yet; there is room for them."""
    for k in range(keys.size):
        slot = slot_of(table, keys[k])
        table[slot, 0] = keys[k]
        table[slot, 1] = values[k]


@inline
def collect_row(documents: Documents, known: Known, document: int, row: Row) -> int:
    """Write the columns of a document and how often each occurs; returns their number."""
    table = known.table
    size = 0
    for block in range(known.blocks.shape[0]):
        view, longest = known.blocks[block, VIEW], known.blocks[block, LONGEST]
        end = end_of(documents, view, document, known.blocks[block, LIMIT])
        for i in range(documents.start[view, document], end):
            key = known.salts[block]
            for j in range(i, min(i + longest, end)):
                key = extend_key(key, documents.units[j])
                slot = slot_of(table, key)
                if table[slot, 0] == np.uint64(0):
                    break
                if table[slot, 1] == np.uint64(0):
                    continue
                column = np.int32(table[slot, 1] - ONE)
                at = row.place[column]
                if at < size and row.columns[at] == column:  # else left by another document
                    row.counts[at] += np.float32(1.0)
                    continue
                row.place[column] = size
                row.columns[size] = column
                row.counts[size] = np.float32(1.0)
                size += 1
    return size


@kernel
def find_rows(
    documents: Documents, known: Known, row: Row, indptr: Int64, columns: Int32, counts: Float32
) -> None:
    """CSR: the columns of document d are ``columns[indptr[d] : indptr[d + 1]]``, with their counts."""
    indptr[0] = 0
    for document in range(indptr.size - 1):
        size = collect_row(documents, known, document, row)
        begin = indptr[document]
        for k in range(size):
            columns[begin + k] = row.columns[k]
            counts[begin + k] = row.counts[k]
        indptr[document + 1] = begin + size


@kernel
def list_ngrams(documents: Documents, known: Known, document: int, out: Int64) -> int:
    """Every n-gram of a document that has a column, as (column, view, first unit, length) in rows of ``out``.

    The first unit is counted from the document's beginning. Returns how many there are.
    """
    size = 0
    for block in range(known.blocks.shape[0]):
        view = known.blocks[block, VIEW]
        begin = documents.start[view, document]
        end = end_of(documents, view, document, known.blocks[block, LIMIT])
        for i in range(begin, end):
            key = known.salts[block]
            for j in range(i, min(i + known.blocks[block, LONGEST], end)):
                key = extend_key(key, documents.units[j])
                slot = slot_of(known.table, key)
                if known.table[slot, 0] == np.uint64(0):
                    break
                if known.table[slot, 1] != np.uint64(0):
                    out[size, 0] = np.int64(known.table[slot, 1] - ONE)
                    out[size, 1] = view
                    out[size, 2] = i - begin
                    out[size, 3] = j - i + 1
                    size += 1
    return size


@kernel
def weigh_rows(indptr: Int64, columns: Int32, idf: Float32, values: Float32) -> None:
    """Counts become (1 + ln count) idf, each row divided by its Euclidean length; in place."""
    for i in range(indptr.size - 1):
        total = 0.0
        for k in range(indptr[i], indptr[i + 1]):
            value = (1.0 + np.log(values[k])) * idf[columns[k]]
            values[k] = np.float32(value)
            total += value * value
        scale = np.float32(1.0 / np.sqrt(total)) if total > 0.0 else np.float32(0.0)
        for k in range(indptr[i], indptr[i + 1]):
            values[k] *= scale

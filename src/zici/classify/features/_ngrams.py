"""N-grams of units as columns: which are kept, and texts as CSR."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici._kernels.ngram_features import Documents, Known, Row, count_level, find_rows, insert
from zici.errors import EmptyError

Int64 = npt.NDArray[np.int64]
UInt64 = npt.NDArray[np.uint64]
Counted = tuple[Int64, npt.NDArray[np.int32], npt.NDArray[np.float32]]

ROOM = 1 << 16  # keys of the first table; it grows fourfold
UNITS = 1 << 21  # units whose columns are found at once: memory stays bounded
SALT = 0x9FB21C651E98DF25


class Block(NamedTuple):
    """N-grams of one kind.

    Attributes:
        view: the number of the tokenizer's view.
        shortest: units of the shortest n-grams, from 1.
        longest: units of the longest.
        limit: how many units from the beginning of a text count; 0: all.
    """

    view: int
    shortest: int
    longest: int
    limit: int = 0


class Ngrams:
    """The n-grams that have columns, by the 64-bit hashes of their units.

    Args:
        blocks: what n-grams there are.
        keys: uint64, distinct, not 0: the n-grams with columns in the order of these, then those that
            longer ones begin with and that are too short to have one.
        columns: how many have columns.
    """

    def __init__(self, blocks: Sequence[Block], keys: UInt64, columns: int) -> None:
        self.blocks = tuple(Block(*block) for block in blocks)
        self.keys = keys
        self.columns = columns
        values = np.zeros(keys.size, np.uint64)
        values[:columns] = np.arange(1, columns + 1, dtype=np.uint64)
        self.known = _known(self.blocks, keys, values)

    def __len__(self) -> int:
        return self.columns

    def row(self, documents: Documents) -> Row:
        """Room for any one of these documents."""
        size = max(1, _most_columns(documents, self.blocks))
        place = np.zeros(max(1, self.columns), np.int32)
        return Row(np.empty(size, np.int32), np.empty(size, np.float32), place)

    def rows(self, documents: Documents) -> Counted:
        """CSR of documents: indptr (int64), columns (int32, distinct in a row) and their counts (float32)."""
        row = self.row(documents)
        starts, columns, counts = [np.zeros(1, np.int64)], [], []
        offset = 0
        for part in _parts(documents):
            room = int(_bounds(part, self.blocks).sum())
            found, times = np.empty(room, np.int32), np.empty(room, np.float32)
            indptr = np.empty(part.start.shape[1], np.int64)
            find_rows(part, self.known, row, indptr, found, times)
            size = int(indptr[-1])
            starts.append(indptr[1:] + offset)
            columns.append(found[:size].copy())
            counts.append(times[:size].copy())
            offset += size
        if len(columns) == 1:
            return indptr, columns[0], counts[0]
        empty = np.empty(0, np.int32), np.empty(0, np.float32)
        return (
            np.concatenate(starts),
            np.concatenate([empty[0], *columns]),
            np.concatenate([empty[1], *counts]),
        )


def learn_ngrams(
    documents: Documents, blocks: Sequence[Block], *, min_count: int = 2, most: int | None = None
) -> tuple[Ngrams, Int64]:
    """Keep the n-grams that occur in enough documents.

    Args:
        documents: from ``Tokenizer.documents``.
        blocks: what n-grams to take.
        min_count: the documents that an n-gram must occur in, from 1.
        most: how many columns there may be; where there are more, ``min_count`` is raised until they fit.

    Returns:
        The n-grams, the most frequent first (so that those often looked up lie together), and the number of
        documents of each column, int64.

    Raises:
        EmptyError: none is left.

    Example:
        >>> from zici.classify.features import Tokenizer
        >>> texts = ["不好看", "不好吃", "好吃"]
        >>> ngrams, counts = learn_ngrams(Tokenizer().documents(texts), [Block(0, 1, 2)])
        >>> counts.tolist()  # 好, 不, 吃, 不好, 好吃
        [3, 2, 2, 2, 2]
    """
    keys, counts, lengths = [], [], []
    for number, block in enumerate(blocks):
        found = np.zeros(0, np.uint64)
        for length in range(1, block.longest + 1):
            # Those of one unit less are all that is looked for: a small table, which stays in the caches.
            known = _known(tuple(blocks), found, np.zeros(found.size, np.uint64))
            found, times = _count(documents, known, number, length, min_count)
            keys.append(found)
            counts.append(times)
            lengths.append(np.full(found.size, length >= block.shortest))
    return _select(tuple(blocks), np.concatenate(keys), np.concatenate(counts), np.concatenate(lengths), most)


def _select(
    blocks: tuple[Block, ...], keys: UInt64, counts: Int64, wanted: npt.NDArray[np.bool_], most: int | None
) -> tuple[Ngrams, Int64]:
    least = 0
    if most is not None and int(wanted.sum()) > most:
        ranked = np.sort(counts[wanted])[::-1]
        least = int(ranked[most]) + 1  # a threshold keeps with an n-gram the shorter ones that it begins with
    kept = counts >= least
    keys, counts, wanted = keys[kept], counts[kept], wanted[kept]
    if not wanted.any():
        raise EmptyError("expected n-grams that occur in several texts, found none; lower min_count")
    size = int(wanted.sum())
    order = np.argsort(keys)  # keys break ties: the order is that of any machine
    order = order[np.argsort(-counts[order], kind="stable")]
    if size < keys.size:
        order = order[np.argsort(~wanted[order], kind="stable")]
    return Ngrams(blocks, keys[order], size), counts[order][:size]


def _count(
    documents: Documents, known: Known, block: int, length: int, min_count: int
) -> tuple[UInt64, Int64]:
    """The keys of a level that reach min_count, and how many documents each is in."""
    table, last = np.zeros((2 * ROOM, 2), np.uint64), np.zeros(2 * ROOM, np.int32)
    room = np.array([ROOM], np.int64)
    document, total = 0, documents.start.shape[1] - 1
    while True:
        document = count_level(documents, known, block, length, document, table, last, room)
        if document == total:
            break
        table, last = _grown(table, last)
        room[0] = table.shape[0] // 2 - np.count_nonzero(table[:, 0])
    kept = np.flatnonzero(table[:, 1] >= np.uint64(min_count))  # where there is no key, the count is 0
    return table[kept, 0], table[kept, 1].astype(np.int64)


def _grown(table: UInt64, last: npt.NDArray[np.int32]) -> tuple[UInt64, npt.NDArray[np.int32]]:
    """The same in four times the room. The last documents are forgotten: a new one begins anyway."""
    larger = np.zeros((4 * table.shape[0], 2), np.uint64)
    used = table[:, 0] != 0
    insert(larger, table[used, 0], table[used, 1])
    return larger, np.zeros(4 * last.size, np.int32)


def _known(blocks: tuple[Block, ...], keys: UInt64, values: UInt64) -> Known:
    size = 16
    while size < 2 * keys.size:
        size *= 2
    table = np.zeros((size, 2), np.uint64)
    insert(table, keys, values)
    salts = [(SALT * (number + 1)) % (1 << 64) for number in range(len(blocks))]
    return Known(table, np.array(blocks, np.int64).reshape(-1, 4), np.array(salts, np.uint64))


def _bounds(documents: Documents, blocks: Sequence[Block]) -> Int64:
    """How many columns each document has at most."""
    sizes = np.diff(documents.start, axis=1)
    total = np.zeros(sizes.shape[1], np.int64)
    for block in blocks:
        units = sizes[block.view]
        total += (np.minimum(units, block.limit) if block.limit else units) * block.longest
    return total


def _most_columns(documents: Documents, blocks: Sequence[Block]) -> int:
    return int(_bounds(documents, blocks).max(initial=0))


def _parts(documents: Documents) -> Iterator[Documents]:
    """The documents in groups of about UNITS units of the first view."""
    total = documents.start.shape[1] - 1
    begin = 0
    while begin < total:
        behind = np.searchsorted(documents.start[0], documents.start[0, begin] + UNITS, side="right") - 1
        end = min(max(int(behind), begin + 1), total)
        yield Documents(documents.units, documents.start[:, begin : end + 1].copy())
        begin = end

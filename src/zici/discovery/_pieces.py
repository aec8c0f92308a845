"""Cut a coded text at the open gaps and count the pieces, in threads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from zici.discovery._grams import KeptGrams
from zici.discovery._task import Task
from zici.ngrams import plain_errors
from zici.parallel import parallel_imap

if TYPE_CHECKING:
    from zici._kernels.cut import Grams, Pieces

Int32 = npt.NDArray[np.int32]

FIRST_SLOTS = 1 << 16


class PieceCounts:
    """The pieces of a text and their counts: one growing set of tables, filled by one thread at a time."""

    def __init__(self, trie: Grams) -> None:
        self._trie = trie
        self.tables = _empty(trie, slots=FIRST_SLOTS, arena=FIRST_SLOTS)

    def cut(self, codes: Int32, order: int, *, strict: bool) -> None:
        """Cut one block and count its pieces."""
        from zici._kernels.cut import cut_and_count

        self._make_room(codes.size // 3 + 1, codes.size)
        cut_and_count(codes, order, strict, self._trie, self.tables)

    def add(self, tables: Pieces) -> None:
        """Add the counts of another share of the text."""
        from zici._kernels.cut import add_pieces

        self._make_room(*tables.used.tolist())
        add_pieces(tables, self.tables)

    def _make_room(self, pieces: int, codes: int) -> None:
        """Grow the tables so that they stay half empty with so many more pieces of so many more codes."""
        from zici._kernels.cut import add_pieces

        slots, arena = (self.tables.used + np.array([pieces, codes])).tolist()
        if 2 * slots > self.tables.slots.size or arena > self.tables.arena.size:
            size = max(self.tables.slots.size, 1 << (2 * slots).bit_length())
            grown = _empty(self._trie, slots=size, arena=arena + arena // 2)
            add_pieces(self.tables, grown)
            self.tables = grown


def pieces_of(task: Task, stage: str, kept: KeptGrams, *, strict: bool) -> Pieces:
    """The pieces of a task's text, counted here or by its engine."""
    if task.engine is None:
        return count_pieces(task.blocks(stage), kept, strict=strict, workers=task.workers).tables
    with task.told(stage):
        pieces: Pieces = task.engine.count_pieces(task.corpus, task.counts, kept, strict=strict)
    return pieces


@plain_errors()
def count_pieces(blocks: Iterable[Int32], kept: KeptGrams, *, strict: bool, workers: int) -> PieceCounts:
    """Cut all blocks of a text and count the pieces that pass the backtracking."""
    order = max(kept.ids)
    free = [PieceCounts(kept.trie) for _ in range(workers)]

    def cut(block: Int32) -> None:
        counts = free.pop()  # at most ``workers`` blocks are in work: there is always one left
        try:
            counts.cut(block, order, strict=strict)
        finally:
            free.append(counts)

    for _ in parallel_imap(cut, blocks, workers=workers, backend="thread", ordered=False, chunk=1):
        pass
    total = free[0]
    for share in free[1:]:
        total.add(share.tables)
    return total


def _empty(trie: Grams, *, slots: int, arena: int) -> Pieces:
    from zici._kernels.cut import Pieces

    def zeros(size: int, dtype: Any) -> npt.NDArray[Any]:
        return np.zeros(size, dtype)

    return Pieces(
        single=zeros(trie.kind.size, np.int64),
        node=zeros(trie.nodes, np.int64),
        slots=zeros(slots, np.uint64),
        offset=zeros(slots, np.int64),
        length=zeros(slots, np.int32),
        counts=zeros(slots, np.int64),
        arena=zeros(arena, np.int32),
        used=zeros(2, np.int64),
    )

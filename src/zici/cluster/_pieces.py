"""The two cuts of word discovery: every executor cuts its share and counts, the counts are added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from zici.cluster._count import joined
from zici.cluster._job import Job, run
from zici.cluster._messages import SEEN
from zici.cluster._shared import Shared, Sharing, same
from zici.cluster._source import Source
from zici.cluster._strings import pack_strings, strings_of, table_of, unpack_strings
from zici.cluster._tables import Table, even_marks, pack, pack_parts, total, unpack
from zici.corpus import encode_with
from zici.discovery._estimate import WordCounts
from zici.discovery._grams import KeptGrams
from zici.discovery._pieces import PieceCounts
from zici.ngrams import NgramCounts, make_table

if TYPE_CHECKING:
    from zici._kernels.best_path import Scores
    from zici._kernels.cut import Grams, Pieces

Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]
UInt32 = npt.NDArray[np.uint32]

CODE = 21  # bits of a key of the trie that are the character; see _kernels.hashing


def count_pieces(
    source: Source, share: Sharing, counts: NgramCounts, kept: KeptGrams, *, strict: bool
) -> Pieces:
    """What ``discovery._pieces.count_pieces`` gives, without pieces rarer than any word."""
    work = _Cut(_Text(counts.alphabet, max(kept.ids), _shared(share, kept)), strict, _marks(source, kept))
    merge = _SummedPieces(source.tasks, min(counts.min_count))
    found = run(source, Job(work, merge, 2 * source.tasks), seen=counts.total).parts
    result = PieceCounts(kept.trie)
    _fill(result.tables.single, result.tables.node, found, source.tasks)
    for part, data in found.items():
        if part >= source.tasks:
            result.add(table_of(unpack_strings(data)))
    return result.tables


def count_best(
    source: Source, share: Sharing, counts: NgramCounts, kept: KeptGrams, *, scores: Scores
) -> WordCounts:
    """What ``discovery._estimate`` counts with these scores."""
    text = _Text(counts.alphabet, max(kept.ids), _shared(share, kept))
    work = _Best(text, share(scores, same), _marks(source, kept))
    found = run(source, Job(work, _SummedPieces(source.tasks, 1), source.tasks), seen=counts.total).parts
    result = WordCounts(np.zeros_like(scores.single, np.int64), np.zeros_like(scores.node, np.int64))
    _fill(result.single, result.node, found, source.tasks)
    return result


def _shared(share: Sharing, kept: KeptGrams) -> Shared[Grams]:
    """The trie for all executors: its filled slots alone."""
    trie = kept.trie
    return share((trie.table[trie.table[:, 0] != 0], trie.kind, trie.nodes), _trie)


def _trie(value: tuple[Any, Any, int]) -> Grams:
    from zici._kernels.cut import Grams

    rows, kind, nodes = value
    prefix, char = rows[:, 0] >> np.uint64(CODE), rows[:, 0] & np.uint64((1 << CODE) - 1)
    table = make_table(prefix.astype(np.int32), char.astype(np.int32), rows[:, 1].astype(np.int32))
    return Grams(table, kind, nodes)


def _no_trie() -> Grams:
    """For tables in which pieces are only added."""
    from zici._kernels.cut import Grams

    return Grams(np.zeros((0, 2), np.uint64), np.zeros(0, np.uint8), 0)


def _marks(source: Source, kept: KeptGrams) -> Int64:
    """Parts of the counts of single characters, by code, and of the nodes behind them."""
    return even_marks(np.ones(kept.trie.kind.size + kept.trie.nodes, np.int64), source.tasks)


def _fill(single: Int64, node: Int64, found: dict[int, bytes], tasks: int) -> None:
    """Write counts by key into the counts of characters and nodes."""
    keys, counts = joined({part: data for part, data in found.items() if part < tasks})
    both = np.zeros(single.size + node.size, np.int64)
    both[keys] = counts
    single[:], node[:] = both[: single.size], both[single.size :]


def _dense(single: Int64, node: Int64) -> Table:
    both = np.concatenate([single, node])
    keys = np.flatnonzero(both)
    return Table(keys, both[keys])


class _SummedPieces:
    """Adds counts by key, and in the parts behind those pieces by their characters."""

    def __init__(self, tasks: int, least: int) -> None:
        self._tasks, self._least = tasks, least

    def __call__(self, part: int, tables: list[Any]) -> bytes:
        if part < self._tasks:
            return pack(total(map(unpack, tables)))
        counts = PieceCounts(_no_trie())
        for data in tables:
            counts.add(table_of(unpack_strings(data)))
        found = strings_of(counts.tables)
        return pack_strings(found.take(np.flatnonzero(found.counts >= self._least)))


@dataclass(frozen=True)
class _Text:
    """How text is coded and what n-grams hold it together."""

    alphabet: UInt32
    order: int
    trie: Shared[Grams]


@dataclass(frozen=True)
class _Cut:
    """Cuts a share where no kept n-gram holds it together, and counts the pieces."""

    text: _Text
    strict: bool
    marks: Int64

    def __call__(self, blocks: Iterator[str]) -> Iterator[tuple[int, bytes]]:
        trie, seen = self.text.trie.value, 0
        counts = PieceCounts(trie)
        for block in encode_with(blocks, self.text.alphabet):
            counts.cut(block, self.text.order, strict=self.strict)
            seen += int(np.count_nonzero(block))
        yield from pack_parts(_dense(counts.tables.single, counts.tables.node), self.marks)
        tasks = self.marks.size + 1
        for part, strings in enumerate(strings_of(counts.tables).divided(tasks)):
            yield from ((tasks + part, pack_strings(some)) for some in strings.pieces())
        yield SEEN, b"%d" % seen


@dataclass(frozen=True)
class _Best:
    """Cuts a share into the most probable words, and counts them."""

    text: _Text
    scores: Shared[Scores]
    marks: Int64

    def __call__(self, blocks: Iterator[str]) -> Iterator[tuple[int, bytes]]:
        from zici._kernels.best_path import Tally, count_best

        trie, scores, seen = self.text.trie.value, self.scores.value, 0
        tally = Tally(np.zeros(scores.single.size, np.int64), np.zeros(scores.node.size, np.int64))
        for block in encode_with(blocks, self.text.alphabet):
            count_best(block, self.text.order, trie, scores, tally)
            seen += int(np.count_nonzero(block))
        yield from pack_parts(_dense(tally.single, tally.node), self.marks)
        yield SEEN, b"%d" % seen

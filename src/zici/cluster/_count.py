"""Counting n-grams level by level: a pass over the text in the executors for each length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from zici._progress import Progress, Step
from zici.cluster._job import Job, run
from zici.cluster._messages import SEEN
from zici.cluster._shared import Shared, Sharing
from zici.cluster._source import Source
from zici.cluster._tables import Table, even_marks, pack, pack_parts, total, unpack
from zici.corpus import Blocks, CodedText, encode, encode_with
from zici.errors import EmptyError
from zici.ngrams import MinCount, NgramCounts, kept_from, make_table, min_counts
from zici.ngrams._count import Plan, count_rows, first_ids, relabel
from zici.ngrams._levels import Rows, first_level, linked_level

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
UInt32 = npt.NDArray[np.uint32]
UInt64 = npt.NDArray[np.uint64]

SHARE = 24_000_000  # characters counted at a time; 12 to 16 bytes each
HAN = (0x4E00, 0xA000)


def count(
    source: Source, share: Sharing, *, order: int, min_count: MinCount, progress: Progress
) -> NgramCounts:
    """What ``count_ngrams`` gives, without the text."""
    alphabet, counts = _characters(source, progress)
    chars = int(counts.sum())
    least = min_counts(min_count, order, chars)
    kept = kept_from(least)
    levels = [first_level(counts[: int(np.searchsorted(-counts, -kept[0], side="right"))])]
    tables: list[Shared[UInt64]] = []
    for n in range(2, order + 1):
        progress(Step(f"count {n}-grams", 0, chars, "chars"))
        below, width = levels[-1], levels[0].size + 1
        # As many different characters may follow as there are, and as the prefix has occurrences.
        marks = even_marks(np.minimum(below.count, width), source.tasks) * width
        work = _Level(alphabet, width, below.size, tuple(tables), marks)
        job = Job(work, Summed(kept[n - 1]), source.tasks)
        levels.append(linked_level(below, _rows(joined(run(source, job, seen=chars).parts), width)))
        levels[-2].forget_table()
        progress(Step(f"count {n}-grams", chars, chars, "chars"))
        if n < order:
            tables.append(share((levels[-1].prefix, levels[-1].char), _table))
    return NgramCounts(alphabet, levels, min_count=least, total=chars)


def _characters(source: Source, progress: Progress) -> tuple[UInt32, Int64]:
    """The alphabet, the most frequent character first, and its counts."""
    progress(Step("count characters", 0, None, "chars"))
    marks = np.linspace(*HAN, source.tasks - 1, dtype=np.int64) if source.tasks > 1 else np.zeros(0, np.int64)
    found = run(source, Job(_Characters(marks), Summed(1), source.tasks))
    points, counts = joined(found.parts)
    if counts.size == 0:
        raise EmptyError(
            f"{source}: expected Chinese text, found no word character; check the path and the encoding"
        )
    order = np.lexsort((points, -counts))
    return points[order].astype(np.uint32), counts[order]


def _rows(table: Table, width: int) -> Rows:
    prefix, char = np.divmod(table.keys, width)
    return Rows(prefix.astype(np.int32), char.astype(np.int32), table.counts)


def _table(value: tuple[Int32, Int32]) -> UInt64:
    prefix, char = value
    return make_table(prefix[1:], char[1:], np.arange(1, prefix.size, dtype=np.int32))


def joined(found: dict[int, bytes]) -> Table:
    """The table of all parts, which are ranges of keys."""
    tables = [unpack(data) for data in found.values()]
    empty = Table(np.zeros(0, np.int64), np.zeros(0, np.int64))
    return Table(*(np.concatenate(column) for column in zip(empty, *tables, strict=True)))


class Summed:
    """Adds the tables of one part; what doesn't reach ``least`` is dropped."""

    def __init__(self, least: int) -> None:
        self._least = least

    def __call__(self, part: int, tables: list[Any]) -> bytes:
        return pack(total(map(unpack, tables), self._least))


@dataclass(frozen=True)
class _Characters:
    """Counts the characters of a share, by code point."""

    marks: Int64

    def __call__(self, blocks: Iterator[str]) -> Iterator[tuple[int, bytes]]:
        tables = []
        for block in blocks:
            text = encode([block])
            order = np.argsort(text.alphabet)
            tables.append(Table(text.alphabet[order].astype(np.int64), text.counts[order]))
        yield from pack_parts(total(tables), self.marks)


@dataclass(frozen=True)
class _Level:
    """Counts the n-grams of one length in a share, by prefix and last character.

    Attributes:
        alphabet: all characters.
        width: one more than the characters that n-grams are made of, the first of the alphabet. The key of an
            n-gram is its prefix times this, plus its last character: as dense as can be, so that gaps between
            keys are small.
        prefixes: how many n-grams the level below has.
        tables: what finds the n-grams of the lengths from 2 to n - 1.
        marks: where parts begin, as keys.
    """

    alphabet: UInt32
    width: int
    prefixes: int
    tables: tuple[Shared[UInt64], ...]
    marks: Int64

    def __call__(self, blocks: Iterator[str]) -> Iterator[tuple[int, bytes]]:
        seen = 0
        for text in shares(blocks, self.alphabet):
            seen += sum(int(np.count_nonzero(text.blocks[k])) for k in range(len(text.blocks)))
            yield from pack_parts(self._table(text), self.marks)
        yield SEEN, b"%d" % seen

    def _table(self, text: CodedText) -> Table:
        n = len(self.tables) + 2
        plan = Plan((1,) * n, workers=1)
        kept = self.width - 1
        ids = first_ids(text, kept, plan)
        for length, table in enumerate(self.tables, 2):
            relabel(text, ids, length, table.value, plan)
        prefix, char, counts = count_rows(text, ids, n, prefixes=self.prefixes, alphabet=kept, plan=plan)
        return Table(prefix.astype(np.int64) * self.width + char, counts)


def shares(blocks: Iterator[str], alphabet: UInt32) -> Iterator[CodedText]:
    """The text in the codes of an alphabet, as much of it at a time as is counted at once."""
    held = Blocks()
    nothing = np.zeros(alphabet.size, np.int64)
    for block in encode_with(blocks, alphabet):
        held.append(block)
        if held.items >= SHARE:
            yield CodedText(alphabet, nothing, held)
            held = Blocks()
    if len(held):
        yield CodedText(alphabet, nothing, held)

"""The level-wise count: an n-gram can be frequent only if its first and its last n-1 characters are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici._progress import Progress, Step, silent
from zici.corpus import Blocks, CodedText
from zici.ngrams._levels import Level, Rows, first_level, linked_level
from zici.ngrams._threads import plain_errors
from zici.parallel import parallel_map

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
UInt64 = npt.NDArray[np.uint64]

# A part in work holds 4 bytes a position in its bucket; its rows are few, unless min_count is 1 or 2.
PART_BYTES = 8


@dataclass(frozen=True)
class Plan:
    """How to count.

    Attributes:
        least: least[n - 1] is the smallest count kept at level n.
        workers: threads.
        budget: bytes for buckets and text together; None: no bound.
        progress: called as the levels advance.
    """

    least: tuple[int, ...]
    workers: int
    budget: int | None = None
    progress: Progress = silent


def count_levels(text: CodedText, plan: Plan, *, done: list[Level]) -> Iterator[Level]:
    """Count level after level; levels in ``done`` (from an interrupted run) are taken as they are.

    Yields:
        The levels that were counted now, shortest n-grams first.
    """
    kept = int(np.searchsorted(-text.counts, -plan.least[0], side="right"))
    levels = list(done)
    if not levels:
        levels.append(first_level(text.counts[:kept]))
        yield levels[0]
    ids = first_ids(text, kept, plan)
    for n in range(2, len(plan.least) + 1):
        if len(levels) < n:
            rows = count_rows(text, ids, n, prefixes=levels[-1].size, alphabet=kept, plan=plan)
            levels.append(linked_level(levels[-1], rows))
            levels[-2].forget_table()  # nothing asks for shorter n-grams while longer ones are counted
            yield levels[-1]
        if n < len(plan.least):
            relabel(text, ids, n, levels[n - 1].table, plan)


def first_ids(text: CodedText, kept: int, plan: Plan) -> Blocks:
    """The ids of single characters: their codes, 0 for the rare ones."""
    ids = Blocks(limit=0 if text.blocks.on_disk else None)
    for index in range(len(text.blocks)):
        block = text.blocks[index]
        ids.append(np.where(block <= kept, block, np.int32(0)))
    return ids


@plain_errors()
def count_rows(text: CodedText, ids: Blocks, n: int, *, prefixes: int, alphabet: int, plan: Plan) -> Rows:
    """Count the n-grams of one length, a range of prefixes at a time."""
    sizes = _bucket_sizes(ids, prefixes, plan)
    parts = _split(sizes, plan)
    stage, total = f"count {n}-grams", int(sizes.sum())
    done = 0

    def count_part(part: tuple[int, int]) -> Rows:
        return _count_part(text, ids, n, _Part(*part, sizes[slice(*part)], plan.least[n - 1], alphabet))

    def report(index: int, rows: object) -> None:
        nonlocal done
        done += int(sizes[slice(*parts[index])].sum())
        plan.progress(Step(stage, done, total, "chars"))

    plan.progress(Step(stage, 0, total, "chars"))
    rows = parallel_map(count_part, parts, workers=plan.workers, backend="thread", callback=report, chunk=1)
    return Rows(*(np.concatenate(column) for column in zip(*rows, strict=True)))


@plain_errors()
def _bucket_sizes(ids: Blocks, prefixes: int, plan: Plan) -> Int64:
    """How many positions each prefix has that can be lengthened, by prefix id."""
    from zici._kernels.levels import bucket_sizes

    def of_share(share: int) -> Int64:
        sizes = np.zeros(prefixes + 1, np.int64)
        for index in range(share, len(ids), plan.workers):
            bucket_sizes(ids[index], sizes)
        return sizes

    shares = parallel_map(of_share, range(plan.workers), workers=plan.workers, backend="thread", chunk=1)
    sizes: Int64 = np.sum(shares, axis=0)
    sizes[0] = 0
    return sizes


def _split(sizes: Int64, plan: Plan) -> list[tuple[int, int]]:
    """Ranges of prefixes with about the same work, enough for the workers and small enough for the budget."""
    ends = np.cumsum(sizes)
    parts = plan.workers
    if plan.budget is not None:
        parts = max(parts, -(-int(ends[-1]) * PART_BYTES * plan.workers // plan.budget))
    marks = np.searchsorted(ends, np.linspace(0, ends[-1], parts + 1)[1:-1]) + 1
    edges = np.unique(np.concatenate([[1], marks, [sizes.size]]))
    return list(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)) or [(1, 1)]


class _Part(NamedTuple):
    """A range of prefix ids, the size of each one's bucket, and what is counted in it."""

    first: int
    stop: int
    sizes: Int64
    least: int
    alphabet: int


def _count_part(text: CodedText, ids: Blocks, n: int, part: _Part) -> Rows:
    """Count the n-grams whose prefix ids stand in one range."""
    from zici._kernels.levels import count_buckets, scatter

    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(part.sizes)])
    bucket = np.empty(start[-1], np.int32)
    cursor = start[:-1].copy()
    for index in range(len(ids)):
        scatter(ids[index], text.blocks[index], n - 1, part.first, part.stop, cursor, bucket)
    room = int(start[-1]) // part.least + 1  # pages that are never written to cost no memory
    char, count = np.empty(room, np.int32), np.empty(room, np.int64)
    row_size = np.zeros(part.sizes.size, np.int64)
    written = count_buckets(bucket, start, part.alphabet, part.least, row_size, char, count)
    prefix = np.repeat(np.arange(part.first, part.stop, dtype=np.int32), row_size)
    return Rows(prefix, char[:written].copy(), count[:written].copy())


@plain_errors()
def relabel(text: CodedText, ids: Blocks, n: int, table: UInt64, plan: Plan) -> None:
    """Turn the ids of (n-1)-grams at all positions into those of n-grams, which ``table`` finds."""
    from zici._kernels import hashing

    def one(index: int) -> None:
        block = ids[index]
        hashing.relabel(block, text.blocks[index], n - 1, table, block)
        ids[index] = block

    parallel_map(one, range(len(ids)), workers=plan.workers, backend="thread")

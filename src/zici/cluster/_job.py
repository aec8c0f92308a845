"""The one shape of all work on Spark: tables from shares of the text, summed part by part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from zici.cluster._errors import plain_errors
from zici.cluster._labels import labels
from zici.cluster._messages import (
    ERROR,
    MERGES,
    SEEN,
    SKIPPED,
    pack_error,
    pack_skipped,
    unpack_error,
    unpack_skipped,
)
from zici.errors import InputError, ZiciError

if TYPE_CHECKING:
    import pyarrow as pa

    from zici.cluster._source import Source

SCHEMA = "part int, data binary"
Sent = Iterator[tuple[int, bytes]]
Work = Callable[[Iterator[Any]], Sent]
Merge = Callable[[int, list[Any]], bytes]


@dataclass(frozen=True)
class Job:
    """What is done with a text.

    Attributes:
        work: runs in the executors on what the source reads for one share of the text; yields the number of a
            part (from 0) and a table of that part as bytes, as often as it likes.
        merge: runs in the executors after the shuffle: from all the bytes of one part to one result.
        parts: how many parts there are.
    """

    work: Work
    merge: Merge
    parts: int


class Found(NamedTuple):
    """What a job found.

    Attributes:
        parts: the results of all parts that have one, by part.
        seen: how many characters or words the executors have told that they saw.
    """

    parts: dict[int, bytes]
    seen: int


def run(source: Source, job: Job, *, seen: int | None = None) -> Found:
    """Do a job.

    Args:
        source: the text.
        job: what to do with it.
        seen: the characters that the executors must have seen.

    Raises:
        ZiciError: what the executors met; the text changed between two passes.
        ParallelError: Spark gave up.
    """
    named = labels(job.parts, source.tasks)
    with plain_errors():
        mapped = source.frame.mapInArrow(_Map(source.read, job.work, named), SCHEMA)
        merged = mapped.repartition(source.tasks, "part").mapInArrow(_Reduce(job.merge, named), SCHEMA)
        table = merged.toArrow()
    found = dict(zip(table.column("part").to_pylist(), table.column("data").to_pylist(), strict=True))
    now = int(found.get(SEEN, b"0"))
    _check(found, source, expected=seen, now=now)
    return Found({part: data for part, data in sorted(found.items()) if part >= 0}, now)


def _check(found: dict[int, bytes], source: Source, *, expected: int | None, now: int) -> None:
    if ERROR in found:
        raise unpack_error(found[ERROR])
    if SKIPPED in found:
        source.note(unpack_skipped(found[SKIPPED]))
    if expected is not None and now != expected:
        raise InputError(
            f"{source}: expected the {expected:,} characters of the first pass, found {now:,}; "
            "the text changed meanwhile: try again, or use a copy"
        )


class _Map:
    """What an executor does with a share of the text."""

    def __init__(self, read: Any, work: Work, named: list[int]) -> None:
        self._read, self._work, self._labels = read, work, named

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        skipped: list[tuple[str, str]] = []
        try:
            for part, data in self._work(self._read(batches, skipped)):
                yield _row(self._labels[part] if part >= 0 else part, data)
        except ZiciError as error:
            yield _row(ERROR, pack_error(error))
        if skipped:
            yield _row(SKIPPED, pack_skipped(skipped))


class _Reduce:
    """What an executor does with the tables of some parts."""

    def __init__(self, merge: Merge, named: list[int]) -> None:
        self._merge, self._part = merge, {label: part for part, label in enumerate(named)}

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        tables: dict[int, list[bytes]] = defaultdict(list)
        for batch in batches:
            for label, data in zip(batch.column(0).to_pylist(), batch.column(1), strict=True):
                tables[label].append(data.as_buffer())
        for label, those in tables.items():
            if label >= 0:
                yield _row(self._part[label], self._merge(self._part[label], those))
            else:
                yield _row(label, MERGES[label](those))


def _row(part: int, data: bytes) -> pa.RecordBatch:
    import pyarrow as pa

    columns = [pa.array([part], pa.int32()), pa.array([data], pa.binary())]
    return pa.RecordBatch.from_arrays(columns, ["part", "data"])

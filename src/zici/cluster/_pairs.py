"""Counting which words stand in each other's windows: two passes over the words in the executors."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from zici._progress import Step, silent
from zici.cluster._count import Summed, joined
from zici.cluster._job import Job, run
from zici.cluster._messages import SEEN
from zici.cluster._shared import Shared, Sharing
from zici.cluster._source import Source
from zici.cluster._tables import Table, even_marks, pack_parts
from zici.errors import EmptyError
from zici.vectors import BREAK, PairCounts, Vocabulary
from zici.vectors._count_pairs import count_unit, make_window, text_of, weight_type
from zici.vectors._options import CountOptions

if TYPE_CHECKING:
    import pyarrow as pa
    from scipy.sparse import csr_array

    from zici._kernels.pairs import Window

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]

UNIT = 1 << 22  # words counted at a time
OUTSIDE = -2  # words that have no number: left out, and the window reaches over them
WORDS = 1 << 13  # in a packed piece of a table of words


def count_words(
    source: Source, options: CountOptions, *, min_count: int, max_words: int | None
) -> Vocabulary:
    """The words that occur ``min_count`` times, as ``encode_sentences`` finds them."""
    options.progress(Step("count words", 0, None, "words"))
    found = run(source, Job(_Words(source.tasks), _SummedWords(min_count), source.tasks))
    counts = dict(pair for data in found.parts.values() for pair in _unpack(data))
    if not counts:
        raise EmptyError(
            f"no word occurs {min_count} times (min_count); give more text or a smaller min_count"
        )
    vocabulary = Vocabulary(list(counts), list(counts.values()))
    if max_words is not None and max_words < len(vocabulary):
        vocabulary = Vocabulary(vocabulary.words[:max_words], vocabulary.counts[:max_words])
    return vocabulary


def count_pairs(
    source: Source, share: Sharing, vocabulary: Vocabulary, options: CountOptions, *, direction: str
) -> PairCounts:
    """What ``vectors.count_pairs`` gives, with all words of a vocabulary."""
    window, words, tokens = make_window(options, direction), len(vocabulary), int(vocabulary.counts.sum())
    options.progress(Step("count pairs", 0, tokens, "words"))
    # A row has no more cells than there are words, nor than there are places in the windows of its word.
    cells = np.minimum(vocabulary.counts * (window.left.size + window.right.size), words)
    marks = even_marks(cells, source.tasks) * words
    one = replace(options, workers=1, budget=None, progress=silent)
    work = _Pairs(share(list(vocabulary.words), _value_set), words, window, one, marks)
    found = run(source, Job(work, Summed(1), source.tasks))
    if not found.seen:
        raise EmptyError("no word of the vocabulary is in the text; give other text or another vocabulary")
    options.progress(Step("count pairs", found.seen, found.seen, "words"))
    matrix = _matrix(joined(found.parts), words, weight_type(found.seen, window))
    return PairCounts(vocabulary, matrix, window=options.window, dynamic=options.dynamic, direction=direction)


def _matrix(table: Table, words: int, dtype: np.dtype[Any]) -> csr_array:
    from scipy.sparse import csr_array

    row, column = np.divmod(table.keys, words)
    start = np.searchsorted(row, np.arange(words + 1))
    if table.keys.size < 2**31:
        start = start.astype(np.int32)
    shape = (words, words)
    return csr_array((table.counts.astype(dtype), column.astype(np.int32), start), shape=shape)


def _value_set(words: list[str]) -> pa.Array:
    import pyarrow as pa

    return pa.array(words, pa.string())


def _pack(counts: list[tuple[str, int]]) -> bytes:
    """Words with their counts as bytes; a word may hold any character, the break of lines too."""
    words = [word.encode("utf-8", "surrogatepass") for word, _ in counts]
    numbers = [len(counts), *(number for _, number in counts), *map(len, words)]
    return np.array(numbers, "<i8").tobytes() + b"".join(words)


def _unpack(data: Any) -> Iterator[tuple[str, int]]:
    size = int(np.frombuffer(data, "<i8", 1)[0])
    counts, lengths = np.frombuffer(data, "<i8", 2 * size, 8).reshape(2, size).tolist()
    text, at = bytes(memoryview(data)[8 + 16 * size :]), 0
    for count, length in zip(counts, lengths, strict=True):
        yield text[at : at + length].decode("utf-8", "surrogatepass"), count
        at += length


@dataclass(frozen=True)
class _Words:
    """Counts the words of a share, in parts by a hash that is the same everywhere."""

    parts: int

    def __call__(self, lists: Iterator[pa.ListArray]) -> Iterator[tuple[int, bytes]]:
        counts: Counter[str] = Counter()
        for some in lists:
            for row in some.flatten().value_counts():
                word, number = row.values()
                counts[word.as_py()] += number.as_py()
        parts: list[list[tuple[str, int]]] = [[] for _ in range(self.parts)]
        for word, number in counts.items():
            if word and word.strip():
                parts[zlib.crc32(word.encode("utf-8", "surrogatepass")) % self.parts].append((word, number))
        for part, those in enumerate(parts):
            yield from ((part, _pack(those[at : at + WORDS])) for at in range(0, len(those), WORDS))


class _SummedWords:
    """Adds the counts of the words of one part."""

    def __init__(self, least: int) -> None:
        self._least = least

    def __call__(self, part: int, tables: list[Any]) -> bytes:
        counts: Counter[str] = Counter()
        for data in tables:
            for word, number in _unpack(data):
                counts[word] += number
        return _pack([(word, number) for word, number in counts.items() if number >= self._least])


@dataclass(frozen=True)
class _Pairs:
    """Counts the pairs of a share, by row and column of the table."""

    vocabulary: Shared[pa.Array]
    words: int
    window: Window
    options: CountOptions
    marks: Int64

    def __call__(self, lists: Iterator[pa.ListArray]) -> Iterator[tuple[int, bytes]]:
        seen = 0
        for ids in _units(lists, self.vocabulary.value):
            seen += int(np.count_nonzero(ids != BREAK))
            yield from pack_parts(self._table(ids), self.marks)
        yield SEEN, b"%d" % seen

    def _table(self, ids: Int32) -> Table:
        parts = count_unit(text_of(ids, self.words), self.window, np.dtype(np.int64), self.options)
        sizes, columns, weights = (np.concatenate(column) for column in zip(*parts, strict=True))
        rows = np.repeat(np.arange(self.words, dtype=np.int64), sizes)
        return Table(rows * self.words + columns, weights)


def _units(lists: Iterator[pa.ListArray], vocabulary: pa.Array) -> Iterator[Int32]:
    """The numbers of the words with breaks around every text, as many at a time as are counted at once."""
    waiting, held = [np.array([BREAK], np.int32)], 1
    for some in lists:
        numbers = _numbers(some, vocabulary)
        waiting.append(numbers)
        held += numbers.size
        if held >= UNIT:
            yield np.concatenate(waiting)
            waiting, held = [np.array([BREAK], np.int32)], 1
    if held > 1:
        yield np.concatenate(waiting)


def _numbers(lists: pa.ListArray, vocabulary: pa.Array) -> Int32:
    """The numbers of the words of some texts, a break after each text."""
    import pyarrow.compute as pc

    found = pc.index_in(lists.flatten(), value_set=vocabulary)
    numbers = found.fill_null(OUTSIDE).to_numpy(zero_copy_only=False).astype(np.int32)
    ends = np.cumsum(lists.value_lengths().to_numpy(zero_copy_only=False))
    with_breaks: Int32 = np.insert(numbers, ends, np.int32(BREAK))
    kept: Int32 = with_breaks[with_breaks != OUTSIDE]
    return kept

"""The neighbours of words in a coded text, counted in threads and in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zici._progress import Progress, Step
from zici.corpus import CodedText
from zici.discovery._trie import build_trie, coded
from zici.parallel import parallel_map

Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]

PASS_BYTES = 512 << 20  # of neighbours held at a time, where no budget says less
SHARES = 16  # parts of the text, at least: enough to report progress, few enough to keep their counts small


class Neighbours(NamedTuple):
    """What stands around each of a list of words.

    Attributes:
        counts: int64, occurrences of the string, overlaps included.
        left: float64, entropy (natural log) of the characters before it; NaN where it doesn't occur.
        right: float64, of the characters after it.
    """

    counts: Int64
    left: Float64
    right: Float64


def count_neighbours(
    words: Iterable[str], text: CodedText, *, workers: int, budget: int | None, progress: Progress
) -> Neighbours:
    """Count the neighbours of words in a coded text, in as many passes as the budget asks for."""
    walk = _Walk(words, text, workers, progress)
    sizes = walk.sizes()
    counts = sizes.sum(axis=0)
    left, right = np.full(walk.words, np.nan), np.full(walk.words, np.nan)
    room = (PASS_BYTES if budget is None else budget // 2) // walk.pair_bytes
    for first, stop in _ranges(np.cumsum(counts), room):
        _entropies(walk, sizes[:, first:stop], first, left[first:stop], right[first:stop])
    return Neighbours(counts, left, right)


def count_occurrences(words: Iterable[str], text: CodedText, *, workers: int, progress: Progress) -> Int64:
    """How often the strings of words occur in a coded text, overlaps included."""
    counts: Int64 = _Walk(words, text, workers, progress).sizes().sum(axis=0)
    return counts


class _Walk:
    """Walks over a text, its blocks shared out in order: a bucket's order never depends on the workers."""

    def __init__(self, words: Iterable[str], text: CodedText, workers: int, progress: Progress) -> None:
        codes, start = coded(list(words), text.alphabet)
        self.text, self.workers, self.words, self._progress = text, workers, start.size - 1, progress
        self.trie = build_trie(codes, start, text.alphabet.size)
        blocks = len(text.blocks)
        self.shares = np.array_split(np.arange(blocks), max(1, min(max(SHARES, workers), blocks)))
        self.dtype = np.uint16 if text.alphabet.size < 1 << 16 else np.int32
        self.pair_bytes = 2 * np.dtype(self.dtype).itemsize

    def over_text(self, function: Callable[[int], Any], stage: str) -> list[Any]:
        """Call a function with the number of every share of the text, in threads, and tell how far it is."""
        sizes = np.array([*self.text.blocks.sizes, 0])
        shares = [int(sizes[share].sum()) for share in self.shares]
        done = 0

        def report(share: int, result: object) -> None:
            nonlocal done
            done += shares[share]
            self._progress(Step(stage, done, sum(shares), "chars"))

        return parallel_map(
            function,
            range(len(shares)),
            workers=self.workers,
            backend="thread",
            chunk=1,
            callback=report,
        )

    def sizes(self) -> Int64:
        """How often each word occurs, by share of the text."""
        from zici._kernels.neighbours import count_words

        def of_share(share: int) -> Int64:
            counts = np.zeros(self.words, np.int64)
            for index in self.shares[share].tolist():
                count_words(self.text.blocks[index], self.trie, counts)
            return counts

        return np.array(self.over_text(of_share, "count occurrences"))


def _ranges(ends: Int64, room: int) -> Iterator[tuple[int, int]]:
    """Ranges of words of at most ``room`` occurrences, or of one word."""
    first = 0
    while first < ends.size:
        before = int(ends[first - 1]) if first else 0
        stop = max(first + 1, int(np.searchsorted(ends, before + room, side="right")))
        yield first, stop
        first = stop


def _entropies(walk: _Walk, sizes: Int64, first: int, left: Float64, right: Float64) -> None:
    """Gather the neighbours of a range of words, whose ``sizes`` are known by share, and measure them."""
    from zici._kernels.neighbours import bucket_entropies, gather

    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes.sum(axis=0))])
    cursors = np.cumsum(sizes, axis=0) - sizes + start[:-1]
    pairs = np.empty((int(start[-1]), 2), walk.dtype)

    def fill(share: int) -> None:
        for index in walk.shares[share].tolist():
            gather(walk.text.blocks[index], walk.trie, first, first + left.size, cursors[share], pairs)

    def measure(task: tuple[int, int, int]) -> None:
        side, a, b = task
        out = (left, right)[side][a:b]
        bucket_entropies(pairs, start[a : b + 1], side, walk.text.alphabet.size, out)

    walk.over_text(fill, "gather neighbours")
    marks = np.searchsorted(start, np.linspace(0, start[-1], max(SHARES, walk.workers) + 1)[1:-1])
    edges = np.unique(np.concatenate([[0], marks, [left.size]]))
    spans = list(pairwise(edges.tolist()))
    tasks = [(side, a, b) for side in (0, 1) for a, b in spans]
    parallel_map(measure, tasks, workers=walk.workers, backend="thread", chunk=1)

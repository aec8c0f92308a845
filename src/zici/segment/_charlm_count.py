"""From coded text to the trie of all its n-grams with their counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici._progress import Progress, Step
from zici.corpus import Blocks, CodedText
from zici.parallel import parallel_map

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]

PART = 1 << 22
"""Windows that are sorted at once: each takes 8 bytes, and its n-grams at most 12 more for each length."""
KEY_BITS = 64


@dataclass(frozen=True)
class Counted:
    """All n-grams up to a length as a trie in breadth-first order; see ``_kernels.charlm_find``.

    Attributes:
        edges: where each level begins, and the end: ``edges[n - 1]`` to ``edges[n]`` are those of n symbols.
        start: int32, where the children of a node begin, for all but the last level, and one entry more.
        char: int32, the last symbol of every node.
        count: int32, how often it occurs.
    """

    edges: list[int]
    start: Int32
    char: Int32
    count: Int32


@dataclass(frozen=True)
class _Level:
    """The n-grams of one length: last symbols, counts, numbers of children."""

    char: Int32
    count: Int32
    fan: Int32


def count_text(text: CodedText, order: int, *, workers: int, progress: Progress) -> Counted:
    """Count all n-grams of 1 to ``order`` symbols."""
    levels = [_first_level(text)]
    bits = int(levels[0].char.size - 1).bit_length()
    nodes: Blocks | None = None
    while len(levels) < order:
        reach, last = len(levels), levels[-1]
        nodes = _longer_nodes(text, nodes, levels) if reach > 1 else None
        offset = sum(level.char.size for level in levels[:-1])
        more = min(order - reach, (KEY_BITS - (offset + last.char.size).bit_length()) // bits)
        shape = np.array([bits, more, levels[0].char.size - 2])
        progress(Step(f"sort {reach + more}-grams", 0, text.total, "chars"))
        tasks = _Tasks(text, nodes, reach, shape, offset)
        found = parallel_map(tasks.run, _split(last, workers), workers=workers, backend="thread", chunk=1)
        levels[-1] = replace(last, fan=np.concatenate([part[0].fan for part in found]))
        levels += [_joined([part[j] for part in found]) for j in range(1, more + 1)]
        progress(Step(f"sort {reach + more}-grams", text.total, text.total, "chars"))
    return _counted(levels)


def _first_level(text: CodedText) -> _Level:
    """The unknown character, the characters, EOS and BOS."""
    runs = sum(_runs(text.blocks[k]) for k in range(len(text.blocks)))
    count = np.concatenate([[0], text.counts, [runs, runs]]).astype(np.int32)
    return _Level(np.arange(count.size, dtype=np.int32), count, np.zeros(count.size, np.int32))


def _runs(codes: Int32) -> int:
    return int(np.count_nonzero((codes[:-1] == 0) & (codes[1:] != 0)))


def _joined(parts: list[_Level]) -> _Level:
    return _Level(
        np.concatenate([part.char for part in parts]),
        np.concatenate([part.count for part in parts]),
        np.concatenate([part.fan for part in parts]),
    )


def _counted(levels: list[_Level]) -> Counted:
    edges = np.cumsum([0] + [level.char.size for level in levels]).tolist()
    fans = np.concatenate([level.fan for level in levels[:-1]]) if len(levels) > 1 else np.zeros(0, np.int32)
    start = np.full(fans.size + 1, edges[1], np.int32)
    start[1:] += np.cumsum(fans, dtype=np.int32)
    return Counted(
        edges, start, np.concatenate([x.char for x in levels]), np.concatenate([x.count for x in levels])
    )


def _longer_nodes(text: CodedText, nodes: Blocks | None, levels: list[_Level]) -> Blocks:
    """The node of the longest n-gram counted so far at every position."""
    from zici._kernels.charlm_count import begin_windows, lengthen

    trie = _counted(levels)
    bos = levels[0].char.size - 1
    result = Blocks(limit=0 if text.blocks.on_disk else None)
    for index in range(len(text.blocks)):
        codes = text.blocks[index]
        found = np.empty_like(codes)
        begin_windows(codes, bos, found)
        for reach in range(1, len(levels)):
            lengthen(codes, reach, bos - 1, trie.start, trie.char, found)
        result.append(found)
    return result


def _split(level: _Level, workers: int) -> list[tuple[int, int, int]]:
    """Ranges of a level's n-grams (first, stop) that stand at about PART positions, and how many exactly."""
    ends = np.cumsum(level.count, dtype=np.int64)
    parts = max(workers, -(-int(ends[-1]) // PART))
    marks = np.searchsorted(ends, np.linspace(0, ends[-1], parts + 1)[1:-1]) + 1
    edges = np.unique(np.concatenate([[0], marks, [level.count.size]]))
    totals = np.diff(np.concatenate([[0], ends])[edges])
    return list(zip(edges[:-1].tolist(), edges[1:].tolist(), totals.tolist(), strict=True))


class _Tasks(NamedTuple):
    """Sorting the windows that begin with the n-grams of a range.

    Attributes:
        text: what is counted.
        nodes: the node of the first ``reach`` symbols by position; None where it is the code itself.
        reach: how many symbols the nodes stand for.
        shape: see ``make_keys``.
        offset: the first node of the level that the ranges are of.
    """

    text: CodedText
    nodes: Blocks | None
    reach: int
    shape: Int64
    offset: int

    def run(self, part: tuple[int, int, int]) -> list[_Level]:
        """The range itself with its numbers of children, and the levels below it."""
        from zici._kernels.charlm_count import split_keys

        first, stop, _ = part
        keys = self._keys(part)
        keys.sort()
        more = int(self.shape[1])
        fan = np.zeros(stop - first, np.int32)
        # Pages of these that are never written to cost no memory.
        chars, counts, fans = (np.empty((more, keys.size), np.int32) for _ in range(3))
        sizes = np.zeros(more, np.int64)
        split_keys(keys, self.shape, self.offset + first, fan, chars, counts, fans, sizes)
        unused = np.zeros(0, np.int32)
        below = [_Level(*(rows[j, : sizes[j]].copy() for rows in (chars, counts, fans))) for j in range(more)]
        return [_Level(unused, unused, fan), *below]

    def _keys(self, part: tuple[int, int, int]) -> npt.NDArray[np.uint64]:
        from zici._kernels.charlm_count import begin_windows, make_keys

        first, stop, room = part
        keys = np.empty(room, np.uint64)
        made = 0
        bos = int(self.shape[2]) + 1
        for index in range(len(self.text.blocks)):
            codes = self.text.blocks[index]
            if self.nodes is None:
                nodes = np.empty_like(codes)
                begin_windows(codes, bos, nodes)
            else:
                nodes = self.nodes[index]
            edges = self.offset + first, self.offset + stop
            made += make_keys(codes, nodes, self.reach, self.shape, max(edges[0], 1), edges[1], keys[made:])
        return keys[:made]

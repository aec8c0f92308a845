"""Words -> a double-array trie over a dense alphabet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zici._kernels.segment_trie import CHECK, LINK, SCORE, WORD, place_nodes
from zici.segment._alphabet import character_table, to_chars

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]


class Trie(NamedTuple):
    """What the kernels look words up in.

    Attributes:
        table: int32 per code point, its cell: code in the alphabet, class, flags.
        links: int32 (rows, 2), see the kernels.
        values: int32 (rows, 2): score and number of the word that ends at a row.
        row_of: int64 per word, its row.
    """

    table: Int32
    links: Int32
    values: Int32
    row_of: Int64

    def set_scores(self, numbers: Int64, scores: Int64) -> None:
        """Give the words with these numbers these scores."""
        self.values[self.row_of[numbers], SCORE] = scores


def build_trie(words: Sequence[str]) -> Trie:
    """Build the trie of ``words``: distinct, not empty, half-width; their scores are 0 until set."""
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    letters, codes = _letters(to_chars("".join(words)))
    paths = _Paths(codes, lengths)
    bases, size = _place(paths)
    links = np.full((size + letters.size + 1, 2), -1, np.int32)
    links[:, LINK] = 0
    rows = np.zeros(paths.code.size, np.int64)
    rows[1:] = bases[paths.parent].astype(np.int64) + paths.code[1:]
    links[rows, LINK] = bases * 2
    links[rows[1:], CHECK] = rows[paths.parent]
    row_of = rows[paths.last]
    links[row_of, LINK] += 1
    values = np.zeros(links.shape, np.int32)
    values[row_of, WORD] = np.arange(len(words))
    return Trie(character_table(letters), links, values, row_of)


def _place(paths: _Paths) -> tuple[Int32, int]:
    """The base of every node, the many-childed placed first, and the number of rows used."""
    first = np.searchsorted(paths.parent, np.arange(paths.code.size + 1)) + 1
    children = np.diff(first)
    inner = np.flatnonzero(children)
    order = inner[np.argsort(-children[inner], kind="stable")]
    order = np.concatenate((order[order == 0], order[order != 0]))
    bases = np.zeros(paths.code.size, np.int32)
    return bases, place_nodes(order, first, paths.code, bases)


def _letters(chars: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], Int64]:
    """The distinct characters, frequent ones first (so that children lie close), and each one's code."""
    counts = np.bincount(chars) if chars.size else np.zeros(1, np.int64)
    letters = np.flatnonzero(counts)
    letters = letters[np.argsort(-counts[letters], kind="stable")]
    code_of = np.zeros(counts.size, np.int64)
    code_of[letters] = np.arange(1, letters.size + 1)
    return letters.astype(np.uint32), code_of[chars]


class _Paths:
    """The nodes of the trie, level by level: a level's nodes are the distinct (parent, code) pairs.

    Attributes:
        parent: int64, the parent of nodes 1, 2, ...; ascending, so children lie together.
        code: int32, the code that leads to node 0 (the root: 0), 1, 2, ...
        last: int64, each word's node.
    """

    def __init__(self, codes: Int64, lengths: Int64) -> None:
        begins = np.cumsum(lengths) - lengths
        width = int(codes.max()) + 1 if codes.size else 1
        self.last = np.zeros(lengths.size, np.int64)
        parents: list[Int64] = []
        levels: list[Int64] = [np.zeros(1, np.int64)]
        alive = np.arange(lengths.size)
        nodes = depth = 0
        while alive.size:
            keys = self.last[alive] * width + codes[begins[alive] + depth]
            distinct, number = np.unique(keys, return_inverse=True)
            self.last[alive] = nodes + 1 + number
            parents.append(distinct // width)
            levels.append(distinct % width)
            nodes += distinct.size
            depth += 1
            alive = alive[lengths[alive] > depth]
        self.parent = np.concatenate(parents) if parents else np.zeros(0, np.int64)
        self.code = np.concatenate(levels).astype(np.int32)

"""The kept n-grams as a trie for the cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from zici.corpus import character_kinds
from zici.ngrams import NgramCounts, make_table

if TYPE_CHECKING:
    from zici._kernels.cut import Grams

Int32 = npt.NDArray[np.int32]
Float64 = npt.NDArray[np.float64]


@dataclass(frozen=True)
class KeptGrams:
    """The n-grams whose PMI reaches the threshold of their length, and where they stand in the counts.

    Attributes:
        trie: what the cut reads.
        base: node = ``base[n]`` + place of the n-gram in ``ids[n]``.
        ids: for every length n from 2, the ids (in the counts) of the nodes.
        pmi: for every length n from 2, the PMI by id.
    """

    trie: Grams
    base: dict[int, int]
    ids: dict[int, Int32]
    pmi: dict[int, Float64]


def keep(counts: NgramCounts, pmi: list[Float64], least: tuple[float, ...]) -> KeptGrams:
    """Select the n-grams with enough cohesion and build their trie."""
    from zici._kernels.cut import HAS_LONGER, IS_MEMBER, Grams

    order = len(least) + 1
    members = {n: _members(counts, n, pmi[n - 2], least[n - 2]) for n in range(2, order + 1)}
    needed = _with_prefixes(counts, members)
    base, ids = {}, {}
    node_of = {1: np.arange(counts.levels[0].size + 1, dtype=np.int32)}
    # Rare characters have codes as well, beyond those of the first level: no node may be taken for one.
    last = counts.alphabet.size + 3
    rows, flags = [], []
    for n in range(2, order + 1):
        ids[n] = np.flatnonzero(needed[n]).astype(np.int32)
        base[n], last = last, last + ids[n].size
        node_of[n] = np.zeros(needed[n].size, np.int32)
        node_of[n][ids[n]] = np.arange(base[n], last, dtype=np.int32)
        level = counts.levels[n - 1]
        rows.append((node_of[n - 1][level.prefix[ids[n]]], level.char[ids[n]], node_of[n][ids[n]]))
        flags.append(IS_MEMBER * members[n][ids[n]])
    prefix, char, node = (np.concatenate(column) for column in zip(*rows, strict=True))
    flag = np.zeros(last, np.int32)
    flag[node] = np.concatenate(flags)
    flag[prefix] |= HAS_LONGER
    trie = Grams(make_table(prefix, char, node << 2 | flag[node]), character_kinds(counts.alphabet), last)
    return KeptGrams(trie, base, ids, dict(enumerate(pmi, 2)))


def _members(counts: NgramCounts, n: int, pmi: Float64, least: float) -> npt.NDArray[np.bool_]:
    members = (pmi >= least) & (counts.levels[n - 1].count >= counts.min_count[n - 1])
    members[0] = False
    return members


def _with_prefixes(
    counts: NgramCounts, members: dict[int, npt.NDArray[np.bool_]]
) -> dict[int, npt.NDArray[np.bool_]]:
    """The members and all n-grams that longer members begin with: the nodes of the trie."""
    needed = {n: mask.copy() for n, mask in members.items()}
    for n in range(max(members), 2, -1):
        needed[n - 1][counts.levels[n - 1].prefix[needed[n]]] = True
    return needed

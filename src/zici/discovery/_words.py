"""From counted pieces to the lexicon: strings, counts, cohesion."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zici.discovery._grams import KeptGrams
from zici.lexicon import Lexicon
from zici.ngrams import NgramCounts

if TYPE_CHECKING:
    from zici._kernels.cut import Pieces

# The segmenter takes numbers as units, without a lexicon.
NUMBER = re.compile("[0-9]+[^a-zA-Z]*")

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]


class Words(NamedTuple):
    """Words of a kind with their counts and PMI (NaN where a word has none)."""

    words: list[str]
    counts: Int64
    pmi: Float64


def to_lexicon(counts: NgramCounts, kept: KeptGrams, pieces: Pieces, least: int) -> Lexicon:
    """The pieces that occur at least ``least`` times as a lexicon, most frequent first.

    Numbers are left out: the segmenter knows them without a lexicon.
    """
    parts = [_singles(counts, pieces, least)]
    parts += [_of_nodes(counts, kept, pieces, n, least) for n in kept.ids]
    parts.append(_others(counts, kept, pieces, least))
    words = [word for part in parts for word in part.words]
    count = np.concatenate([part.counts for part in parts])
    return no_numbers(words, count=count, pmi=np.concatenate([part.pmi for part in parts]))


def no_numbers(words: list[str], **columns: npt.NDArray[Any]) -> Lexicon:
    """Words without numbers and numbers of something (6月, 2024年), most frequent first.

    Example:
        >>> no_numbers(["5G", "2024", "6月", "词"], count=np.array([5, 9, 8, 7])).words
        ('词', '5G')
    """
    rows = np.array([row for row, word in enumerate(words) if not NUMBER.fullmatch(word)], np.int64)
    chosen = {name: values[rows] for name, values in columns.items()}
    return Lexicon([words[row] for row in rows.tolist()], chosen).sort()


def _singles(counts: NgramCounts, pieces: Pieces, least: int) -> Words:
    count = pieces.single[1 : counts.alphabet.size + 1]
    enough = np.flatnonzero(count >= least)
    words = [chr(point) for point in counts.alphabet[enough].tolist()]
    return Words(words, count[enough], np.full(enough.size, np.nan))


def _of_nodes(counts: NgramCounts, kept: KeptGrams, pieces: Pieces, n: int, least: int) -> Words:
    count = pieces.node[kept.base[n] : kept.base[n] + kept.ids[n].size]
    enough = count >= least
    ids = kept.ids[n][enough]
    return Words(counts.strings(n, ids), count[enough], kept.pmi[n][ids])


def _others(counts: NgramCounts, kept: KeptGrams, pieces: Pieces, least: int) -> Words:
    """Longer words, and Latin ones that are in no kept n-gram."""
    slots = np.flatnonzero(pieces.counts >= least)
    alphabet = np.append(np.uint32(0), counts.alphabet)
    words, runs = [], []
    for slot in slots.tolist():
        at = pieces.offset[slot]
        codes = pieces.arena[at : at + pieces.length[slot]]
        # A letter outside the alphabet has no code point left: such a piece can't be written.
        known = bool(codes.max() < alphabet.size)
        words.append("".join(map(chr, alphabet[codes].tolist())) if known else "")
        runs.append(codes)
    good = np.array([bool(word) for word in words], np.bool_)
    pmi = _least_window(counts, kept, runs)
    return Words([w for w in words if w], pieces.counts[slots][good], pmi[good])


def _least_window(counts: NgramCounts, kept: KeptGrams, runs: list[Int32]) -> Float64:
    """The smallest PMI of the longest counted windows of each run; NaN for a run that has none."""
    from zici._kernels.hashing import relabel

    if not runs:
        return np.zeros(0)
    gap = np.zeros(1, np.int32)
    codes = np.concatenate([gap, *(part for run in runs for part in (run, gap))])
    sizes = np.array([run.size for run in runs])
    starts = np.cumsum([1, *(sizes[:-1] + 1)])
    ids = np.where(codes <= counts.levels[0].size, codes, np.int32(0))
    least = np.full(len(runs), np.nan)
    for n in kept.ids:
        relabel(ids, codes, n - 1, counts.levels[n - 1].table, ids)
        counts.levels[n - 1].forget_table()
        pmi = np.minimum.reduceat(np.where(ids > 0, kept.pmi[n][ids], np.inf), starts)
        least = np.where((sizes >= n) & np.isfinite(pmi), pmi, np.where(sizes >= n, np.nan, least))
    return least

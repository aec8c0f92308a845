"""The words of a sample as it is cut: how often each occurs, where first, and how their number grows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zici.report._mining_text import HAN, Int64, TextFacts, code_points
from zici.segment import Segmenter

GROUP = 1 << 20  # characters cut at a time
FIRST = 4  # occurrences of a word among which two that differ are looked for
_BASE = 0x9E3779B97F4A7C15  # odd, so it has an inverse modulo 2**64

UInt64 = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Tokens:
    """Words of a text as it was cut, the signs between them left out.

    Words are told apart by a number of 64 bits that is made of their characters.

    Attributes:
        total: how many there are.
        numbers: of the different words, sorted, uint64.
        counts: how often each occurs, int64.
        firsts: for each the first of its tokens, counted from 0, int64.
        places: for each the positions of up to four tokens in the text, -1 for none, int64 of shape
            (words, 4).
        lengths: how many tokens have each length in characters, int64, from 0.
    """

    total: int
    numbers: UInt64
    counts: Int64
    firsts: Int64
    places: Int64
    lengths: Int64

    def growth(self, points: int = 80) -> tuple[Int64, Int64]:
        """After how many tokens how many different words have been seen."""
        read = np.unique(np.linspace(0, self.total, points + 1).astype(np.int64))
        return read, np.searchsorted(np.sort(self.firsts), read, side="left").astype(np.int64)

    def occurrences(self, words: Sequence[str]) -> Int64:
        """The rows of ``places`` of some words; -1 everywhere for those that the cut doesn't have."""
        wanted = numbers_of(words)
        if not self.numbers.size:
            return np.full((len(words), FIRST), -1, np.int64)
        rows = np.minimum(np.searchsorted(self.numbers, wanted), self.numbers.size - 1)
        found = self.numbers[rows] == wanted
        return np.where(found[:, None], self.places[rows], -1)


def cut_sample(segmenter: Segmenter, facts: TextFacts) -> Tokens:
    """Cut the sample of a text and look at its words.

    Example:
        >>> from zici.report._mining_text import read_facts
        >>> tokens = cut_sample(Segmenter(["新词", "发现"]), read_facts(["发现新词，新词！"]))
        >>> tokens.total, sorted(tokens.counts.tolist()), tokens.occurrences(["新词", "旧词"]).tolist()
        (3, [1, 2], [[2, 5, -1, -1], [-1, -1, -1, -1]])
    """
    numbers, places, lengths = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    offset = 0
    for pieces in _grouped(facts.sample):
        ends = segmenter.token_ends(pieces)[0].astype(np.int64)
        starts = np.concatenate([np.zeros(1, np.int64), ends[:-1]])
        points = code_points("".join(pieces))
        worded = facts.kinds[points[starts]] >= HAN
        starts, ends = starts[worded], ends[worded]
        numbers.append(_numbers(points, starts, ends))
        places.append(starts + offset)
        lengths.append(ends - starts)
        offset += points.size
    return _grouped_by_word(np.concatenate(numbers), np.concatenate(places), np.concatenate(lengths))


def numbers_of(words: Iterable[str]) -> UInt64:
    """The number of each word, uint64; equal words have equal numbers."""
    listed = list(words)
    ends = np.cumsum(np.fromiter(map(len, listed), np.int64, len(listed)))
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1]]) if listed else ends
    return _numbers(code_points("".join(listed)), starts, ends)


def _grouped_by_word(numbers: UInt64, places: Int64, lengths: Int64) -> Tokens:
    order = np.argsort(numbers, kind="stable")
    ordered = numbers[order]
    begins = np.flatnonzero(np.concatenate([ordered[:1] == ordered[:1], ordered[1:] != ordered[:-1]]))
    counts = np.diff(np.append(begins, ordered.size))
    taken = np.full((begins.size, FIRST), -1, np.int64)
    for k in range(FIRST):
        there = counts > k
        taken[there, k] = places[order[begins[there] + k]]
    firsts = order[begins].astype(np.int64)
    return Tokens(numbers.size, ordered[begins], counts, firsts, taken, np.bincount(lengths, minlength=1))


def _numbers(points: npt.NDArray[np.uint32], starts: Int64, ends: Int64) -> UInt64:
    """Of each stretch the sum of character times base to the power of its place, modulo 2**64.

    The sums up to each place of the whole text, a difference for each stretch, and the base's inverse to
    bring it to the beginning: no loop over stretches.
    """
    powers = _powers(_BASE, points.size)
    sums = np.zeros(points.size + 1, np.uint64)
    np.cumsum((points.astype(np.uint64) + np.uint64(1)) * powers, out=sums[1:])
    back = _powers(pow(_BASE, -1, 1 << 64), points.size + 1)
    result: UInt64 = (sums[ends] - sums[starts]) * back[starts]
    return result


def _powers(base: int, size: int) -> UInt64:
    """The powers from 0; modulo 2**64."""
    factors = np.full(size, base, np.uint64)
    factors[:1] = 1
    return np.cumprod(factors, dtype=np.uint64)


def _grouped(pieces: Iterable[str]) -> Iterator[list[str]]:
    held: list[str] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= GROUP:
            yield held
            held, size = [], 0
    if held:
        yield held

"""Words written with shorter words: what min-entropy and pruning ask."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici.corpus import character_kinds
from zici.discovery._trie import build_trie, coded

Int64 = npt.NDArray[np.int64]
Bool = npt.NDArray[np.bool_]

UNIT = 1 << 20
"""Scores are whole numbers of 1/UNIT nat, as in the segmenter: sums are exact, equal cuts are equal."""
UNITS = re.compile("[0-9A-Za-z]+|.", re.DOTALL)


class Cuts(NamedTuple):
    """How words are best written with others.

    Attributes:
        found: whether the word can be cut at all.
        total: int64, the sum of the parts' scores, in 1/UNIT nat.
        parts: the numbers of all parts, those of the first word first.
        of: for every part the place of its word among those that were asked for.
    """

    found: Bool
    total: Int64
    parts: Int64
    of: Int64


class Parts:
    """Words, and the units they are made of (characters; letters and digits that stand together).

    Attributes:
        words: the words that were given, then the units that are not among them.
        units: int64, how many units each word has.
    """

    def __init__(self, words: tuple[str, ...]) -> None:
        from zici._kernels.best_cut import CodedWords

        of_words = [UNITS.findall(word) for word in words]
        known = set(words)
        more = sorted({unit for units in of_words for unit in units} - known)
        self.words = [*words, *more]
        self.units = np.array([len(units) for units in of_words] + [1] * len(more), np.int64)
        points = np.frombuffer("".join(self.words).encode("utf-32-le", "surrogatepass"), np.uint32)
        alphabet = np.unique(points)
        codes, start = coded(self.words, alphabet)
        latin = character_kinds(alphabet)[codes] != 0
        inside = np.append(False, latin[1:] & latin[:-1]).astype(np.uint8)
        self._coded = CodedWords(codes, start, inside)
        self._trie = build_trie(codes, start, alphabet.size)

    def cut(self, chosen: Int64, score: Int64) -> Cuts:
        """Write each of the chosen words with others of the largest sum of scores."""
        from zici._kernels.best_cut import NEVER, best_cuts

        room = int((self._coded.start[chosen + 1] - self._coded.start[chosen]).sum())
        total, stop = np.empty(chosen.size, np.int64), np.zeros(chosen.size, np.int64)
        parts = np.empty(room, np.int32)
        best_cuts(chosen, self._coded, self._trie, score, total, parts, stop)
        of = np.repeat(np.arange(chosen.size), np.diff(stop, prepend=0))
        return Cuts(total != NEVER, total, parts[: of.size].astype(np.int64), of)


def scores(count: Int64) -> Int64:
    """The log probabilities of counts, in 1/UNIT nat; what was never counted weighs as much as one."""
    total = max(1, int(count.sum()))
    result: Int64 = np.rint(np.log(np.maximum(count, 1) / total) * UNIT).astype(np.int64)
    return result

"""A trie that takes in words one by one, and loses them, without being built anew."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from zici._kernels.segment_grow import FULL, LETTERS, TOP, find_rows, insert_word, list_words
from zici._kernels.segment_trie import CHECK, LINK, SCORE
from zici._kernels.segment_units import CODE_MASK
from zici.segment._alphabet import to_chars
from zici.segment._trie import Trie, build_trie

Int64 = NDArray[np.int64]


class GrowingTrie:
    """Words with scores; ``trie`` is what the kernels read, another object after some insertions."""

    def __init__(self, words: Sequence[str], scores: Int64) -> None:
        self._take(build_trie(words), scores)

    @classmethod
    def of(cls, trie: Trie, scores: Int64) -> GrowingTrie:
        """A copy of a built trie, its words with other scores."""
        growing = cls.__new__(cls)
        growing._take(
            trie._replace(table=trie.table.copy(), links=trie.links.copy(), values=trie.values.copy()), scores
        )
        return growing

    def _take(self, trie: Trie, scores: Int64) -> None:
        self.trie = trie
        trie.set_scores(np.arange(scores.size), scores)
        taken = np.flatnonzero(self.trie.links[:, CHECK] >= 0)
        letters = int((self.trie.table & CODE_MASK).max())
        self._state = np.array((int(taken[-1]) + 1 if taken.size else 1, letters, 1), np.int64)

    def put(self, word: str, score: int) -> None:
        """Add a half-width word, or give it another score."""
        codes = self._codes(word)
        buffer = np.empty(2 * int(self._state[LETTERS]) + 2, np.int32)
        self._grow_to(0)
        while True:
            trie = self.trie
            row = insert_word(codes, trie.links, trie.values, self._state, buffer)
            if row != FULL:
                break
            self._grow_to(len(trie.links) // 4)
        trie.values[row, SCORE] = score

    def drop(self, word: str) -> None:
        """Take a word out, if it is there."""
        row = int(self._rows([word])[0])
        if row:
            self.trie.links[row, LINK] &= ~1

    def set_scores(self, words: Sequence[str], scores: Int64) -> None:
        """Give words that are there other scores."""
        self.trie.values[self._rows(words), SCORE] = scores

    def all_words(self, text: str) -> list[list[int]]:
        """Begin and end of the words in ``text``, see ``list_words``."""
        chars, trie = to_chars(text), self.trie
        size = 2 * chars.size
        while True:
            found = np.empty((size, 2), np.int64)
            count = list_words(chars, trie.table, trie.links, found)
            if count != FULL:
                pairs: list[list[int]] = found[:count].tolist()
                return pairs
            size *= 2

    def _rows(self, words: Sequence[str]) -> Int64:
        ends = np.cumsum(np.fromiter(map(len, words), np.int64, len(words)))
        rows = np.zeros(len(words), np.int64)
        codes = self.trie.table[to_chars("".join(words))] & CODE_MASK
        find_rows(codes, ends, self.trie.links, rows)
        return rows

    def _codes(self, word: str) -> NDArray[np.int32]:
        """The codes of the characters; new ones get the next."""
        chars, table = to_chars(word), self.trie.table
        for char in dict.fromkeys(chars[(table[chars] & CODE_MASK) == 0].tolist()):
            self._state[LETTERS] += 1
            table[char] |= self._state[LETTERS]
            if 0x21 <= char < 0x7F:
                table[char + 0xFEE0] |= self._state[LETTERS]
        return table[chars] & CODE_MASK

    def _grow_to(self, more: int) -> None:
        """Give the arrays ``more`` rows, at least as many as lookups may touch."""
        trie, state = self.trie, self._state
        needed = int(state[TOP] + state[LETTERS]) + 2
        rows = max(len(trie.links) + more, needed if needed <= len(trie.links) else needed + needed // 4)
        if rows == len(trie.links):
            return
        links = np.full((rows, 2), -1, np.int32)
        links[:, LINK] = 0
        links[: len(trie.links)] = trie.links
        values = np.zeros((rows, 2), np.int32)
        values[: len(trie.values)] = trie.values
        self.trie = Trie(trie.table, links, values, trie.row_of)

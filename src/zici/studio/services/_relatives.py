"""Words inside a word, and words that hold it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici.lexicon import Lexicon

BREAK = "\n"  # in no word of a lexicon


@dataclass(frozen=True, slots=True)
class Counted:
    """A word with its count; None where it is unknown."""

    word: str
    count: int | None


class Relatives(NamedTuple):
    """What a word is made of, and what is made of it.

    Attributes:
        inside: words of the lexicon that stand in it, the longest first.
        around: words that hold it, the most frequent first.
        more: how many of the latter there are beyond those listed.
    """

    inside: tuple[Counted, ...]
    around: tuple[Counted, ...]
    more: int


class Holders:
    """The words of a lexicon as one string, in which those that hold another are found.

    Args:
        lexicon: the words.

    Example:
        >>> holders = Holders(Lexicon.from_words({"新词": 5, "新": 9, "发现新词": 2}))
        >>> holders.relatives("新词", 5)
        Relatives(inside=(Counted(word='新', count=9),), around=(Counted(word='发现新词', count=2),), more=0)
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._text = BREAK.join(lexicon.words)
        sizes = np.fromiter(map(len, lexicon.words), np.int64, len(lexicon))
        self._ends = np.cumsum(sizes + 1)

    def relatives(self, word: str, n: int) -> Relatives:
        """The relatives of a word, which need not be in the lexicon; at most ``n`` that hold it."""
        rows = self._holding(word)
        counts = self._lexicon.count[rows]
        best = rows[np.argsort(-counts, kind="stable")[:n]]
        around = tuple(self._counted(self._lexicon.words[row]) for row in best.tolist())
        return Relatives(tuple(self._inside(word)), around, len(rows) - len(around))

    def _holding(self, word: str) -> npt.NDArray[np.int64]:
        """Places of the words that hold another, without it."""
        found, at = [], self._text.find(word)
        while at >= 0:
            found.append(at)
            at = self._text.find(word, at + 1)
        rows = np.unique(np.searchsorted(self._ends, np.array(found, np.int64), side="right"))
        if word in self._lexicon:
            words = self._lexicon.words
            rows = rows[np.fromiter((words[row] != word for row in rows.tolist()), np.bool_, len(rows))]
        return rows

    def _inside(self, word: str) -> list[Counted]:
        sizes = range(len(word) - 1, 0, -1)
        parts = (word[at : at + size] for size in sizes for at in range(len(word) - size + 1))
        return [self._counted(part) for part in dict.fromkeys(parts) if part in self._lexicon]

    def _counted(self, word: str) -> Counted:
        count = self._lexicon[word].count
        return Counted(word, None if count < 0 else count)

"""Vocabulary: the characters that have a vector of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Int32 = npt.NDArray[np.int32]

PADDING, UNKNOWN = 0, 1
FIRST = 2  # the number of the first character


class Vocabulary:
    """Characters and their numbers; 0 fills up rows, 1 stands for all other characters.

    Args:
        chars: different characters; the first gets number 2.

    Example:
        >>> Vocabulary("山海").encode("海拔山").tolist()
        [3, 1, 2]
    """

    def __init__(self, chars: str) -> None:
        self.chars = chars
        self._table = np.full(0x110000, UNKNOWN, np.int32)
        codes = np.frombuffer(chars.encode("utf-32-le", "surrogatepass"), np.uint32)
        self._table[codes] = np.arange(FIRST, FIRST + codes.size, dtype=np.int32)

    def __len__(self) -> int:
        return FIRST + len(self.chars)

    @classmethod
    def learn(cls, texts: Iterable[str], *, min_count: int) -> Vocabulary:
        """The characters that occur at least ``min_count`` times, the most frequent first."""
        counts = Counter[str]()
        for text in texts:
            counts.update(text)
        kept = [(-count, char) for char, count in counts.items() if count >= min_count]
        return cls("".join(char for _, char in sorted(kept)))

    def encode(self, text: str) -> Int32:
        """The number of every character, int32 of shape (len(text),)."""
        found: Int32 = self._table[code_points(text)]
        return found


def code_points(text: str) -> npt.NDArray[np.uint32]:
    """The code points of a text, uint32 of shape (len(text),)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)

"""Terms and their numbers, looked up without reading them all: an index is opened at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt


class Vocabulary(NamedTuple):
    """Terms by number.

    Attributes:
        text: uint8, the characters of all terms in UTF-8, one after the other.
        ends: int64 of shape (terms,), where each ends in ``text``.
        order: int32 of shape (terms,), the terms' numbers in the order of their bytes.
    """

    text: npt.NDArray[np.uint8]
    ends: npt.NDArray[np.int64]
    order: npt.NDArray[np.int32]

    def find(self, term: str) -> int | None:
        """The number of a term, None for one that is not there.

        Example:
            >>> found = vocabulary(["天", "地", "天地"])
            >>> [found.find(term) for term in ("天地", "天", "黄")]
            [2, 0, None]
        """
        wanted, low, high = term.encode("utf-8", "replace"), 0, len(self.order)
        while low < high:
            middle = (low + high) // 2
            if self._term(int(self.order[middle])) < wanted:
                low = middle + 1
            else:
                high = middle
        if low == len(self.order):
            return None
        number = int(self.order[low])
        return number if self._term(number) == wanted else None

    def _term(self, number: int) -> bytes:
        start = int(self.ends[number - 1]) if number else 0
        return self.text[start : int(self.ends[number])].tobytes()


def vocabulary(terms: Sequence[str]) -> Vocabulary:
    """Pack distinct terms, which have their places as numbers."""
    parts = [term.encode("utf-8", "replace") for term in terms]
    order = sorted(range(len(parts)), key=parts.__getitem__)
    return Vocabulary(
        np.frombuffer(b"".join(parts), np.uint8),
        np.cumsum([len(part) for part in parts], dtype="<i8"),
        np.asarray(order, "<i4"),
    )

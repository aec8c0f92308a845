"""The texts of passages as one array of bytes, so that a file of any size is opened at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt


class Store(NamedTuple):
    """Passages.

    Attributes:
        text: uint8, the characters of all passages in UTF-8, one after the other.
        ends: int64 of shape (passages,), where each ends in ``text``.
        documents: int32 of shape (passages,), the number of each one's document.
        begins: int64 of shape (passages,), where each begins in its document, in characters.
        names: the documents' names.
    """

    text: npt.NDArray[np.uint8]
    ends: npt.NDArray[np.int64]
    documents: npt.NDArray[np.int32]
    begins: npt.NDArray[np.int64]
    names: tuple[str, ...]

    def passage(self, number: int) -> str:
        """The text of one passage."""
        start = int(self.ends[number - 1]) if number else 0
        return self.text[start : int(self.ends[number])].tobytes().decode("utf-8", "replace")


def store(texts: list[str], documents: list[int], begins: list[int], names: list[str]) -> Store:
    """Pack passages."""
    parts = [text.encode("utf-8", "replace") for text in texts]
    return Store(
        np.frombuffer(b"".join(parts), np.uint8),
        np.cumsum([len(part) for part in parts], dtype="<i8"),
        np.asarray(documents, "<i4"),
        np.asarray(begins, "<i8"),
        tuple(names),
    )

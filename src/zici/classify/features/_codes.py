"""Code points as n-grams see them: half-width and lower-case, one for one, so that places stay places."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from zici.errors import InputError

UInt32 = npt.NDArray[np.uint32]
Int64 = npt.NDArray[np.int64]


def folded_codes(text: str) -> UInt32:
    """The code points of ``text`` in half width and lower case; as many as ``text`` has.

    Example:
        >>> "".join(map(chr, folded_codes("ＯＫ, A\u3000B")))
        'ok, a b'
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    folded: UInt32 = _folds()[codes]
    return folded


@lru_cache(maxsize=1)
def _folds() -> UInt32:
    folds = np.arange(0x110000, dtype=np.uint32)
    folds[0xFF01:0xFF5F] = np.arange(0x21, 0x7F)
    folds[0x3000] = 0x20
    for point in range(0x10000):
        lower = chr(int(folds[point])).lower()
        if len(lower) == 1:  # the lower case of one letter may be two
            folds[point] = ord(lower)
    folds.flags.writeable = False
    return folds


def ends_of(parts: Sequence[str]) -> Int64:
    """Where each part ends when all are joined, int64 of shape (parts,)."""
    sizes = np.fromiter(map(len, parts), np.int64, len(parts))
    ends: Int64 = np.cumsum(sizes)
    return ends


def check_texts(texts: Sequence[str]) -> None:
    """Refuse what isn't a sequence of strings.

    Raises:
        InputError: one string, or an element that isn't a string; names its position.
    """
    if isinstance(texts, str):
        raise InputError("texts: expected a list of strings, got one string; put it in a list")
    if set(map(type, texts)) <= {str}:
        return
    for number, text in enumerate(texts):
        if not isinstance(text, str):
            raise InputError(f"text {number}: expected a string, got {text!r:.60} ({type(text).__name__})")

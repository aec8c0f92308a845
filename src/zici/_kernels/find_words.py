"""Where words stand in a text, many words in one pass."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import kernel

Int64 = npt.NDArray[np.int64]
UInt32 = npt.NDArray[np.uint32]
Bools = npt.NDArray[np.bool_]

FULL = -1


@kernel
def find_words(
    chars: UInt32,
    span: tuple[int, int],
    letters: UInt32,
    begins: Int64,
    first: Int64,
    wanted: Bools,
    found: Int64,
) -> int:
    """Write (position, word) of every wanted word that begins in ``span``; return how many, or FULL.

    By position, then by length. Words are sorted by their code points: word w is
    ``letters[begins[w]:begins[w + 1]]``, and those that begin with character c are ``first[c]`` up to
    ``first[c + 1]``. With every character of the text the words that still agree get fewer, by bisection.
    """
    count = 0
    for i in range(span[0], span[1]):
        low = first[chars[i]]
        high = first[chars[i] + 1]
        depth = 1
        while low < high:
            if begins[low + 1] - begins[low] == depth:
                if wanted[low]:
                    if count == found.shape[0]:
                        return int(FULL)
                    found[count, 0] = i
                    found[count, 1] = low
                    count += 1
                low += 1
            if low == high or i + depth == chars.size:
                break
            low = _bound(letters, begins, depth, low, high, np.int64(chars[i + depth]))
            high = _bound(letters, begins, depth, low, high, np.int64(chars[i + depth]) + 1)
            depth += 1
    return count


@kernel
def _bound(letters: UInt32, begins: Int64, depth: int, low: int, high: int, char: int) -> int:
    """The first of the words ``low`` to ``high`` whose character number ``depth`` is at least ``char``."""
    while low < high:
        middle = (low + high) // 2
        if letters[begins[middle] + depth] < char:
            low = middle + 1
        else:
            high = middle
    return low

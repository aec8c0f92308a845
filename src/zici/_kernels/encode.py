"""Text to codes: every word character becomes a dense number, everything else becomes 0 (a break)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import kernel

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
UInt16 = npt.NDArray[np.uint16]


@kernel
def encode_utf16(units: UInt16, table: Int32, counts: Int64, used: Int64, out: Int32) -> int:
    """Write the codes of UTF-16 ``units`` to ``out``, between two breaks; return their number.

    ``table[code point]`` is the code, 0 for a break, -1 for a word character not met yet: it gets the next
    code, and ``used[0]`` counts them. ``counts[code]`` is raised for every character. A lone surrogate
    is a break.
    """
    out[0] = 0
    size = 1
    high = np.int64(0)
    for i in range(units.size):
        point = np.int64(units[i])
        if 0xD800 <= point < 0xDC00:
            high = point
            out[size] = 0  # undone below if the other half follows
            size += 1
            continue
        if 0xDC00 <= point < 0xE000 and high != 0:
            point = 0x10000 + ((high - 0xD800) << 10) + (point - 0xDC00)
            size -= 1
        high = np.int64(0)
        code = table[point]
        if code < 0:
            used[0] += 1
            code = np.int32(used[0])
            table[point] = code
        counts[code] += 1
        out[size] = code
        size += 1
    out[size] = 0
    return size + 1


@kernel
def recode(codes: Int32, mapping: Int32) -> None:
    """Replace every code by ``mapping[code]``, in place."""
    for i in range(codes.size):
        codes[i] = mapping[codes[i]]

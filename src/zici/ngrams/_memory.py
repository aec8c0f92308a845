"""Memory budgets as people write them."""

from __future__ import annotations

import re

from zici.errors import OptionError

UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}
# The interpreter with NumPy, numba and pyarrow loaded, and the text block being read.
BASE = 450 << 20
LEAST = 64 << 20


def parse_memory(memory: str | int | None) -> int | None:
    """Bytes of a budget such as ``"2GB"``, ``"800 MB"`` or a number of bytes; None stays None (no budget).

    Raises:
        OptionError: not a size, or less than 1 MB.

    Example:
        >>> parse_memory("2GB"), parse_memory("1.5 g")
        (2147483648, 1610612736)
    """
    if memory is None:
        return None
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([kmgt]?)i?b?\s*", str(memory).lower())
    size = int(float(match[1]) * UNITS[match[2]]) if match else 0
    if size < 1 << 20:
        raise OptionError(f"memory: expected a size of at least 1 MB such as 2GB or 800MB, got {memory!r}")
    return size


def for_arrays(budget: int | None) -> int | None:
    """What a budget leaves for text, ids and buckets once the libraries are loaded."""
    return None if budget is None else max(budget - BASE, LEAST)

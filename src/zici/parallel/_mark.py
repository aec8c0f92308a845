"""The 32 bytes in which a worker says what it has in hand; see :mod:`zici.parallel._board` for their use.

Every worker imports this at its start, like ``_run``, ``_outcome``, ``_wire`` and ``_seeds``: whoever starts
a pool waits for what these import, so it is little.
"""

from __future__ import annotations

import mmap
import os

CELLS = 4
SIZE = 8 * CELLS
JOB, ITEM, FIRST, LAST = range(CELLS)
WHOLE, DONE = -1, -2  # in the cell of the item: the chunk is being read or packed; it is out of hand


def loose_mark() -> memoryview:
    """Give a mark that nobody reads: for threads and for other people's executors."""
    return memoryview(bytearray(SIZE)).cast("q")


def open_mark(folder: str) -> memoryview:
    """Give this process's mark on the board, or a loose one where the disk has no room for 32 bytes."""
    try:
        descriptor = os.open(f"{folder}/{os.getpid()}", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, bytes(SIZE))  # real bytes: on a full disk a hole would fail at a mark
            return memoryview(mmap.mmap(descriptor, SIZE)).cast("q")
        finally:
            os.close(descriptor)
    except OSError:
        return loose_mark()

"""What every worker holds right now, readable after its death.

Each worker process keeps 32 bytes in a file of a private folder, mapped into memory: a mark costs some
nanoseconds, and the page outlives the process. After a crash the board tells which items were in hand, so
that an error can name them and only they are run apart.
"""

from __future__ import annotations

import mmap
import os
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import NamedTuple

_CELLS = 4
JOB, ITEM, FIRST, LAST = range(_CELLS)
WHOLE, DONE = -1, -2  # in the cell of the item: the chunk is being read or packed; it is out of hand


class Held(NamedTuple):
    """The items ``first`` to ``last`` in a worker's hands: one that runs, or a chunk being read or packed."""

    first: int
    last: int


class Board:
    """The folder of marks of one pool."""

    def __init__(self) -> None:
        self.folder = tempfile.mkdtemp(prefix="zici-")
        self._end = weakref.finalize(self, _remove, self.folder, os.getpid())

    def held(self, job: int) -> list[Held]:
        """Read what the workers hold, or held when they died, of this job."""
        marks = (memoryview(path.read_bytes()) for path in Path(self.folder).iterdir())
        cells = (mark.cast("q") for mark in marks if len(mark) == 8 * _CELLS)
        return [_held(mark) for mark in cells if mark[JOB] == job and mark[ITEM] != DONE]

    def close(self) -> None:
        """Remove the folder."""
        self._end()


def _held(mark: memoryview) -> Held:
    if mark[ITEM] == WHOLE:
        return Held(mark[FIRST], mark[LAST])
    return Held(mark[ITEM], mark[ITEM])


def _remove(folder: str, owner: int) -> None:
    if os.getpid() == owner:  # a fork of the owner has this object too, and must leave the folder alone
        shutil.rmtree(folder, ignore_errors=True)


def loose_mark() -> memoryview:
    """Give a mark that nobody reads: for threads and for other people's executors."""
    return memoryview(bytearray(8 * _CELLS)).cast("q")


def open_mark(folder: str) -> memoryview:
    """Give this process's mark on the board, or a loose one where the disk has no room for 32 bytes."""
    try:
        descriptor = os.open(Path(folder) / str(os.getpid()), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            os.write(
                descriptor, bytes(8 * _CELLS)
            )  # real bytes: a hole in the file could fail at any later mark
            return memoryview(mmap.mmap(descriptor, 8 * _CELLS)).cast("q")
        finally:
            os.close(descriptor)
    except OSError:
        return loose_mark()

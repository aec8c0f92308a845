"""What every worker holds right now, readable after its death.

Each worker process keeps 32 bytes in a file of a private folder, mapped into memory: a mark costs some
nanoseconds, and the page outlives the process. After a crash the board tells which items were in hand, so
that an error can name them and only they are run apart.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import NamedTuple

from zici.parallel._mark import DONE, FIRST, ITEM, JOB, LAST, SIZE, WHOLE


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
        cells = (mark.cast("q") for mark in marks if len(mark) == SIZE)
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

"""Long integer arrays in blocks, in memory or, past a limit, in a temporary file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt

Int32 = npt.NDArray[np.int32]


class Blocks:
    """A growing list of int32 arrays that moves to a temporary file when it gets too long for memory.

    A block read back from the file is a copy; assign it to its place to change it.

    Args:
        limit: how many bytes may stay in memory; None: any number.
        folder: where the temporary file is made; None: the system's folder for such files.

    Example:
        >>> blocks = Blocks(limit=0)
        >>> blocks.append(np.array([0, 7, 0], np.int32))
        >>> blocks[0].tolist(), len(blocks), blocks.on_disk
        ([0, 7, 0], 1, True)
    """

    def __init__(self, *, limit: int | None = None, folder: str | os.PathLike[str] | None = None) -> None:
        self._limit = limit
        self._folder = folder
        self._arrays: list[Int32] = []
        self._sizes: list[int] = []
        self._starts: list[int] = [0]
        self._file: int | None = None

    def __len__(self) -> int:
        return len(self._sizes)

    def __del__(self) -> None:
        if self._file is not None:
            os.close(self._file)

    @property
    def sizes(self) -> list[int]:
        """The number of items of every block."""
        return self._sizes

    @property
    def items(self) -> int:
        """The number of items of all blocks together."""
        return self._starts[-1]

    @property
    def on_disk(self) -> bool:
        """Whether the blocks stand in a temporary file."""
        return self._file is not None

    def append(self, array: Int32) -> None:
        """Add a block at the end."""
        self._sizes.append(array.size)
        self._starts.append(self._starts[-1] + array.size)
        if self._file is None:
            self._arrays.append(array)
            if self._limit is not None and self.items * 4 > self._limit:
                self._spill()
        else:
            self[len(self) - 1] = array

    def __getitem__(self, index: int) -> Int32:
        if self._file is None:
            return self._arrays[index]
        array = np.empty(self._sizes[index], np.int32)
        view, done = array.data.cast("B"), 0
        while done < len(view):
            got = os.preadv(self._file, [view[done:]], self._starts[index] * 4 + done)
            if got == 0:
                raise OSError("the temporary file of coded text is shorter than what was written to it")
            done += got
        return array

    def __setitem__(self, index: int, array: Int32) -> None:
        if self._file is None:
            self._arrays[index] = array
            return
        view, done = np.ascontiguousarray(array).data.cast("B"), 0
        while done < len(view):
            done += os.pwrite(self._file, view[done:], self._starts[index] * 4 + done)

    def _spill(self) -> None:
        """Move everything to an unnamed temporary file, which vanishes with the process."""
        handle, name = tempfile.mkstemp(prefix="zici-", suffix=".codes", dir=self._folder)
        Path(name).unlink()
        self._file = handle
        arrays, self._arrays = self._arrays, []
        for index, array in enumerate(arrays):
            self[index] = array

"""Long integer arrays in blocks, in memory or, past a limit, in a temporary file."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO

import numpy as np
import numpy.typing as npt

from zici.errors import OutputError

Int32 = npt.NDArray[np.int32]


class Blocks:
    """A growing list of int32 arrays that moves to a temporary file when it gets too long for memory.

    A block read back from the file is a copy; assign it to its place to change it.

    Args:
        limit: how many bytes may stay in memory; None: any number.
        folder: where the temporary file is made; None: the system's folder for such files.

    Raises:
        OutputError: the temporary file can't be written or read (on any access), as when its disk is full.

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
        self._file: FileIO | None = None
        self._place = threading.Lock()  # threads share the file's position

    def __del__(self) -> None:
        if self._file is not None:
            self._file.close()

    def __len__(self) -> int:
        return len(self._sizes)

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
        index = range(len(self))[index]
        array = np.empty(self._sizes[index], np.int32)
        view, done = array.data.cast("B"), 0
        with self._at(self._file, index) as file:
            while done < len(view):
                got = file.readinto(view[done:])
                if not got:
                    raise OSError("it is shorter than what was written to it")
                done += got
        return array

    def __setitem__(self, index: int, array: Int32) -> None:
        if self._file is None:
            self._arrays[index] = array
            return
        view, done = np.ascontiguousarray(array).data.cast("B"), 0
        with self._at(self._file, range(len(self))[index]) as file:
            while done < len(view):
                done += file.write(view[done:])

    @contextmanager
    def _at(self, file: FileIO, index: int) -> Iterator[FileIO]:
        """The temporary file, at the start of a block, for one thread."""
        with self._place, _telling(self._folder):
            file.seek(self._starts[index] * 4)
            yield file

    def _spill(self) -> None:
        """Move everything to a temporary file without a name, which vanishes with the process."""
        with _telling(self._folder):
            self._file = tempfile.TemporaryFile(buffering=0, prefix="zici-", dir=self._folder)  # noqa: SIM115
        arrays, self._arrays = self._arrays, []
        for index, array in enumerate(arrays):
            self[index] = array


@contextmanager
def _telling(folder: str | os.PathLike[str] | None) -> Iterator[None]:
    """Tell what the system refuses in one line that names the folder of the temporary file."""
    try:
        yield
    except OSError as error:
        where = folder or tempfile.tempdir or "the folder of temporary files"
        raise OutputError(
            f"{where}: the temporary file of the coded text failed ({error.strerror or error}); free space, "
            "set TMPDIR to a folder with more, or allow more memory"
        ) from error

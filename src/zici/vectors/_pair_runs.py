"""Tables of pairs that are longer than memory: written one after the other, merged by ranges of rows."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from zici.errors import OutputError
from zici.vectors._pair_margins import row_ranges

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Array = npt.NDArray[Any]
Cells = tuple[npt.NDArray[np.int64], npt.NDArray[np.int32], Array]  # sizes of rows, columns, weights

CROWD = 48  # bytes that a cell takes while ranges of rows are merged: read, added, and the sum


class Spool:
    """Numbers of one dtype, appended to a temporary file without a name, which vanishes with the process.

    Raises:
        OutputError: the file can't be written or read (on any access), as when its disk is full.

    Example:
        >>> spool = Spool(np.dtype(np.int32))
        >>> spool.append(np.arange(5, dtype=np.int32))
        >>> spool.read(1, 3).tolist(), spool.mapped().tolist(), spool.nbytes
        ([1, 2], [0, 1, 2, 3, 4], 20)
    """

    def __init__(self, dtype: np.dtype[Any]) -> None:
        self.dtype = dtype
        self.size = 0
        with _telling():
            self._file = tempfile.TemporaryFile(buffering=0, prefix="zici-")  # noqa: SIM115

    def __del__(self) -> None:
        if hasattr(self, "_file"):
            self._file.close()

    @property
    def nbytes(self) -> int:
        """How long the file is."""
        return self.size * self.dtype.itemsize

    def append(self, array: Array) -> None:
        """Write at the end."""
        view, done = np.ascontiguousarray(array, self.dtype).data.cast("B"), 0
        with _telling():
            self._file.seek(self.nbytes)
            while done < len(view):
                done += self._file.write(view[done:])
        self.size += array.size

    def read(self, first: int, stop: int) -> Array:
        """The numbers from ``first`` to ``stop - 1``, a copy."""
        array = np.empty(stop - first, self.dtype)
        view, done = array.data.cast("B"), 0
        with _telling():
            self._file.seek(first * self.dtype.itemsize)
            while done < len(view):
                got = self._file.readinto(view[done:])
                if not got:
                    raise OSError("it is shorter than what was written to it")
                done += got
        return array

    def mapped(self) -> Array:
        """All numbers, mapped into memory: the file stays as long as the array does."""
        if not self.size:  # nothing can't be mapped
            return np.empty(0, self.dtype)
        with _telling():
            return np.memmap(self._file, self.dtype, mode="c", shape=(self.size,))


@contextmanager
def _telling() -> Iterator[None]:
    """Tell what the system refuses in one line that names the folder of the temporary file."""
    try:
        yield
    except OSError as error:
        where = tempfile.tempdir or "the folder of temporary files"
        raise OutputError(
            f"{where}: the temporary file of counted pairs failed ({error.strerror or error}); free space, "
            "set TMPDIR to a folder with more, or allow more memory"
        ) from error


class Runs:
    """Tables of the same shape, each a run of rows with sorted columns, in temporary files.

    Args:
        shape: of every table.
        dtype: of the weights, which are at least 1.
        budget: bytes that merging may take; a sum of more than that is mapped from its file.
    """

    def __init__(self, shape: tuple[int, int], dtype: np.dtype[Any], budget: int) -> None:
        self._shape = shape
        self._budget = budget
        self._cells = np.zeros(shape[0], np.int64)  # of every row, in all runs
        self._begins: list[int] = []  # the cells before every run
        self._start = Spool(np.dtype(np.int64))
        self._columns = Spool(np.dtype(np.int32)), Spool(dtype)

    def append(self, parts: Iterable[Cells]) -> None:
        """Write a table whose rows come in parts."""
        index, weight = self._columns
        self._begins.append(index.size)
        sizes = []
        for size, columns, weights in parts:
            index.append(columns)
            weight.append(weights)
            sizes.append(size)
        rows = np.concatenate(sizes)
        self._cells += rows
        self._start.append(_starts(rows))

    def sum(self) -> csr_array:
        """The sum of all tables; in memory if it fits, else mapped from a file."""
        if len(self._begins) == 1:
            return self._table(_starts(self._cells), self._columns)
        index, weight = (Spool(spool.dtype) for spool in self._columns)
        start = np.zeros(self._shape[0] + 1, np.int64)
        for first, stop in row_ranges(_starts(self._cells), max(self._budget // CROWD, 1)):
            table = _added([self._read(run, first, stop) for run in range(len(self._begins))])
            index.append(table.indices)
            weight.append(table.data)
            start[first + 1 : stop + 1] = np.diff(table.indptr)
        return self._table(np.cumsum(start), (index, weight))

    def _read(self, run: int, first: int, stop: int) -> csr_array:
        """Some rows of a run."""
        from scipy.sparse import csr_array

        before, width = run * (self._shape[0] + 1), self._shape[1]
        start = self._start.read(before + first, before + stop + 1)
        begin, end = (self._begins[run] + int(start[k]) for k in (0, -1))
        index, weight = (spool.read(begin, end) for spool in self._columns)
        start = (start - start[0]).astype(np.int32)
        return csr_array((weight, index, start), shape=(stop - first, width))

    def _table(self, start: npt.NDArray[np.int64], spools: tuple[Spool, Spool]) -> csr_array:
        fits = sum(spool.nbytes for spool in spools) <= self._budget
        index, weight = (spool.read(0, spool.size) if fits else spool.mapped() for spool in spools)
        return _table(start, index, weight, self._shape)


def sum_tables(tables: Iterable[Iterable[Cells]], shape: tuple[int, int]) -> csr_array:
    """The sum of tables whose rows come in parts, in memory."""
    result = None
    for parts in tables:
        sizes, index, weight = (np.concatenate(column) for column in zip(*parts, strict=True))
        table = _table(_starts(sizes), index, weight, shape)
        result = table if result is None else result + table
    return result


def _table(
    start: npt.NDArray[np.int64], index: npt.NDArray[np.int32], weight: Array, shape: tuple[int, int]
) -> csr_array:
    """The CSR array of these cells, without a copy of them below 2**31 (scipy wants one dtype from there)."""
    from scipy.sparse import csr_array

    if start[-1] < 2**31:
        start = start.astype(np.int32)
    return csr_array((weight, index, start), shape=shape)


def _starts(sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])


def _added(tables: list[csr_array]) -> csr_array:
    """The sum, two and two: each cell is then copied as often as the number of tables has binary digits."""
    while len(tables) > 1:
        tables = [sum(tables[k + 1 : k + 2], tables[k]) for k in range(0, len(tables), 2)]
    return tables[0]

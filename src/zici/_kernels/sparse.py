"""Products of a sparse matrix and a narrow dense one; threads get columns of the dense one each.

Every column is summed in the same order whatever the columns beside it, so results don't depend on the
threads.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import kernel

Float32 = npt.NDArray[np.float32]


class Rows(NamedTuple):
    """The arrays of a CSR matrix."""

    start: npt.NDArray[Any]
    column: npt.NDArray[Any]
    value: Float32


@kernel
def times(matrix: Rows, dense: Float32, out: Float32) -> None:
    """``out = matrix @ dense``; ``out`` is zeros before."""
    start, columns, value = matrix
    for row in range(start.size - 1):
        for k in range(start[row], start[row + 1]):
            column = columns[k]
            weight = value[k]
            for d in range(dense.shape[1]):
                out[row, d] += weight * dense[column, d]


@kernel
def transposed_times(matrix: Rows, dense: Float32, out: Float32) -> None:
    """``out = matrix.T @ dense``; ``out`` is zeros before."""
    start, columns, value = matrix
    for row in range(start.size - 1):
        for k in range(start[row], start[row + 1]):
            column = columns[k]
            weight = value[k]
            for d in range(dense.shape[1]):
                out[column, d] += weight * dense[row, d]

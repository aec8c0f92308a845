"""Products of a sparse matrix and a narrow dense one, tile by tile.

A product takes up a row of the dense matrix for every cell, and these rows stand anywhere in it. A tile holds
``TILE`` columns of the sparse matrix, so that the rows it asks for stay in the cache; its cells needn't be
moved, because they are neighbours in a CSR matrix.

Threads get rows of the matrix (:func:`times`) or tiles (:func:`transposed_times`). Every number is summed in
the order of the cells whatever a thread gets, so results don't depend on the threads.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import kernel

Float32 = npt.NDArray[np.float32]
Index = npt.NDArray[Any]

TILE = 2048  # columns: with 110 numbers for each, 0.9 MB


class Tiles(NamedTuple):
    """A CSR matrix with sorted columns; the cells of row r in tile t are those from ``edges[t, r]`` on.

    ``edges`` has a row more than there are tiles: where the last tile ends.
    """

    edges: Index
    column: npt.NDArray[np.int32]
    value: Float32


@kernel
def find_edges(start: Index, column: npt.NDArray[np.int32], edges: Index) -> None:
    """Where the cells of every row enter the tiles."""
    for row in range(start.size - 1):
        k = start[row]
        for tile in range(edges.shape[0]):
            while k < start[row + 1] and column[k] < tile * TILE:
                k += 1
            edges[tile, row] = k


@kernel
def times(matrix: Tiles, dense: Float32, rows: tuple[int, int], out: Float32) -> None:
    """``out = matrix @ dense`` in the rows from ``rows[0]`` to ``rows[1] - 1``, zeros before."""
    edges, columns, value = matrix
    for tile in range(edges.shape[0] - 1):
        for row in range(rows[0], rows[1]):
            k = edges[tile, row]
            stop = edges[tile + 1, row]
            while k + 4 <= stop:  # four at a time: a fourth of the reading and writing of out
                a, b, c, d = columns[k], columns[k + 1], columns[k + 2], columns[k + 3]
                p, q, r, s = value[k], value[k + 1], value[k + 2], value[k + 3]
                for i in range(dense.shape[1]):
                    out[row, i] += p * dense[a, i] + q * dense[b, i] + r * dense[c, i] + s * dense[d, i]
                k += 4
            while k < stop:
                a, p = columns[k], value[k]
                for i in range(dense.shape[1]):
                    out[row, i] += p * dense[a, i]
                k += 1


@kernel
def transposed_times(matrix: Tiles, dense: Float32, tiles: tuple[int, int], out: Float32) -> None:
    """``out = matrix.T @ dense`` where the tiles from ``tiles[0]`` to ``tiles[1] - 1`` are, zeros before."""
    edges, columns, value = matrix
    for tile in range(tiles[0], tiles[1]):
        for row in range(edges.shape[1]):
            for k in range(edges[tile, row], edges[tile + 1, row]):
                a, p = columns[k], value[k]
                for i in range(dense.shape[1]):
                    out[a, i] += p * dense[row, i]

"""The sums of rows and columns of counted pairs, and what a part of a table keeps of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zici.vectors._vocabulary import Vocabulary

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from zici.vectors._pair_counts import PairCounts

Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

CELLS = 1 << 20  # worked on at a time


class Margins(NamedTuple):
    """What a part of a table keeps of the whole one.

    The chance of a word and of a context are those of the whole text. A part that took its own sums for them
    would give every pair another PMI.

    Attributes:
        contexts: the words of the part's columns.
        words: the sums of the whole table for the part's rows, int64.
        columns: the sums of the whole table for the part's columns, int64.
        others: the sums of the columns that the part leaves out, int64: a smoothed share is one of all.
    """

    contexts: Vocabulary
    words: Int64
    columns: Int64
    others: Int64


class Rows(NamedTuple):
    """Some rows of a matrix: from ``first`` to ``stop - 1``, their ``cells``, and the row of every cell."""

    first: int
    stop: int
    cells: slice
    place: Int64


def row_pieces(start: npt.NDArray[Any], cells: int) -> Iterator[Rows]:
    """All rows of a CSR matrix, about ``cells`` cells at a time, at least a row."""
    for first, stop in row_ranges(start, cells):
        place = np.repeat(np.arange(first, stop), np.diff(start[first : stop + 1]))
        yield Rows(first, stop, slice(int(start[first]), int(start[stop])), place)


def row_ranges(start: npt.NDArray[Any], cells: int) -> list[tuple[int, int]]:
    """Ranges of rows of about ``cells`` cells; ``start[k]``: the cells before row k."""
    marks = np.searchsorted(start, np.arange(cells, int(start[-1]), cells))
    edges = np.unique(np.concatenate([[0], marks, [start.size - 1]])).tolist()
    return list(pairwise(edges))


def matrix_sums(matrix: csr_array) -> tuple[Float64, Float64]:
    """The sums of rows and columns, piece by piece: scipy's make a copy of all cells in 64 bits.

    As float64 they are exact below 2**53.
    """
    rows, columns = (np.zeros(size) for size in matrix.shape)
    for piece in row_pieces(matrix.indptr, CELLS):
        weight = matrix.data[piece.cells]
        height = piece.stop - piece.first
        rows[piece.first : piece.stop] = np.bincount(piece.place - piece.first, weight, height)
        columns += np.bincount(matrix.indices[piece.cells], weight, columns.size)
    return rows, columns


def whole_sums(pairs: PairCounts) -> tuple[Float64, Float64, Float64]:
    """The whole table's sums for the rows and the columns, and for the columns that are left out."""
    if pairs.margins is None:
        return *matrix_sums(pairs.matrix), np.zeros(0)
    margins = pairs.margins
    return margins.words.astype(float), margins.columns.astype(float), margins.others.astype(float)

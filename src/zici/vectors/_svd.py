"""The randomized truncated SVD of a sparse matrix."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zici._progress import Progress, Step, silent
from zici.errors import OptionError
from zici.parallel import cpu_count, parallel_map
from zici.vectors._options import check_integer

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from zici._kernels.sparse import Tiles
    from zici.vectors._kept_products import KeptProducts

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]
Product = Callable[[Float32], Float32]
Parts = list[tuple[int, int]]

ROUNDING = 1e-14  # of the square of a float32 beside the largest
NOTHING_NEW = 1e-5  # of a direction of length 1: rounding, when the columns before are taken off
PIECE = 1 << 14  # rows
OVERSAMPLING = 10  # more directions than asked for: Halko et al. recommend 5 to 10
PARTS = 8  # of the work for every thread: none waits long for another


class Svd(NamedTuple):
    """``left * values @ right.T`` is near the matrix.

    Attributes:
        left: float32 of shape (rows, dim), orthonormal columns; the largest number of each is positive.
        values: the singular values, float32 of shape (dim,), falling.
        right: float32 of shape (columns, dim), orthonormal columns.

    Where a value is 0, both columns are zeros.
    """

    left: Float32
    values: Float32
    right: Float32


def truncated_svd(
    matrix: csr_array,
    dim: int,
    *,
    power_iterations: int = 2,
    seed: int = 0,
    workers: int | None = None,
    progress: Progress | None = None,
    products: KeptProducts | None = None,
) -> Svd:
    """The largest singular values of a sparse matrix and their vectors, by random projection.

    The matrix and its transpose are multiplied with random directions by turns, which lets large singular
    values stand out; an exact SVD in the span of all that was met gives the result (block Krylov: Halko,
    Martinsson and Tropp 2011; Musco and Musco 2015).

    Args:
        matrix: scipy CSR, any shape; read as float32.
        dim: how many singular values, from 1 to the smaller side.
        power_iterations: how often matrix and transpose are multiplied after the first product, from 0: more
            come closer to the exact result where the values fall slowly. Each keeps ``dim + 10`` more columns
            for rows and columns of the matrix.
        seed: of the random directions. Same seed, same result, for any number of workers.
        workers: threads; None: all processors.
        progress: told ``Step("factorise", done, total, "products")``.
        products: where the products of this very call are kept, see ``_kept_products``; None: nowhere.

    Raises:
        OptionError: an option outside its range.

    Example:
        >>> from scipy.sparse import csr_array
        >>> svd = truncated_svd(csr_array([[3.0, 0.0], [0.0, -4.0]]), 2)
        >>> svd.values.round(4).tolist(), (svd.left @ np.diag(svd.values) @ svd.right.T).round().tolist()
        ([4.0, 3.0], [[3.0, ...0.0], [...0.0, -4.0]])
    """
    check_integer("dim", dim)
    check_integer("power_iterations", power_iterations, least=0)
    check_integer("seed", seed, least=0)
    if dim > min(matrix.shape):
        raise OptionError(f"dim: expected at most {min(matrix.shape)}, the matrix's smaller side, got {dim}")
    workers = cpu_count() if workers is None else workers
    width = min(dim + OVERSAMPLING, min(matrix.shape))
    pair = _products(matrix, workers)
    if products is not None:
        pair = _kept(*pair, matrix.shape, products)
    forward, backward = _told(*pair, 2 * power_iterations + 1, progress or silent)
    start = np.random.default_rng(seed).standard_normal((matrix.shape[1], width), np.float32)
    inner, outer = _krylov(forward, backward, start, power_iterations)
    values, turn = _spectrum(_gram(outer), 0.0)
    values, turn = values[:dim], turn[:, :dim]
    left = outer @ (turn * _inverse(values)).astype(np.float32)
    return _signed(left, values.astype(np.float32), inner @ (turn * (values > 0)).astype(np.float32))


def _krylov(forward: Product, backward: Product, start: Float32, rounds: int) -> tuple[Float32, Float32]:
    """Orthonormal columns that hold every power of the start, and the matrix times them.

    Keeping all powers in the place of the last one costs no product, and comes much closer.
    """
    size, width = start.shape
    inner = np.zeros((size, width * (rounds + 1)), np.float32)
    outer: list[Float32] = []
    block = _orthonormal(start)
    for k in range(rounds + 1):
        done = width * k
        if outer:
            block = _orthonormal(backward(outer[-1]))
            for _ in range(2):  # the second time removes what rounding left
                block -= inner[:, :done] @ (inner[:, :done].T @ block)
                block = _orthonormal(block, NOTHING_NEW)
        inner[:, done : done + width] = block
        outer.append(forward(block))
    return inner, np.hstack(outer)


def _orthonormal(columns: Float32, floor: float = 0.0) -> Float32:
    """Orthonormal columns of the same span; zeros where the columns have fewer directions than their number.

    From the eigenvectors of the small product of the columns with themselves, which takes a thirtieth of the
    time of a QR; the second round removes what rounding left. Directions no longer than ``floor`` are none.
    """
    for _ in range(2):
        lengths, turn = _spectrum(_gram(columns), floor)
        columns = columns @ (turn * _inverse(lengths)).astype(np.float32)
    return columns


def _gram(columns: Float32) -> Float64:
    """The columns' products with one another, summed in 64 bits a piece at a time."""
    width = columns.shape[1]
    result = np.zeros((width, width))
    for first in range(0, len(columns), PIECE):
        piece = columns[first : first + PIECE].astype(np.float64)
        result += piece.T @ piece
    return result


def _spectrum(gram: Float64, floor: float) -> tuple[Float64, Float64]:
    """The singular values of a narrow matrix, falling, 0 where they are rounding; its right vectors."""
    squares, turn = np.linalg.eigh(gram)
    squares[squares <= max(ROUNDING * squares[-1], floor**2)] = 0
    return np.sqrt(squares[::-1]), turn[:, ::-1]


def _inverse(values: Float64) -> Float64:
    return np.divide(1.0, values, out=np.zeros_like(values), where=values > 0)


def _signed(left: Float32, values: Float32, right: Float32) -> Svd:
    """The result with the signs that make it one of a kind."""
    largest = np.take_along_axis(left, np.abs(left).argmax(axis=0)[None], axis=0)
    signs = np.where(largest < 0, np.float32(-1), np.float32(1))
    return Svd(left * signs, values, right * signs)


def _products(matrix: csr_array, workers: int) -> tuple[Product, Product]:
    """The products with the matrix and with its transpose, on threads."""
    from zici._kernels.sparse import times, transposed_times

    tiled, (rows, columns) = _tiles(matrix), matrix.shape
    row_parts = _parts(np.asarray(matrix.indptr), PARTS * workers)
    tile_parts = _parts(np.append(0, np.cumsum(np.diff(tiled.edges, axis=0).sum(axis=1))), PARTS * workers)

    def on_threads(kernel: Callable[..., None], parts: Parts, dense: Float32, size: int) -> Float32:
        out, dense = np.zeros((size, dense.shape[1]), np.float32), np.ascontiguousarray(dense)
        parallel_map(
            lambda part: kernel(tiled, dense, part, out), parts, workers=workers, backend="thread", chunk=1
        )
        return out

    return (
        lambda dense: on_threads(times, row_parts, dense, rows),
        lambda dense: on_threads(transposed_times, tile_parts, dense, columns),
    )


def _tiles(matrix: csr_array) -> Tiles:
    from zici._kernels.sparse import TILE, Tiles, find_edges

    if not matrix.has_sorted_indices:
        matrix = matrix.sorted_indices()
    start, column = matrix.indptr, matrix.indices.astype(np.int32, copy=False)
    edges = np.empty((-(-matrix.shape[1] // TILE) + 1, matrix.shape[0]), start.dtype)
    find_edges(start, column, edges)
    return Tiles(edges, column, matrix.data.astype(np.float32, copy=False))


def _parts(start: npt.NDArray[Any], parts: int) -> Parts:
    """Ranges of about as many cells each; ``start[k]``: the cells before item k."""
    marks = np.searchsorted(start, np.linspace(0, int(start[-1]), parts + 1)[1:-1])
    return list(pairwise(np.unique([0, *marks, start.size - 1]).tolist()))


def _kept(
    forward: Product, backward: Product, shape: tuple[int, int], products: KeptProducts
) -> tuple[Product, Product]:
    """The products, each taken where it is kept; what else there is to do is quick and done again."""
    made = 0

    def kept(product: Product, rows: int) -> Product:
        def multiplied(dense: Float32) -> Float32:
            nonlocal made
            made += 1
            return products.get(made, (rows, dense.shape[1]), lambda: product(dense))

        return multiplied

    return kept(forward, shape[0]), kept(backward, shape[1])


def _told(forward: Product, backward: Product, total: int, progress: Progress) -> tuple[Product, Product]:
    """The products, each telling that it is done."""
    done = 0
    progress(Step("factorise", done, total, "products"))

    def told(product: Product) -> Product:
        def multiplied(dense: Float32) -> Float32:
            nonlocal done
            result = product(dense)
            done += 1
            progress(Step("factorise", done, total, "products"))
            return result

        return multiplied

    return told(forward), told(backward)

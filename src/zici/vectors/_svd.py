"""The randomized truncated SVD of a sparse matrix."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from zici._progress import Progress, Step, silent
from zici.errors import OptionError
from zici.parallel import cpu_count, parallel_map
from zici.vectors._options import check_integer

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from zici._kernels.sparse import Rows

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]
Product = Callable[[Float32], Float32]

ROUNDING = 1e-14  # of the square of a float32 beside the largest
OVERSAMPLING = 10  # more directions than asked for: Halko et al. recommend 5 to 10
COLUMNS = 32  # of the dense matrix at a time: so much of it stays in the cache


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
) -> Svd:
    """The largest singular values of a sparse matrix and their vectors, by random projection.

    The matrix is multiplied with random directions, then a few times with itself, which makes small singular
    values vanish; an exact SVD in the directions that are left gives the result (Halko, Martinsson and Tropp
    2011, algorithms 4.4 and 5.1).

    Args:
        matrix: scipy CSR, any shape; read as float32.
        dim: how many singular values, from 1 to the smaller side.
        power_iterations: products with the matrix and its transpose, from 0: more come closer to the exact
            result where the values fall slowly.
        seed: of the random directions. Same seed, same result, for any number of workers.
        workers: threads; None: all processors.
        progress: told ``Step("factorise", done, total, "products")``.

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
    forward, backward = _told(*_products(matrix, workers), 2 * power_iterations + 2, progress or silent)
    basis = np.random.default_rng(seed).standard_normal((matrix.shape[1], width), np.float32)
    for _ in range(power_iterations):
        basis = _orthonormal(backward(_orthonormal(forward(basis))))
    outer = _orthonormal(forward(basis))
    inner = backward(outer).astype(np.float64)
    values, turn = _spectrum(inner)
    values, turn = values[:dim], turn[:, :dim]
    right = (inner @ (turn * _inverse(values))).astype(np.float32)
    return _signed(outer @ turn.astype(np.float32), values.astype(np.float32), right)


def _orthonormal(columns: Float32) -> Float32:
    """Orthonormal columns of the same span; zeros where the columns have fewer directions than their number.

    From the eigenvectors of the small product of the columns with themselves, which takes a thirtieth of the
    time of a QR; the second round removes what rounding left.
    """
    for _ in range(2):
        wide = columns.astype(np.float64)
        lengths, turn = _spectrum(wide)
        columns = (wide @ (turn * _inverse(lengths))).astype(np.float32)
    return columns


def _spectrum(columns: Float64) -> tuple[Float64, Float64]:
    """The singular values of a narrow matrix, falling, 0 where they are rounding; its right vectors."""
    squares, turn = np.linalg.eigh(columns.T @ columns)
    squares[squares <= ROUNDING * squares[-1]] = 0
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
    from zici._kernels.sparse import Rows, times, transposed_times

    rows = Rows(matrix.indptr, matrix.indices, matrix.data.astype(np.float32, copy=False))

    def by_columns(kernel: Callable[[Rows, Float32, Float32], None], size: int, dense: Float32) -> Float32:
        width = dense.shape[1]
        parts = -(-width // (COLUMNS * workers)) * workers
        ends = np.linspace(0, width, min(parts, width) + 1).astype(int).tolist()
        out = np.empty((size, width), np.float32)

        def some(part: tuple[int, int]) -> None:
            result = np.zeros((size, part[1] - part[0]), np.float32)
            kernel(rows, np.ascontiguousarray(dense[:, slice(*part)]), result)
            out[:, slice(*part)] = result

        parallel_map(some, list(pairwise(ends)), workers=workers, backend="thread", chunk=1)
        return out

    return partial(by_columns, times, matrix.shape[0]), partial(by_columns, transposed_times, matrix.shape[1])


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

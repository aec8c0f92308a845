"""The Frechet distance of two sets of features."""

from __future__ import annotations

from typing import Any

import numpy as np

from zici.gan.metrics._check import Float64, check_pair


def frechet_distance(a: Any, b: Any) -> float:
    """The Frechet distance of the Gaussians with the means and covariances of two sets (Heusel et al. 2017).

    It is ||m_a - m_b||^2 + tr(C_a + C_b - 2 (C_a C_b)^(1/2)). The trace of the last root is that of
    (S C_b S)^(1/2) with S the root of C_a. That matrix is symmetric, so no complex numbers come up, and
    covariances without full rank, as of fewer samples than dimensions, are no trouble. But the fewer samples,
    the greater the distance comes out: compare figures of the same sizes only, and hold them against that of
    real against real.

    Args:
        a: features, numbers of shape (n, d), n at least 2.
        b: of shape (m, d), m at least 2.

    Returns:
        The distance, 0 or more; a square, as is usual.

    Raises:
        InputError: numbers that are not finite, or features of different lengths.
        EmptyError: fewer than two samples.

    Example:
        >>> frechet_distance([[0.0], [2.0]], [[3.0], [5.0]])
        9.0
    """
    one, two = check_pair(a, b, least=2)
    gap = one.mean(axis=0) - two.mean(axis=0)
    first, second = _covariance(one), _covariance(two)
    root = _root(first)
    values = np.linalg.eigvalsh(root @ second @ root)
    common = np.sqrt(np.maximum(values, 0.0)).sum()  # rounding leaves tiny numbers below 0
    return max(0.0, float(gap @ gap + np.trace(first) + np.trace(second) - 2.0 * common))


def _covariance(vectors: Float64) -> Float64:
    centred = vectors - vectors.mean(axis=0)
    found: Float64 = centred.T @ centred / (len(vectors) - 1)
    return found


def _root(matrix: Float64) -> Float64:
    """The root of a symmetric matrix without negative eigenvalues."""
    values, vectors = np.linalg.eigh(matrix)
    found: Float64 = (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
    return found

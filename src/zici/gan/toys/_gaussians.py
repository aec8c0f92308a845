"""Gaussians on a ring and on a grid."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici.errors import OptionError

Float32 = npt.NDArray[np.float32]

RING, RING_SD, RING_SCALE = 2.0, 0.02, 1.414  # radius, standard deviation, and what both are divided by
GRID, GRID_SD, GRID_SCALE = 2.0, 0.05, 2.828  # the distance of neighbours in place of the radius


class Mixture(NamedTuple):
    """Gaussians of the same size and share.

    Attributes:
        centres: float32 of shape (modes, 2).
        sd: the standard deviation along each axis.
    """

    centres: Float32
    sd: float


def gaussian_mixture(modes: int = 8) -> Mixture:
    """Where the Gaussians of :func:`gaussians` lie, for the measures.

    Args:
        modes: 8, on a ring, or 25, on a grid.

    Raises:
        OptionError: another number of modes.

    Example:
        >>> mixture = gaussian_mixture(25)
        >>> mixture.centres.shape, round(mixture.sd, 4)
        ((25, 2), 0.0177)
    """
    if modes == 8:
        angles = np.arange(8) * (np.pi / 4)
        centres, sd, scale = RING * np.stack([np.cos(angles), np.sin(angles)], axis=1), RING_SD, RING_SCALE
    elif modes == 25:
        steps = GRID * np.arange(-2, 3)
        centres, sd, scale = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(25, 2), GRID_SD, GRID_SCALE
    else:
        raise OptionError(f"modes: expected 8 (a ring) or 25 (a grid), got {modes!r}")
    return Mixture((centres / scale).astype(np.float32), sd / scale)


def gaussians(n: int, *, modes: int = 8, seed: int = 0) -> Float32:
    """Points of 8 Gaussians on a ring or of 25 on a grid, as in Gulrajani et al. (2017).

    The ring has the radius 2 and the standard deviation .02, both divided by 1.414; the grid has neighbours 2
    apart and .05, divided by 2.828. A point of the ring is of any Gaussian by chance; of the grid, each
    Gaussian has the same number of points, give or take one.

    Args:
        n: how many points.
        modes: 8 or 25.
        seed: gives the points.

    Returns:
        float32 of shape (n, 2).

    Raises:
        OptionError: no point, or another number of modes.

    Example:
        >>> points = gaussians(1000, modes=25)
        >>> points.shape, bool(abs(points).max() < 1.6)
        ((1000, 2), True)
    """
    mixture = gaussian_mixture(modes)
    check_count(n)
    random = np.random.default_rng([seed, modes])
    chosen = random.integers(modes, size=n) if modes == 8 else random.permutation(np.arange(n) % modes)
    points = mixture.centres[chosen] + mixture.sd * random.standard_normal((n, 2))
    return points.astype(np.float32)


def check_count(n: int) -> None:
    """Raise OptionError unless ``n`` is a number of points."""
    if type(n) is not int or n < 1:
        raise OptionError(f"n: expected a number of points from 1, got {n!r}")

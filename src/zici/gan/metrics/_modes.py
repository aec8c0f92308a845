"""How much of a mixture a generator has found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from zici.errors import InputError, OptionError
from zici.gan.metrics._check import Float64, check_vectors

RADIUS = 3.0  # standard deviations
LEAST = 0.1  # of the fair share
CELLS = 1 << 22  # distances held at a time


@dataclass(frozen=True)
class ModeCoverage:
    """What share of samples lies where.

    Attributes:
        covered: modes with at least a tenth of their fair share of the samples.
        share: of the samples within 3 standard deviations of a mode; in two dimensions .989 of the real ones.
        shares: float64, of the samples within 3 standard deviations of each mode.
    """

    covered: int
    share: float
    shares: Float64

    @property
    def modes(self) -> int:
        """How many there are."""
        return len(self.shares)


def mode_coverage(samples: Any, centres: Any, sd: float, *, least: float = LEAST) -> ModeCoverage:
    """See how many modes of a mixture are covered, and how many samples lie near one.

    A sample belongs to the mode that is nearest, if that is within 3 standard deviations. A mode is covered
    if at least ``least`` of its fair share of all samples (1 / modes) belong to it: a few stray points on the
    way from one mode to another don't count. Take some hundred samples for each mode.

    Args:
        samples: numbers of shape (n, d).
        centres: of shape (modes, d).
        sd: the standard deviation of every mode along each axis.
        least: the part of its fair share that a mode needs, above 0, up to 1.

    Raises:
        InputError: numbers that are not finite, or shapes that don't go together.
        EmptyError: no samples or no centres.
        OptionError: ``sd`` or ``least`` outside its range.

    Example:
        >>> from zici.gan.toys import gaussian_mixture, gaussians
        >>> found = mode_coverage(gaussians(4000, modes=25), *gaussian_mixture(25))
        >>> found.covered, round(found.share, 1)
        (25, 1.0)
    """
    points, places = check_vectors(samples, name="samples"), check_vectors(centres, name="centres")
    if points.shape[1] != places.shape[1]:
        raise InputError(
            f"samples, centres: expected the same dimensions, got {points.shape} and {places.shape}"
        )
    if not 0 < sd < np.inf:
        raise OptionError(f"sd: expected a number above 0, got {sd!r}")
    if not 0 < least <= 1:
        raise OptionError(f"least: expected a part above 0, up to 1, got {least!r}")
    counts = np.zeros(len(places), np.int64)
    step = max(1, CELLS // places.size)
    for first in range(0, len(points), step):
        counts += _hits(points[first : first + step], places, RADIUS * sd)
    needed = max(1.0, least * len(points) / len(places))
    return ModeCoverage(
        int((counts >= needed).sum()), float(counts.sum() / len(points)), counts / len(points)
    )


def _hits(points: Float64, centres: Float64, radius: float) -> Any:
    """How many points each centre is the nearest of, within the radius."""
    distances = np.sqrt(np.square(points[:, None] - centres).sum(axis=2))
    nearest = distances.argmin(axis=1)
    near = np.take_along_axis(distances, nearest[:, None], axis=1)[:, 0] <= radius
    return np.bincount(nearest[near], minlength=len(centres))

"""A spiral with noise."""

from __future__ import annotations

import numpy as np

from zici.gan.toys._gaussians import Float32, check_count

NOISE, SCALE = 0.25, 7.5


def swiss_roll(n: int, *, seed: int = 0) -> Float32:
    """Points of a rolled-up sheet seen from its side, as in Gulrajani et al. (2017).

    A point is t (cos t, sin t) with t uniform from 1.5 pi to 4.5 pi, plus Gaussian noise of .25, divided by
    7.5.

    Args:
        n: how many points.
        seed: gives the points.

    Returns:
        float32 of shape (n, 2).

    Raises:
        OptionError: no point.

    Example:
        >>> points = swiss_roll(1000)
        >>> points.shape, bool(abs(points).max() < 2.1)
        ((1000, 2), True)
    """
    check_count(n)
    random = np.random.default_rng([seed, 1])
    turn = 1.5 * np.pi * (1 + 2 * random.random(n))
    points = turn[:, None] * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    points += NOISE * random.standard_normal((n, 2))
    found: Float32 = (points / SCALE).astype(np.float32)
    return found

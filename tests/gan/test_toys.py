"""Toy points: they lie where their definitions put them."""

from __future__ import annotations

import numpy as np
import pytest

from zici.errors import OptionError
from zici.gan.toys import gaussian_mixture, gaussians, swiss_roll


def test_the_ring():
    centres, sd = gaussian_mixture(8)
    np.testing.assert_allclose(np.linalg.norm(centres, axis=1), 2 / 1.414, rtol=1e-6)
    np.testing.assert_allclose(centres[0], [2 / 1.414, 0])
    np.testing.assert_allclose(centres.sum(axis=0), 0, atol=1e-6)
    assert sd == 0.02 / 1.414


def test_the_grid():
    centres, sd = gaussian_mixture(25)
    expected = {(2 * x / 2.828, 2 * y / 2.828) for x in range(-2, 3) for y in range(-2, 3)}
    np.testing.assert_allclose(sorted(map(tuple, centres.tolist())), sorted(expected), rtol=1e-6)
    assert sd == 0.05 / 2.828


@pytest.mark.parametrize("modes", [8, 25])
def test_points_lie_around_the_centres_as_a_gaussian_does(modes):
    points = gaussians(20_000, modes=modes, seed=3)
    assert points.shape == (20_000, 2)
    assert points.dtype == np.float32
    centres, sd = gaussian_mixture(modes)
    nearest = np.linalg.norm(points[:, None] - centres, axis=2).argmin(axis=1)
    counts = np.bincount(nearest, minlength=modes)
    assert counts.min() > 0.9 * 20_000 / modes
    if modes == 25:
        assert set(counts) == {800}
    away = (points - centres[nearest]) / sd
    np.testing.assert_allclose(away.std(axis=0), 1, atol=0.03)
    np.testing.assert_allclose(away.mean(axis=0), 0, atol=0.04)
    assert (np.linalg.norm(away, axis=1) <= 3).mean() == pytest.approx(1 - np.exp(-4.5), abs=0.003)


def test_points_of_the_grid_are_in_no_order():
    centres, _ = gaussian_mixture(25)
    nearest = np.linalg.norm(gaussians(250, modes=25)[:, None] - centres, axis=2).argmin(axis=1)
    assert not (np.diff(nearest) >= 0).all()
    assert len(set(nearest[:25].tolist())) < 25


def test_the_roll_is_a_spiral_with_noise():
    points = swiss_roll(20_000, seed=1) * 7.5
    assert points.dtype == np.float32
    radius, angle = np.linalg.norm(points, axis=1), np.arctan2(points[:, 1], points[:, 0])
    turns = angle[:, None] + 2 * np.pi * np.arange(4)  # where the spiral crosses this direction
    place = np.abs(turns - radius[:, None]).argmin(axis=1)
    turn = np.take_along_axis(turns, place[:, None], axis=1)[:, 0]
    assert (radius - turn).std() == pytest.approx(0.25, abs=0.01)
    shares = np.quantile(turn, [0.05, 0.25, 0.5, 0.75, 0.95]) / np.pi
    np.testing.assert_allclose(shares, 1.5 + 3 * np.array([0.05, 0.25, 0.5, 0.75, 0.95]), atol=0.04)


def test_the_seed_gives_the_points():
    for make in (gaussians, swiss_roll):
        assert make(50, seed=2).tobytes() == make(50, seed=2).tobytes()
        assert make(50, seed=2).tobytes() != make(50, seed=3).tobytes()


def test_what_is_refused():
    for wrong in (0, -1, 2.5, "8"):
        for make in (gaussians, swiss_roll):
            with pytest.raises(OptionError, match="n: expected a number of points from 1"):
                make(wrong)
    for call in (gaussian_mixture, lambda modes: gaussians(5, modes=modes)):
        with pytest.raises(OptionError, match="modes: expected 8"):
            call(9)

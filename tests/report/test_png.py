"""Pictures as PNG: what a reader of the format finds in them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference.ref_png import decoded
from zici.errors import EmptyError, InputError
from zici.report._png import picture_grid, png


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 4), st.integers(0, 1000))
def test_a_picture_comes_back(height, width, channels, seed):
    picture = np.random.default_rng(seed).integers(0, 256, (height, width, channels)).astype(np.uint8)
    assert decoded(png(picture)).tobytes() == picture.tobytes()
    if channels == 1:
        assert png(picture[..., 0]) == png(picture)


@pytest.mark.parametrize("shape", [(0, 3), (3,), (2, 2, 5), (2, 2, 2, 2)])
def test_other_shapes_are_refused(shape):
    with pytest.raises(InputError, match="picture: expected uint8 with 1 to 4 channels"):
        png(np.zeros(shape, np.uint8))
    with pytest.raises(InputError, match="got float64"):
        png(np.zeros((2, 2)))


def test_a_grid_has_every_image_in_its_place():
    images = np.arange(5, dtype=np.uint8)[:, None, None] * np.ones((4, 3), np.uint8)
    grid = picture_grid(images, columns=2, gap=1)
    assert grid.shape == (3 * 4 + 2, 2 * 3 + 1)
    for place in range(5):
        y, x = place // 2 * 5, place % 2 * 4
        assert (grid[y : y + 4, x : x + 3] == place).all()
    assert (grid[10:, 4:] == 128).all()  # no sixth image
    assert (grid[4] == 128).all()
    assert (grid[:, 3] == 128).all()


def test_floats_and_colours():
    assert picture_grid(np.array([0.0, 0.5, 1.0]).reshape(3, 1, 1), columns=3, gap=0).tolist() == [
        [0, 128, 255]
    ]
    assert picture_grid(np.array([-1.0, 0.0, 1.0]).reshape(3, 1, 1), columns=3, gap=0).tolist() == [
        [0, 128, 255]
    ]
    assert picture_grid(np.zeros((2, 4, 4, 3), np.uint8)).shape == (4, 10, 3)
    with pytest.raises(EmptyError, match="images: expected at least one"):
        picture_grid(np.zeros((0, 4, 4)))
    with pytest.raises(InputError, match="images: expected"):
        picture_grid(np.zeros((3, 4)))
    with pytest.raises(InputError, match="images: expected"):
        picture_grid(np.zeros((3, 4, 4), np.int64))

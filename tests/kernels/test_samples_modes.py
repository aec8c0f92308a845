"""The kernel that makes samples, compiled, interpreted and bounds-checked; see test_modes.py."""

from __future__ import annotations

import numpy as np
import pytest

from reference import ref_keras
from zici._kernels.samples import Samples, Window, fill_samples
from zici.vectors._keras_batches import make_tables
from zici.vectors._keras_options import KerasOptions

COUNTS = np.array([40, 20, 10, 7, 2, 1, 1])
STATE = 88172645463325252


def make_room(rows, window, negative, features):
    return Samples(
        np.full((rows, 2 * window), -7, np.int32),
        np.full((rows, 2 * window), -7, np.float32),
        np.full((rows, 1 + negative), -7, np.int32),
        np.full((features, rows, 2 * window), -7, np.int32),
    )


def listed(samples, filled):
    for row in range(filled):
        count = int(samples.weights[row].sum())
        assert samples.weights[row].tolist() == [1.0] * count + [0.0] * (samples.weights.shape[1] - count)
        assert not samples.around[row, count:].any()
        assert not samples.features[:, row, count:].any()
        yield (
            samples.around[row, :count].tolist(),
            samples.features[:, row, :count].tolist(),
            samples.outputs[row].tolist(),
        )


@pytest.mark.parametrize("draws", ["unigram", "uniform"])
@pytest.mark.parametrize("dynamic", [True, False])
@pytest.mark.parametrize(("rows", "features", "window"), [(200, 0, 3), (7, 2, 2), (1, 1, 1)])
def test_samples(rows, features, window, dynamic, draws):
    random = np.random.default_rng(rows)
    ids = random.integers(-1, COUNTS.size, 80).astype(np.int32)
    numbers = random.integers(0, 9, (features, 80)).astype(np.int32)
    tables = make_tables(COUNTS, KerasOptions(draws=draws)).draws
    state, begin, found = np.array([STATE], np.uint64), 0, []
    while begin < ids.size:
        room = make_room(rows, window, 4, features)
        filled, begin = fill_samples(ids, numbers, begin, room, 0, Window(window, dynamic), tables, state)
        found += listed(room, filled)
    expected = ref_keras.samples(
        ids.tolist(),
        numbers.tolist(),
        window,
        dynamic,
        4,
        tables.accept.tolist(),
        tables.other.tolist(),
        STATE,
    )
    assert found == expected
    assert len(found) > 30


def test_both_sides_of_a_window_are_full():
    ids = np.arange(7, dtype=np.int32)
    room = make_room(7, 2, 1, 0)
    tables = make_tables(COUNTS, KerasOptions()).draws
    state = np.array([STATE], np.uint64)
    filled, end = fill_samples(ids, np.zeros((0, 7), np.int32), 0, room, 0, Window(2, False), tables, state)
    assert (filled, end) == (7, 7)
    assert room.around[3].tolist() == [1, 2, 4, 5]
    assert room.outputs[:, 0].tolist() == ids.tolist()


def test_rows_that_are_filled_stay():
    ids = np.array([1, 2, -1, 3, 4], np.int32)
    room = make_room(3, 1, 1, 0)
    tables = make_tables(COUNTS, KerasOptions()).draws
    state, none = np.array([STATE], np.uint64), np.zeros((0, 5), np.int32)
    assert fill_samples(ids, none, 3, room, 0, Window(1, False), tables, state) == (2, 5)
    assert fill_samples(ids, none, 0, room, 2, Window(1, False), tables, state) == (3, 1)
    assert room.outputs[:, 0].tolist() == [3, 4, 1]

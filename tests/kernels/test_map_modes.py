"""The kernels of the map, compiled, interpreted and bounds-checked; see test_modes.py."""

from __future__ import annotations

import numpy as np
import pytest

from reference import ref_map
from zici._kernels.layout import Edges, keep_best, place_round


@pytest.mark.parametrize("n", [1, 4, 9])
def test_keep_best(n):
    rng = np.random.default_rng(n)
    scores = rng.integers(0, 12, (10, 10)).astype(np.float32)  # with many equal ones
    rows, best = np.empty((4, n), np.int32), np.empty((4, n), np.float32)
    keep_best(scores[3:7], 3, rows, best)
    for i in range(3, 7):
        expected = sorted((-scores[i, j], j) for j in range(10) if j != i)[:n]
        assert rows[i - 3].tolist() == [j for _, j in expected]
        assert best[i - 3].tolist() == [-score for score, _ in expected]


@pytest.mark.parametrize("spread", [0.01, 1.0, 10.0])  # 0.01: steps longer than 4 are cut
def test_place_round(spread):
    rng = np.random.default_rng(0)
    points = (rng.standard_normal((8, 2)) * spread).astype(np.float32)
    first, second = rng.integers(0, 8, (2, 20)).astype(np.int32)
    edges = Edges(first, second, rng.integers(0, 2**32, 20, np.uint32))
    state = np.array([12345], np.uint64)
    slow = points.astype(float).tolist()
    seed = 12345
    for rate in (1.0, 0.5):
        place_round(points, edges, 3, np.float32(rate), state)
        seed = ref_map.place_round(
            slow, [tuple(int(x) for x in edge) for edge in zip(*edges, strict=True)], 3, rate, seed
        )
    assert int(state[0]) == seed
    assert points == pytest.approx(np.array(slow), rel=1e-3, abs=1e-3)

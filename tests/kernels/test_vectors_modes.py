"""The kernels of the vectors, compiled, interpreted and bounds-checked; see test_modes.py."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from reference import ref_vectors
from zici._kernels.pairs import place_of_lowest
from zici.vectors import Vocabulary, count_pairs, truncated_svd
from zici.vectors._svd import _products

# More than 64 words, so that a row's bits fill several numbers.
TEXTS = [["的", f"词{k}", "的", f"字{k % 7}"] for k in range(150)] + [["新"], ["新", "词0"]]


@pytest.mark.parametrize("direction", ["both", "left", "right"])
def test_pairs(direction):
    pairs = count_pairs(TEXTS, window=3, min_count=1, direction=direction, workers=2)
    expected = ref_vectors.pairs(TEXTS, window=3, direction=direction)
    words, cells = pairs.vocabulary.words, pairs.matrix.tocoo()
    found = {
        (words[i], words[j]): value * pairs.unit
        for i, j, value in zip(cells.row, cells.col, cells.data.tolist(), strict=True)
    }
    assert found == pytest.approx({pair: float(count) for pair, count in expected.items()})


def test_the_places_of_bits():
    for place in range(64):
        high = (1 << 64) - (1 << place)
        assert place_of_lowest(np.uint64(1 << place)) == place_of_lowest(np.uint64(high)) == place


def test_bits_of_more_than_one_group_of_groups():
    """A row whose words stand at both ends of a vocabulary of more than 64 * 64 words."""
    vocabulary = Vocabulary([f"词{k}" for k in range(9000)], range(9000, 0, -1))
    sentence = ["词5", "词0", "词8999", "词4096", "词4095", "词63", "词64", "词0"]
    pairs = count_pairs([sentence], window=9, dynamic=False, vocabulary=vocabulary)
    expected = ref_vectors.pairs([sentence], window=9, dynamic=False)
    assert pairs.matrix.nnz == len(expected)
    assert {pair: pairs[pair] for pair in expected} == pytest.approx(
        {pair: float(count) for pair, count in expected.items()}
    )


@pytest.mark.parametrize("shape", [(4, 3), (3, 5000), (5000, 3)])
def test_products(shape):
    """Matrices of one tile and of several; cells in fours and left over."""
    rng = np.random.default_rng(0)
    matrix = (rng.standard_normal((shape[0], 3)) @ rng.standard_normal((3, shape[1]))).round(3)
    matrix[rng.random(shape) < 0.3] = 0
    sparse, dense, other = (
        csr_array(matrix),
        rng.standard_normal((shape[1], 2)),
        rng.standard_normal((shape[0], 2)),
    )
    forward, backward = _products(sparse, workers=2)
    assert forward(dense.astype(np.float32)) == pytest.approx(matrix @ dense, rel=1e-4, abs=1e-3)
    assert backward(other.astype(np.float32)) == pytest.approx(matrix.T @ other, rel=1e-4, abs=1e-3)


def test_factors():
    matrix = np.outer([3, 0, -2, 5], [1, 0, 2]) + np.eye(4, 3)
    svd = truncated_svd(csr_array(matrix), 3, workers=2)
    assert (svd.left * svd.values) @ svd.right.T == pytest.approx(matrix, abs=1e-5)

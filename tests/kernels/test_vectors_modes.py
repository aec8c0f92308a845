"""The kernels of the vectors, compiled, interpreted and bounds-checked; see test_modes.py."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from reference import ref_vectors
from zici.vectors import count_pairs, truncated_svd

# More than 128 words: rows with few and with many words are written in two ways.
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


def test_products():
    matrix = np.outer([3, 0, -2, 5], [1, 0, 2]) + np.eye(4, 3)
    svd = truncated_svd(csr_array(matrix), 3, workers=2)
    assert (svd.left * svd.values) @ svd.right.T == pytest.approx(matrix, abs=1e-5)

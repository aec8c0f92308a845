"""The kernel of the reader's features, compiled, interpreted and bounds-checked; see test_modes.py."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reference import ref_qa_features
from zici._kernels.qa_features import EDIT, JACCARD, fill_features

UNITS = st.lists(st.integers(0, 5), max_size=7)


def by_kernel(passages, question):
    flat = np.array([unit for passage in passages for unit in passage], np.int32)
    ends = np.cumsum([len(passage) for passage in passages]).astype(np.int64)
    out = np.full((flat.size, 4), np.nan, np.float32)
    kinds = 1 + max([*flat.tolist(), *question], default=0)
    fill_features(flat, ends, np.array(question, np.int32), kinds, out)
    return out


@settings(max_examples=60)
@given(st.lists(UNITS, min_size=1, max_size=4), UNITS)
def test_as_the_slow_twin(passages, question):
    expected = [row for rows in ref_qa_features.features(passages, question) for row in rows]
    found = by_kernel(passages, question)
    np.testing.assert_allclose(found, np.array(expected, float).reshape(-1, 4), rtol=1e-6)


def test_the_example_of_the_article():
    question = ["白云山", "的", "海拔", "是", "多少", "？"]
    passage = ["白云山", "坐落", "在", "广州", "，", "主峰", "海拔", "3", "8", "2", "米"]
    numbers = {word: k for k, word in enumerate(dict.fromkeys(question + passage))}
    found = by_kernel([[numbers[word] for word in passage]], [numbers[word] for word in question])
    jaccard = [0.13, 0.11, 0.1, 0.09, 0.09, 0.09, 0.09, 0.09, 0.09, 0.1, 0]
    edit = [0.83, 0.83, 0.83, 0.83, 1, 1, 1, 0.83, 1, 1, 1]
    assert found[:, JACCARD] == pytest.approx(jaccard, abs=0.0051)
    assert found[:, EDIT] == pytest.approx(edit, abs=0.0051)

"""What is held out: which share, no text on both sides, every class still there."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.classify._holdout import hold_out

SAMPLES = st.lists(st.tuples(st.sampled_from("甲乙丙丁戊己庚辛"), st.integers(0, 3)), min_size=1, max_size=60)


@given(SAMPLES, st.floats(0.01, 0.99), st.integers(0, 5))
def test_no_text_is_on_both_sides_and_no_class_is_lost(samples, share, seed):
    texts, targets = [text for text, _ in samples], np.array([target for _, target in samples], np.int32)
    held = hold_out(texts, targets, share, seed=seed)
    np.testing.assert_array_equal(held, np.unique(held))
    rest = np.setdiff1d(np.arange(len(texts)), held)
    assert not {texts[k] for k in held} & {texts[k] for k in rest}
    assert set(targets[rest].tolist()) == set(targets.tolist())


@given(SAMPLES, st.floats(0.01, 0.99), st.integers(0, 5))
def test_a_class_without_text_held_out_could_spare_none(samples, share, seed):
    """Or the texts that it shares with another class would have taken the last one of that."""
    texts, targets = [text for text, _ in samples], np.array([target for _, target in samples], np.int32)
    held = hold_out(texts, targets, share, seed=seed)
    kept = Counter(targets.tolist()) - Counter(targets[held].tolist())
    for missing in set(targets.tolist()) - set(targets[held].tolist()):
        for text in {texts[k] for k in np.flatnonzero(targets == missing)}:
            needs = Counter(target for other, target in samples if other == text)
            assert any(kept[target] <= size for target, size in needs.items())


@pytest.mark.parametrize("share", [0.05, 0.1, 0.5, 0.9])
def test_the_share_is_that_of_each_class(share):
    texts = [f"text {number}" for number in range(1000)]
    targets = np.repeat([0, 1, 2], [700, 280, 20]).astype(np.int32)
    held = hold_out(texts, targets, share, seed=1)
    np.testing.assert_array_equal(np.bincount(targets[held]), np.rint(share * np.array([700, 280, 20])))


def test_a_text_that_stands_there_often_is_not_taken_for_a_few():
    texts = ["好评！"] * 60 + [f"text {number}" for number in range(40)]
    for seed in range(20):
        assert hold_out(texts, np.zeros(100, np.int32), 0.1, seed=seed).size == 10


def test_of_texts_that_stand_there_often_the_rarest_is_taken():
    texts = ["甲"] * 6 + ["乙"] * 3 + ["丙"] * 5
    assert hold_out(texts, np.zeros(14, np.int32), 0.1, seed=0).tolist() == [6, 7, 8]


def test_the_seed_decides():
    texts, targets = [str(number) for number in range(200)], np.zeros(200, np.int32)
    first, again, other = (hold_out(texts, targets, 0.2, seed=seed).tolist() for seed in (1, 1, 2))
    assert first == again != other


def test_a_class_of_one_text_stays_in_training():
    assert hold_out(["甲", "乙", "乙"], np.array([0, 1, 1], np.int32), 0.5, seed=0).size == 0

"""Self-training: which texts are taken, with what labels and weights, and when it stops."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zici.classify import TextClassifier
from zici.classify._self_training import SelfTraining, parse_self_training, self_train
from zici.errors import OptionError

LABELLED, TARGETS = ["甲", "乙"], np.array([1, 0], np.int32)


class Known:
    """A model whose probability of class 1 is the number that a text ends with, in hundredths."""

    def logits(self, texts):
        chances = np.array([int(text[1:] or 50) / 100 for text in texts]).clip(0.001, 0.999)
        return np.stack([np.log(1 - chances), np.log(chances)], axis=1).astype(np.float32)


def run(unlabelled, *, targets=TARGETS, texts=LABELLED, weights=None, **settings_):
    """What the function that trains was called with, round by round, and the steps told."""
    calls, steps = [], []

    def fit(texts, targets, weights):
        calls.append((list(texts), list(targets), list(weights)))
        assert targets.dtype == np.int32
        assert weights.dtype == np.float32
        return Known()

    weights = np.ones(len(texts), np.float32) if weights is None else weights
    wanted = SelfTraining(**settings_)
    found = self_train(fit, texts, targets, weights, unlabelled, wanted, progress=steps.append)
    assert isinstance(found, Known)
    return calls, steps


def test_the_surest_are_taken_with_their_labels_and_their_weight():
    calls, steps = run(["词99", "词60", "词2", "词45"], rounds=1, confidence=0.9, share=1.0, weight=0.25)
    assert calls[0] == (LABELLED, [1, 0], [1, 1])
    assert calls[1] == ([*LABELLED, "词99", "词2"], [1, 0, 1, 0], [1, 1, 0.25, 0.25])
    assert [(step.done, step.total) for step in steps] == [(1, 1)]
    assert "2 texts" in steps[0].note


def test_the_weight_is_beside_that_of_an_average_labelled_text():
    calls, _ = run(["词99"], weights=np.array([3, 1], np.float32), share=1.0, weight=0.5)
    assert calls[1][2] == [3, 1, 1]


def test_a_round_takes_its_share_and_the_next_goes_on():
    texts = [f"词{number}" for number in (99, 98, 97, 96, 1, 2, 3, 4)]
    calls, _ = run(texts, rounds=5, confidence=0.5, share=0.25)
    assert [len(call[0]) - 2 for call in calls] == [0, 2, 4, 6, 8]
    assert set(calls[1][0][2:]) == {"词99", "词1"}
    assert set(calls[2][0][2:]) == {"词99", "词1", "词98", "词2"}


def test_a_round_that_finds_nothing_is_the_last():
    calls, steps = run(["词99", "词1", "词51"], rounds=9, confidence=0.9, share=1.0)
    assert len(calls) == 2
    assert [step.done for step in steps] == [1, 2]
    assert len(run([], rounds=9)[0]) == 1
    assert len(run(["词50"], confidence=0.9)[0]) == 1


def test_duplicates_and_empty_texts_are_not_taken():
    calls, _ = run(["甲", "词99", "词99", "", "乙", "词1"], confidence=0.5, share=1.0, rounds=1)
    assert calls[1][0] == [*LABELLED, "词99", "词1"]


def test_classes_are_balanced_as_the_labelled_ones_are():
    texts, targets = ["甲", "乙", "丙", "丁"], np.array([1, 0, 0, 0], np.int32)
    pool = [f"词{number}" for number in (*range(80, 100), *range(1, 21))]
    settings_ = {"rounds": 1, "confidence": 0.5, "share": 0.2, "texts": texts, "targets": targets}
    calls, _ = run(pool, **settings_)
    assert calls[1][1][4:].count(1) == 2
    assert calls[1][1][4:].count(0) == 6
    calls, _ = run(["词99", "词98", "词97", "词96", "词20"], **settings_ | {"share": 0.8, "balanced": False})
    assert calls[1][1][4:] == [1, 1, 1, 1]


@settings(max_examples=50)
@given(
    numbers=st.lists(st.integers(0, 100), max_size=30),
    rounds=st.integers(1, 4),
    confidence=st.floats(0, 1),
    share=st.floats(0.01, 1),
    balanced=st.booleans(),
)
def test_no_text_twice_all_sure_enough_and_the_same_again(numbers, rounds, confidence, share, balanced):
    pool = [f"词{number}" for number in numbers]
    how = {"rounds": rounds, "confidence": confidence, "share": share, "balanced": balanced}
    calls, steps = run(pool, **how)
    assert (calls, steps) == run(pool, **how)
    texts, labels, _ = calls[-1]
    assert len(set(texts)) == len(texts)
    assert len(calls) <= rounds + 1
    for text, label in zip(texts[2:], labels[2:], strict=True):
        chance = np.clip(int(text[1:]) / 100, 0.001, 0.999)
        assert max(chance, 1 - chance) >= confidence - 1e-6
        assert label == (chance > 0.5)


@pytest.mark.parametrize(
    "change",
    [
        {"rounds": 0},
        {"rounds": 1.0},
        {"rounds": True},
        {"confidence": -0.1},
        {"confidence": 1.1},
        {"share": 0},
        {"share": float("nan")},
        {"weight": 0},
        {"weight": "1"},
        {"balanced": 1},
    ],
)
def test_settings_outside_their_range_are_refused(change):
    with pytest.raises(OptionError, match=next(iter(change))):
        SelfTraining(**change)


def test_settings_in_other_forms():
    assert parse_self_training(True) == SelfTraining()
    assert parse_self_training({"rounds": 2}) == SelfTraining(rounds=2)
    for given_ in (False, None, "yes", 3, {"turns": 2}):
        with pytest.raises(OptionError, match="self_training"):
            parse_self_training(given_)


def reviews(size, seed):
    """Texts of five characters of their class and three of both: few labels leave most unknown."""
    random = np.random.default_rng(seed)
    targets = random.integers(0, 2, size)
    texts = []
    for target in targets:
        own = 0x4E00 + 200 * target + random.integers(0, 100, 5)
        texts.append("".join(map(chr, [*own, *(0x6E00 + random.integers(0, 300, 3))])))
    return texts, targets


def test_it_learns_what_few_labels_don_t_tell(tmp_path):
    (texts, labels), (more, _), (unseen, right) = reviews(12, 0), reviews(600, 1), reviews(500, 2)
    params = {"loss": "cross_entropy", "tokens": "char", "workers": 1}
    params["options"] = {"char_ngrams": (1, 1), "opening": (), "min_count": 1}
    alone = TextClassifier("linear", **params).fit(texts, labels)
    taught = TextClassifier("linear", **params, self_training=SelfTraining()).fit(
        texts, labels, unlabelled=more
    )
    gain = (taught.predict(unseen) == right).mean() - (alone.predict(unseen) == right).mean()
    assert gain > 0.05
    again = TextClassifier("linear", **params, self_training={}).fit(texts, labels, unlabelled=more)
    assert np.array_equal(again.predict_proba(unseen), taught.predict_proba(unseen))
    taught.save(tmp_path / "model")
    loaded = TextClassifier.load(tmp_path / "model")
    assert np.array_equal(loaded.predict_proba(unseen), taught.predict_proba(unseen))
    assert parse_self_training(loaded.self_training) == SelfTraining()


def test_texts_and_settings_go_together():
    with pytest.raises(OptionError, match="go together"):
        TextClassifier("linear").fit(["好", "差"], [0, 1], unlabelled=["书"])
    with pytest.raises(OptionError, match="go together"):
        TextClassifier("linear", self_training=True).fit(["好", "差"], [0, 1])
    with pytest.raises(OptionError, match="self_training"):
        TextClassifier("linear", self_training="yes").fit(["好", "差"] * 3, [0, 1] * 3, unlabelled=["书"])

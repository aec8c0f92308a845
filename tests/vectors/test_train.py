"""From text to vectors: every method by one call, from a corpus cut by a segmenter, and back from disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from zici import Corpus, Segmenter, WordVectors, train_vectors
from zici.errors import OptionError
from zici.vectors import count_pairs, ppmi

RNG = np.random.default_rng(0)
TEXTS = ["".join(RNG.choice(list("猫狗鱼" if k % 2 else "车船路"), 8)) + "和" for k in range(400)]
TEXTS_CUT = [list(text) for text in TEXTS]
SEGMENTER = Segmenter(dict.fromkeys("猫狗鱼车船路和", 9))


@pytest.mark.parametrize("method", ["svd", "sgns", "cbow"])
def test_every_method(method, tmp_path: Path):
    tokens = SEGMENTER.cut_corpus(Corpus.from_texts(TEXTS))
    options = {"dim": 4, "seed": 2, "workers": 1, "subsample": None}
    if method != "svd":
        options |= {"epochs": 30, "learning_rate": 0.1}
    vectors = train_vectors(tokens, method=method, **options)
    assert {word for word, _ in vectors.subset("猫狗鱼车船路").most_similar("猫", n=2)} == {"狗", "鱼"}
    assert vectors.info["method"] == method
    again = train_vectors(tokens, method=method, **options)
    assert again.matrix.tobytes() == vectors.matrix.tobytes()
    vectors.save(tmp_path / "v")
    assert WordVectors.load(tmp_path / "v").info == vectors.info
    both = train_vectors(tokens, method=method, add_context=True, **options)
    assert not np.array_equal(both.matrix, vectors.matrix)


def test_the_subsampling_of_each_method():
    short = [list("猫狗鱼")] * 9
    assert train_vectors(short, dim=2).info["subsample"] is None
    assert train_vectors(short, dim=2, subsample=0.5).info["subsample"] == 0.5
    with pytest.raises(OptionError, match="negative: expected an integer of at least 1"):
        train_vectors(short, dim=2, method="cbow", negative=0)


PAIRS = [list("猫狗"), list("猫鱼"), list("车船"), list("狗猫鱼")] * 50


@pytest.mark.parametrize("weight", [0.0, 0.25, 1.0])
def test_words_times_contexts_is_the_factorised_table(weight):
    """At full width exactly, for any split of the singular values; the softmax gives the shares back."""
    vectors = train_vectors(
        PAIRS, dim=5, window=2, dynamic=False, eigenvalue_weight=weight, context_smoothing=0.75
    )
    pairs = count_pairs(PAIRS, window=2, dynamic=False, min_count=5)
    table = ppmi(pairs, context_smoothing=0.75).toarray()
    assert vectors.contexts is not None
    assert vectors.matrix @ vectors.contexts.T == pytest.approx(table, abs=1e-4)
    column = pairs.matrix.sum(axis=0) ** 0.75
    assert vectors.bias == pytest.approx(np.log(column / column.sum()), abs=1e-5)


@pytest.mark.parametrize("method", ["sgns", "cbow"])
def test_word2vec_learns_the_probability_of_contexts(method):
    """What stands near a word by the softmax of scores and ln q is what was counted near it.

    No word is its own negative: 乙 is a false context of 甲 only where 丙 is the true one, so that with so
    few words the shares p come out as p / (1 - p), 3 to 1/3 in the place of 3 to 1.
    """
    texts = [["甲", "乙"]] * 600 + [["甲", "丙"]] * 200 + [["丁", "丙"]] * 300 + [["丁", "乙"]] * 100
    texts = [texts[k] for k in np.random.default_rng(1).permutation(len(texts))]
    vectors = train_vectors(
        texts, method=method, dim=4, window=1, subsample=None, epochs=60, learning_rate=0.1, workers=1
    )
    assert vectors.contexts is not None
    assert vectors.bias is not None
    x = vectors["甲"] @ vectors.contexts.T + vectors.bias
    share = np.exp(x) / np.exp(x).sum()
    assert share[vectors.index["乙"]] == pytest.approx(0.9, abs=0.05)
    assert share[vectors.index["丙"]] == pytest.approx(0.1, abs=0.05)


@pytest.mark.parametrize("method", ["svd", "sgns"])
def test_contexts_are_kept_unless_they_mean_nothing(method):
    all_words = {"method": method, "dim": 2, "subsample": None}
    assert train_vectors(PAIRS, **all_words).contexts is not None
    for options in ({"contexts": False}, {"add_context": True}):
        vectors = train_vectors(PAIRS, **all_words, **options)
        assert vectors.contexts is None
        assert vectors.bias is None


def test_a_word_without_neighbours_has_a_finite_bias():
    vectors = train_vectors([*PAIRS, *[["独"]] * 9], dim=2)
    assert vectors.bias is not None
    assert vectors.bias[vectors.index["独"]] == vectors.bias.min()


def test_svd_gives_the_same_bytes_for_any_workers_and_memory():
    one = train_vectors(TEXTS_CUT, dim=5, workers=1)
    for options in ({"workers": 2}, {"workers": 5, "memory": "64MB"}):
        other = train_vectors(TEXTS_CUT, dim=5, **options)
        assert other.matrix.tobytes() == one.matrix.tobytes()
        assert other.info == one.info


@pytest.mark.parametrize("method", ["sgns", "cbow"])
def test_word2vec_gives_the_same_bytes_with_one_worker_and_any_memory(method, monkeypatch):
    options = {"method": method, "dim": 5, "workers": 1, "subsample": 0.1}
    one = train_vectors(TEXTS_CUT, **options, seed=7)
    assert train_vectors(TEXTS_CUT, **options, seed=8).matrix.tobytes() != one.matrix.tobytes()
    monkeypatch.setattr("zici.vectors._train.TEXT_SHARE", 0)  # all text goes to the temporary file
    assert train_vectors(TEXTS_CUT, **options, seed=7, memory="64MB").matrix.tobytes() == one.matrix.tobytes()


def test_windows_end_with_their_text():
    """What stands at the end of one text and at the beginning of the next never meets."""
    apart = [["左", "甲"], ["乙", "右"]] * 40
    assert count_pairs(apart, window=5)["甲", "乙"] == 0
    joined = [word for text in apart for word in text]
    assert count_pairs([joined], window=5)["甲", "乙"] > 0
    vectors = train_vectors(
        apart, method="sgns", dim=3, subsample=None, epochs=40, learning_rate=0.2, workers=1
    )
    assert vectors.contexts is not None
    scores = vectors.matrix @ vectors.contexts.T
    row, near, far = (vectors.index[word] for word in "甲左乙")
    assert scores[row, near] > 0 > scores[row, far]


def test_every_epoch_is_told_with_vectors_that_can_be_asked_but_not_changed():
    told = []

    def keep(epoch):
        told.append((epoch.number, epoch.total, epoch.loss, epoch.vectors.matrix.copy()))
        with pytest.raises(ValueError, match="read-only"):
            epoch.vectors.matrix[0] = 0

    vectors = train_vectors(
        TEXTS_CUT, method="cbow", dim=3, subsample=None, epochs=2, workers=1, on_epoch=keep
    )
    assert [(number, total) for number, total, _, _ in told] == [(1, 2), (2, 2)]
    assert [loss for _, _, loss, _ in told] == vectors.info["losses"]
    assert np.array_equal(told[1][3], vectors.matrix)
    assert not np.array_equal(told[0][3], vectors.matrix)

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
    """What stands near a word by the softmax of scores and ln q is what was counted near it."""
    texts = [["甲", "乙"]] * 600 + [["甲", "丙"]] * 200 + [["丁", "丙"]] * 300 + [["丁", "乙"]] * 100
    vectors = train_vectors(
        texts, method=method, dim=4, window=1, subsample=None, epochs=60, learning_rate=0.1, workers=1
    )
    assert vectors.contexts is not None
    assert vectors.bias is not None
    x = vectors["甲"] @ vectors.contexts.T + vectors.bias
    share = np.exp(x) / np.exp(x).sum()
    assert share[vectors.index["乙"]] == pytest.approx(0.75, abs=0.08)
    assert share[vectors.index["丙"]] == pytest.approx(0.25, abs=0.08)


@pytest.mark.parametrize("method", ["svd", "sgns"])
def test_contexts_are_kept_unless_they_mean_nothing(method):
    assert train_vectors(PAIRS, method=method, dim=2).contexts is not None
    for options in ({"contexts": False}, {"add_context": True}):
        vectors = train_vectors(PAIRS, method=method, dim=2, **options)
        assert vectors.contexts is None
        assert vectors.bias is None


def test_a_word_without_neighbours_has_a_finite_bias():
    vectors = train_vectors([*PAIRS, *[["独"]] * 9], dim=2)
    assert vectors.bias is not None
    assert vectors.bias[vectors.index["独"]] == vectors.bias.min()

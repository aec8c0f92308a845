"""Which words stand near others and which tell a text, against the definitions word by word."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.errors import FormatError, InputError, OptionError
from zici.vectors import WordVectors, _probabilities, train_vectors

RNG = np.random.default_rng(0)
WORDS = [f"词{k}" for k in range(30)]
MATRIX, CONTEXTS = RNG.standard_normal((2, 30, 5)).astype(np.float32)
BIAS = RNG.standard_normal(30).astype(np.float32)
VECTORS = WordVectors(WORDS, MATRIX, contexts=CONTEXTS, bias=BIAS)
TEXT = st.lists(st.sampled_from([*WORDS[:6], "无"]), max_size=9)


def log_shares_near(vector):
    """ln p(c | x) from the definition, for each word c."""
    scores = [
        sum(float(a) * float(b) for a, b in zip(vector, row, strict=True)) + float(bias)
        for row, bias in zip(CONTEXTS, BIAS, strict=True)
    ]
    total = math.log(sum(math.exp(score) for score in scores))
    return [score - total for score in scores]


@given(TEXT)
def test_the_prediction_is_a_softmax_from_the_mean(words):
    known = [VECTORS[word] for word in words if word in VECTORS]
    mean = np.mean(known, axis=0) if known else np.zeros(5)
    found = VECTORS.log_proba(words)
    assert found.dtype == np.float32
    assert found == pytest.approx(log_shares_near(mean), abs=1e-5)
    assert np.exp(found.astype(float)).sum() == pytest.approx(1, abs=1e-5)


def test_a_string_is_one_word():
    assert np.array_equal(VECTORS.log_proba("词3"), VECTORS.log_proba(["词3"]))
    with pytest.raises(InputError, match="'字'"):
        VECTORS.log_proba("字")


@given(TEXT, st.sampled_from([_probabilities.CELLS, 64, 1]))
def test_keywords_tell_the_text(words, cells):
    """In any number of blocks."""
    known = [word for word in words if word in VECTORS]
    expected = {
        word: sum(log_shares_near(VECTORS[word])[VECTORS.index[other]] for other in known) for word in known
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_probabilities, "CELLS", cells)
        found = VECTORS.keywords(words, n=99)
        assert VECTORS.keywords(words, n=2) == found[:2]
    assert dict(found) == pytest.approx(expected, abs=1e-4)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


def test_many_candidates_in_blocks(monkeypatch):
    whole = _probabilities.log_normalisers(MATRIX, CONTEXTS, BIAS)
    monkeypatch.setattr(_probabilities, "CELLS", 7000)  # blocks of 6 rows
    assert _probabilities.log_normalisers(MATRIX, CONTEXTS, BIAS) == pytest.approx(whole, abs=1e-6)


@pytest.mark.parametrize("alpha", [0, 0.5, 1])
def test_related_words_by_pmi(alpha):
    shares = np.exp(BIAS) / np.exp(BIAS).sum()
    scores = np.array(log_shares_near(MATRIX[4])) - alpha * np.log(shares)
    expected = [WORDS[k] for k in np.argsort(-scores) if k != 4]
    found = VECTORS.related("词4", n=99, alpha=alpha)
    assert [word for word, _ in found] == expected
    assert [score for _, score in found] == pytest.approx(np.sort(np.delete(scores, 4))[::-1], abs=1e-5)
    assert len(VECTORS.related("词4", n=3)) == 3


def test_without_a_bias_it_is_zero():
    plain = WordVectors(WORDS, MATRIX, contexts=CONTEXTS)
    zero = WordVectors(WORDS, MATRIX, contexts=CONTEXTS, bias=np.zeros(30))
    assert np.array_equal(plain.log_proba("词1"), zero.log_proba("词1"))
    assert plain.keywords(WORDS) == zero.keywords(WORDS)


def test_large_scores_do_not_overflow():
    vectors = WordVectors("猫狗", [[1000], [1]], contexts=[[1000], [1]])
    assert vectors.log_proba("猫").tolist() == [0, -999000]
    assert vectors.keywords([]) == []
    assert vectors.keywords(["猫", "狗"])[0] == ("狗", pytest.approx(-999))


@pytest.mark.parametrize("method", ["svd", "sgns", "cbow"])
def test_related_is_not_similar(method):
    """甲 and 乙 share their neighbours and never meet: alike, but not related."""
    texts = [[x, y] for x in "甲乙" for y in "子丑寅卯"] * 60 + [
        [x, y] for x in "丙丁" for y in "辰巳午未"
    ] * 60
    vectors = train_vectors(
        texts,
        method=method,
        dim=6,
        window=1,
        subsample=None,
        workers=1,
        **({} if method == "svd" else {"epochs": 40, "learning_rate": 0.1}),
    )
    assert vectors.most_similar("甲", n=1)[0][0] == "乙"
    assert {word for word, _ in vectors.related("甲", n=4)} == set("子丑寅卯")


BROKEN = WordVectors("猫狗", [[1], [2]], contexts=[[1], [np.inf]])


@pytest.mark.parametrize(
    ("ask", "error", "message"),
    [
        (lambda: WordVectors("猫", [[1]]).log_proba("猫"), OptionError, "contexts=True"),
        (lambda: WordVectors("猫", [[1]]).related("猫"), OptionError, "contexts"),
        (lambda: WordVectors("猫", [[1]]).keywords(["猫"]), OptionError, "contexts"),
        (lambda: VECTORS.keywords("词1"), OptionError, "cut the text"),
        (lambda: VECTORS.keywords(["词1"], n=0), OptionError, "n: expected"),
        (lambda: VECTORS.related("词1", n=0), OptionError, "n: expected"),
        (lambda: VECTORS.related("词1", alpha=2), OptionError, "alpha: expected"),
        (lambda: VECTORS.related("字"), InputError, "'字'"),
        (lambda: BROKEN.log_proba("猫"), FormatError, "finite"),
        (lambda: BROKEN.keywords(["猫"]), FormatError, "finite"),
    ],
)
def test_refusals(ask, error, message):
    with pytest.raises(error, match=message):
        ask()

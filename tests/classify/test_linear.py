"""LinearModel: what is its own; see test_ngram_models.py for the rest."""

from __future__ import annotations

import numpy as np
import pytest

from zici.classify import Run
from zici.classify.features import Tokenizer
from zici.classify.linear import LinearModel, LinearOptions
from zici.errors import InputError, OptionError

PLAIN = {"opening": (), "char_ngrams": (1, 1), "min_count": 1, "ratios": 0.0}


def fit(options, texts, targets, weights=None, run=None):
    model = LinearModel(options)
    weights = np.ones(len(texts), np.float32) if weights is None else np.asarray(weights, np.float32)
    targets = np.array(targets, np.int32)
    model.fit(texts, targets, classes=int(targets.max()) + 1, weights=weights, run=run)
    return model


def test_training_reaches_the_minimum_of_its_objective():
    # Six texts of single characters: the weight of each and the bias by gradient descent in floats.
    texts, targets = ["好", "好", "坏", "坏", "好", "平"], [1, 1, 0, 0, 0, 1]
    model = fit(LinearOptions(**PLAIN, cost=2.0, epochs=400), texts, targets)
    weights, bias = dict.fromkeys("好坏平", 0.0), 0.0
    for _ in range(20_000):
        slopes = {char: weights[char] for char in weights}
        of_bias = bias
        for text, target in zip(texts, targets, strict=True):
            gap = 1 / (1 + np.exp(-(weights[text] + bias))) - target
            slopes[text] += 2.0 * gap
            of_bias += 2.0 * gap
        weights = {char: weights[char] - 0.05 * slopes[char] for char in weights}
        bias -= 0.05 * of_bias
    for char, weight in weights.items():
        left, right = model.logits([char])[0]
        assert right - left == pytest.approx(weight + bias, abs=2e-3)
    assert model.intercept[1] * 2 == pytest.approx(bias, abs=2e-3)


def test_a_weight_of_two_is_the_text_twice():
    texts, targets = ["好", "坏", "平", "好平"], [1, 0, 0, 1]
    options = LinearOptions(**PLAIN, epochs=300)
    twice = fit(options, [*texts, texts[3]], [*targets, 1])
    heavy = fit(options, texts, targets, weights=[1, 1, 1, 2])
    # the idf of the characters differ a little: texts are counted, not their weights
    np.testing.assert_allclose(twice.logits(["好平", "坏"]), heavy.logits(["好平", "坏"]), atol=0.15)
    light = fit(options, texts, targets)
    assert heavy.logits(["好平"])[0, 1] > light.logits(["好平"])[0, 1]


def test_openings_are_columns_of_their_own():
    texts = ["好" + "的" * 9, "的" * 9 + "好"] * 5
    model = fit(LinearOptions(opening=(2,), char_ngrams=(1, 1), ratios=0.0), texts, [1, 0] * 5)
    assert model.logits(texts[:2]).argmax(axis=1).tolist() == [1, 0]
    without = fit(LinearOptions(opening=(), char_ngrams=(1, 1), ratios=0.0), texts, [1, 0] * 5)
    np.testing.assert_allclose(*without.logits(texts[:2]), atol=1e-3)


def test_a_thousand_classes_fit_into_the_memory_they_are_given():
    texts = [chr(0x4E00 + k % 1000) + "好的" for k in range(2000)]
    targets = np.arange(2000, dtype=np.int32) % 1000
    model = LinearModel(LinearOptions(opening=(), char_ngrams=(1, 2), epochs=3, memory="60MB"))
    model.fit(texts, targets, classes=1000, weights=np.ones(2000, np.float32))
    assert (model.logits(texts[:1000]).argmax(axis=1) == targets[:1000]).mean() > 0.99
    assert model.columns <= (60_000_000 - 4 * 2000 * 1000) // (24 * 1000)
    with pytest.raises(OptionError, match="join rare classes"):
        LinearModel(LinearOptions(memory="20MB")).fit(
            texts, targets, classes=1000, weights=np.ones(2000, np.float32)
        )


@pytest.mark.filterwarnings("ignore:overflow encountered:RuntimeWarning")
@pytest.mark.filterwarnings("ignore:invalid value encountered:RuntimeWarning")
@pytest.mark.parametrize(
    ("options", "weight"), [({"cost": 1e300}, 1.0), ({"ratios": 1000.0}, 1.0), ({"cost": 10.0}, 1e38)]
)
def test_numbers_that_overflow_are_refused(options, weight):
    texts, targets = ["好", "坏", "好平", "坏平"], [1, 0, 1, 0]
    with pytest.raises(InputError, match="the model's numbers overflow"):
        fit(LinearOptions(**PLAIN | options), texts, targets, weights=[weight] * 4)


def test_default_tokens_are_characters_and_words():
    assert LinearModel.default_tokens == "both"
    assert LinearModel().tokenizer.views == ("char",)
    words = LinearModel(LinearOptions(min_count=1), Tokenizer(chars=False, words=str.split))
    words.fit(
        ["a b", "c d"], np.array([0, 1], np.int32), classes=2, weights=np.ones(2, np.float32), run=Run()
    )
    assert [part.text for part in words.contributions("a d b")] == ["a", "d", "b"]

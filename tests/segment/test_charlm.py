"""The character language model against the slow twin, and what holds for every model."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reference import ref_charlm as ref
from zici import CharLM, Corpus, count_ngrams
from zici.errors import EmptyError, InputError, OptionError

CHARS = "新词发现a1，。 \U00020bb7"
TEXTS = st.lists(st.text(st.sampled_from(CHARS), max_size=12), min_size=1, max_size=8).filter(
    lambda texts: ref.sentences(texts)
)
LONG = [
    "新词发现，发现新词的方法。",
    "从语料中发现新词，新词新语新新人类",
    "发明与发现：新发现的词",
    "K线图1a新",
] * 3
SMOOTHING = st.sampled_from(["kneser-ney", "absolute"])


def both(
    texts: list[str], order: int, least: int = 1, smoothing: str = "kneser-ney"
) -> tuple[CharLM, ref.Model]:
    model = CharLM.train(
        Corpus.from_texts(texts), order=order, min_count=least, smoothing=smoothing, workers=2
    )
    return model, ref.Model(texts, order, least=least, kneser_ney=smoothing == "kneser-ney")


def grams(model: CharLM) -> dict[tuple[str, ...], tuple[float, float]]:
    """Every n-gram of a model with its probability and its backoff."""
    probs, backoffs = ref.tables(model.trie, model.alphabet)
    return {name: (math.exp(prob), math.exp(backoffs.get(name, 0.0))) for name, prob in probs.items()}


@settings(max_examples=80)
@given(TEXTS, st.integers(2, 6), st.integers(1, 3), SMOOTHING)
def test_the_estimates_are_those_of_the_definition(
    texts: list[str], order: int, least: int, smoothing: str
) -> None:
    model, slow = both(texts, order, least, smoothing)
    found = grams(model)
    assert found.keys() - {(ref.BOS,)} == slow.prob.keys()
    for gram, prob in slow.prob.items():
        assert found[gram][0] == pytest.approx(prob, rel=1e-5)
    for context, gamma in slow.backoff.items():
        if context in found and len(context) < order:
            assert found[context][1] == pytest.approx(gamma, rel=1e-5)


@pytest.mark.parametrize("smoothing", ["kneser-ney", "absolute"])
def test_discounts_from_counts_of_counts(smoothing: str) -> None:
    """This text is long enough for some lengths to have their own."""
    texts = [
        "".join(chr(0x4E00 + int(x)) for x in np.random.default_rng(k).zipf(1.3, 60) % 90) for k in range(40)
    ]
    model, slow = both(texts, 3, 1, smoothing)
    assert any(row != (0.5, 1.0, 1.5) for row in model.discounts)
    found = grams(model)
    assert max(abs(found[gram][0] / prob - 1) for gram, prob in slow.prob.items()) < 1e-5


@settings(max_examples=60)
@given(TEXTS, st.text(st.sampled_from(CHARS + "奇"), max_size=10), st.integers(2, 5), st.integers(1, 2))
def test_a_text_has_the_probability_of_its_runs(texts: list[str], text: str, order: int, least: int) -> None:
    model, slow = both(texts, order, least)
    assert model.logprob(text) == pytest.approx(slow.logprob(text), rel=1e-4, abs=1e-4)
    chars = model.score_chars(text)
    assert chars.shape == (len(text),)
    ended = model.score_chars(text + "。")
    assert ended[:-1] == pytest.approx(chars)
    assert ended.sum() == pytest.approx(model.logprob(text))


@settings(max_examples=40)
@given(TEXTS, st.integers(2, 4), st.integers(1, 3), SMOOTHING)
def test_the_probabilities_after_any_context_add_up_to_one(
    texts: list[str], order: int, least: int, smoothing: str
) -> None:
    model, slow = both(texts, order, least, smoothing)
    known = [symbol for symbol in slow.symbols if len(symbol) == 1]
    for context in (known[0], known[-1] + known[0], "奇"):
        after = [model.score_chars(context + symbol)[-1] for symbol in [*known, "奇", "。"]]
        assert np.exp(after).sum() == pytest.approx(1, abs=1e-4)
    assert sum(p for gram, (p, _) in grams(model).items() if len(gram) == 1) == pytest.approx(1, abs=1e-4)


def test_the_workers_do_not_matter() -> None:
    one = CharLM.train(Corpus.from_texts(LONG), order=6, workers=1)
    four = CharLM.train(Corpus.from_texts(LONG), order=6, workers=4)
    for a, b in zip(one.trie, four.trie, strict=True):
        assert np.array_equal(a, b)


def test_counts_that_kept_their_text_will_do() -> None:
    corpus = Corpus.from_texts(LONG)
    counts = count_ngrams(corpus, order=2, min_count=3)
    assert np.array_equal(CharLM.train(counts).trie.prob, CharLM.train(corpus).trie.prob)
    counts.text = None
    with pytest.raises(OptionError, match="kept their text"):
        CharLM.train(counts)


def test_absolute_discounting_keeps_the_shares_of_single_characters() -> None:
    text = "新" * 60 + "词" * 30 + "发" * 10
    model = CharLM.train(Corpus.from_texts(["，".join(text)]), order=2, smoothing="absolute")
    share = {gram[0]: p for gram, (p, _) in grams(model).items() if len(gram) == 1}
    assert share["新"] == pytest.approx(60 / 200, abs=0.02)
    assert share["词"] == pytest.approx(30 / 200, abs=0.02)


def test_perplexity() -> None:
    model = CharLM.train(Corpus.from_texts(LONG))
    corpus = Corpus.from_texts(["新词。发现", "，"])
    total = model.logprob("新词") + model.logprob("发现")
    assert model.perplexity(corpus) == pytest.approx(math.exp(-total / 6))
    assert model.perplexity(Corpus.from_texts(LONG)) < model.perplexity(Corpus.from_texts(["词新现发" * 5]))
    with pytest.raises(EmptyError, match="no word character"):
        model.perplexity(Corpus.from_texts(["，"]))


def test_what_is_no_word_character_has_no_part() -> None:
    model = CharLM.train(Corpus.from_texts(LONG))
    assert model.logprob("") == model.logprob("，\ud842\udfb7 \n") == 0.0
    assert model.score_chars("，，新\ud842\udfb7").tolist()[:2] == [0.0, 0.0]
    assert model.score_chars("\ud842\udfb7").shape == (2,)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"order": 1}, "order: expected an integer from 2 to 8, got 1"),
        ({"order": 4.0}, "order: expected"),
        ({"smoothing": "witten-bell"}, "smoothing: expected one of kneser-ney, absolute"),
        ({"min_count": 0}, "min_count: expected"),
    ],
)
def test_wrong_options(options: dict[str, object], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        CharLM.train(Corpus.from_texts(["新词"]), **options)  # type: ignore[arg-type]


def test_wrong_texts() -> None:
    with pytest.raises(EmptyError, match="no word character"):
        CharLM.train(Corpus.from_texts(["，。"]))
    with pytest.raises(OptionError, match=r"expected a zici\.Corpus"):
        CharLM.train("新词")  # type: ignore[arg-type]
    model = CharLM.train(Corpus.from_texts(["新词"]))
    with pytest.raises(InputError, match="expected a string, found 5"):
        model.logprob(5)  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="n: expected 1 to 4"):
        model.size(5)
    assert repr(model) == "<CharLM of 2 characters; n-grams by length 1: 5, 2: 3, 3: 2, 4: 1>"


def test_counts_that_give_a_discount_of_nothing_get_the_usual_ones():
    # Found by the property test: 1 - 2 n2 / (n1 + 2 n2) ... came out as 0, and a backoff as log 0.
    model = CharLM.train(Corpus.from_texts(["1", "1", "a", "a", "1a", "11 1"]), order=3)
    assert all(discount > 0 for level in model.discounts for discount in level)
    assert np.isfinite(model.logprob("1a字"))

"""The methods "entropy" and "min-entropy", pruning, and which options each method has."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngrams.strategies import texts
from reference import ref_discovery, ref_ngrams
from zici import Corpus, Lexicon, count_ngrams, discover
from zici.discovery import prune
from zici.errors import EmptyError, OptionError


def words_of(docs, **options):
    try:
        return discover(Corpus.from_texts(docs), **options).to_dict()
    except EmptyError:
        return {}


@given(
    docs=texts,
    least=st.integers(1, 3),
    pmi=st.sampled_from([-5.0, 0.0, 0.5, 1.0]),
    entropy=st.sampled_from([0.0, 0.3, 0.6, 1.0]),
    order=st.integers(2, 5),
)
def test_entropy_equals_the_slow_twin(docs, least, pmi, entropy, order):
    options = {"order": order, "min_count": least, "min_pmi": pmi, "min_entropy": entropy}
    expected = ref_discovery.by_entropy(docs, **options)
    assert words_of(docs, method="entropy", **options) == {w: c for w, (c, _, _) in expected.items()}


OTHERS = [chr(0x5000 + k) for k in range(40)]
FILLER = ["，".join(OTHERS) + "，"] * 100


def test_entropy_known_answer():
    # 葡萄 meets 40 characters on both sides; 葡萄园 and 葡 are bound: only 萄 follows 葡.
    docs = FILLER + [f"{a}葡萄{b}" for a, b in zip(OTHERS, OTHERS[::-1], strict=True)] + ["吃葡萄园口"] * 20
    lexicon = discover(Corpus.from_texts(docs), method="entropy", min_entropy=2.5)
    assert set(lexicon.filter(min_length=2).words) == {"葡萄"}
    assert lexicon["葡萄"].count == 60
    assert {"葡", "萄", "园"} <= set(lexicon.words)  # single characters are there for the segmenter
    assert list(lexicon.columns) == ["count", "pmi", "left_entropy", "right_entropy"]


def test_entropy_defaults_are_those_of_the_article():
    # More than 10 occurrences, more than 30 times chance, entropies above 3, up to 4 characters.
    def docs(times, neighbours):
        around = [chr(0x5000 + k % neighbours) for k in range(times)]
        return FILLER + [f"{a}甲乙{a}" for a in around]

    found = [
        "甲乙" in words_of(docs(times, neighbours), method="entropy")
        for times, neighbours in ((40, 40), (40, 21), (40, 20), (10, 10), (22, 22))
    ]
    assert found == [math.log(40) > 3, math.log(21) > 3, math.log(20) > 3, False, True]


@given(
    docs=texts,
    least=st.integers(1, 3),
    pmi=st.sampled_from([-5.0, 0.0]),
    gain=st.sampled_from([0.3, 1.0, 2.0]),
)
def test_min_entropy_equals_the_slow_twin(docs, least, pmi, gain):
    candidates = ref_ngrams.discover(docs, order=3, min_count=least, min_pmi=[pmi, pmi])
    found = words_of(docs, method="min-entropy", order=3, min_count=least, min_pmi=pmi, min_gain=gain)
    counts = {word: count for word, (count, _) in candidates.items()}
    expected = ref_discovery.without_redundant(counts, min_gain=gain, least=least) if counts else {}
    assert found == expected


def test_min_entropy_known_answer():
    # The article's example: 的主要 is explained by 的 and 主要, which get its count; 葡萄 stays.
    from zici.discovery._by_gain import without_redundant

    lexicon = Lexicon(
        ["的", "主要", "的主要", "葡萄"], {"count": [5000, 3000, 20, 20], "pmi": [math.nan, 6.0, 1.2, 9.0]}
    )
    found = without_redundant(lexicon, 1.0, 8)
    assert found.to_dict() == {"的": 5020, "主要": 3020, "葡萄": 20}
    assert found["主要"]["pmi"] == 6.0


def test_min_entropy_counts_letters_that_stand_together_as_one():
    from zici.discovery._by_gain import without_redundant

    lexicon = Lexicon(["GDP", "增长", "GDP增长"], {"count": [5000, 5000, 90], "pmi": [math.nan] * 3})
    assert without_redundant(lexicon, 1.0, 1).to_dict() == {"GDP": 5090, "增长": 5090}


def test_a_part_that_was_no_word_becomes_one_when_it_is_given_enough():
    from zici.discovery._by_gain import without_redundant

    lexicon = Lexicon(["甲", "甲乙"], {"count": [10, 9], "pmi": [math.nan, 0.1]})
    assert without_redundant(lexicon, 9.0, 9).to_dict() == {"甲": 19, "乙": 9}
    assert without_redundant(lexicon, 9.0, 10).to_dict() == {"甲": 19}


COUNTS = st.dictionaries(
    st.text(alphabet="的主要人K5", min_size=1, max_size=5), st.integers(0, 60), min_size=1, max_size=12
)


@given(counts=COUNTS, spelling=st.sampled_from([0.0, 0.7, 4.1]))
def test_prune_equals_the_slow_twin(counts, spelling):
    assert list(prune(Lexicon.from_words(counts), spelling=spelling).words) == ref_discovery.prune(
        counts, spelling
    )


@given(counts=COUNTS)
def test_prune_twice_is_prune_once_and_columns_stay(counts):
    lexicon = Lexicon(
        list(counts), {"count": list(counts.values()), "pmi": [float(c) for c in counts.values()]}
    )
    once = prune(lexicon)
    assert prune(once).words == once.words or sum(counts.values()) != int(once.count.sum())
    assert once.columns["pmi"].tolist() == once.count.tolist()


def test_prune_looks_at_any_number_of_parts():
    lexicon = Lexicon.from_words({"一": 900, "个": 900, "人": 900, "一个人": 1})
    assert prune(lexicon).words == ("一", "个", "人")


def test_prune_refuses_a_negative_price():
    with pytest.raises(OptionError, match="spelling"):
        prune(Lexicon.from_words({"甲": 3}), spelling=-1.0)


def test_prune_needs_counts():
    with pytest.raises(OptionError, match="'乙' is unknown"):
        prune(Lexicon.from_words({"甲": 3, "乙": -1}))


def test_prune_of_nothing_is_nothing():
    assert len(prune(Lexicon([]))) == 0


@pytest.mark.parametrize(
    ("method", "option", "value"),
    [
        ("ngram", "min_entropy", 3.0),
        ("pair", "rank", 5),
        ("entropy", "strict", True),
        ("entropy", "min_gain", 1.0),
        ("min-entropy", "min_score", 1.0),
        ("svd", "min_entropy", 1.0),
    ],
)
def test_an_option_that_the_method_does_not_have_is_refused(method, option, value):
    with pytest.raises(OptionError, match=re.escape(f'{option}: method "{method}" has no such option')):
        discover(Corpus.from_texts(["共和国"]), method=method, **{option: value})


@pytest.mark.parametrize(
    ("method", "option", "value"),
    [
        ("entropy", "min_entropy", "high"),
        ("entropy", "min_entropy", math.nan),
        ("entropy", "order", 1),
        ("entropy", "min_count", 0),
        ("min-entropy", "min_gain", "1"),
        ("svd", "rank", 0),
        ("svd", "rank", 1.5),
        ("svd", "min_score", math.nan),
        ("svd", "min_count", "auto"),
        ("svd", "min_count", -3),
    ],
)
def test_options_outside_their_range(method, option, value):
    with pytest.raises(OptionError, match=option):
        discover(Corpus.from_texts(["共和国"] * 3), method=method, **{option: value})


def test_nothing_found_names_the_thresholds():
    corpus = Corpus.from_texts(["共和国"])
    with pytest.raises(EmptyError, match=r"min_count 11 and min_entropy 3 in 3 characters"):
        discover(corpus, method="entropy")


@pytest.mark.parametrize("method", ["entropy", "min-entropy"])
def test_counts_and_corpus_in_two_steps_give_the_same(method):
    corpus = Corpus.from_texts(["共和国的各项目，共和党人", "看K线图和5G手机"] * 4)
    options = {"method": method, "min_pmi": 0.5} | ({"min_entropy": 0.5} if method == "entropy" else {})
    counts = count_ngrams(corpus, min_count=3)
    once = discover(corpus, min_count=3, **options)
    assert discover(counts, **options) == once
    counts.text = None
    assert discover(counts, corpus, **options) == once
    with pytest.raises(OptionError, match="pass the corpus"):
        discover(counts, **options)


def test_the_lexicon_tells_every_option_in_force():
    found = discover(Corpus.from_texts(["共和国的共和国"] * 9), min_count=3, min_pmi={2: -9.0, 3: -8.0})
    assert found.meta == {
        "method": "ngram",
        "order": 4,
        "min_count": [3, 3, 3, 3],
        "min_pmi": [-9.0, -8.0, -8.0],
        "strict": False,
        "chars": 63,
    }

"""compare: against its slow twin, known values, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference import ref_compare
from zici.corpus import Corpus
from zici.discovery import compare
from zici.errors import OptionError
from zici.lexicon import Lexicon
from zici.ngrams import count_ngrams

COUNTS = st.dictionaries(st.sampled_from("天地玄黄宇宙洪荒"), st.integers(0, 2000), max_size=8)


def rows(lexicon):
    return {
        word: (lexicon[word].count, *(lexicon[word][name] for name in ("old_count", "ratio", "g2")))
        for word in lexicon
    }


@given(COUNTS, COUNTS, st.booleans())
def test_the_slow_twin_says_the_same(old, new, grown):
    # Bounds that no count of these reaches exactly: the twin's rounding is another.
    bounds = {"grown": grown, "min_ratio": 1.2345, "min_g2": 3.14159}
    found = compare(Lexicon.from_words(old), Lexicon.from_words(new), **bounds)
    for ours, theirs in zip(found, ref_compare.changes(old, new, **bounds), strict=True):
        assert rows(ours).keys() == theirs.keys()
        for word, row in rows(ours).items():
            assert row == pytest.approx(theirs[word], abs=1e-6)
        assert list(ours.columns["g2"]) == sorted(ours.columns["g2"], reverse=True)


def test_g2_is_that_of_the_literature():
    # By hand: 2 (10 ln(10 / 6) + 2 ln(2 / 6) + 90 ln(90 / 94) + 98 ln(98 / 94))
    found = compare(
        Lexicon.from_words({"词": 2}), Lexicon.from_words({"词": 10}), old_total=100, new_total=100, min_g2=5
    )
    assert found.rose["词"]["g2"] == pytest.approx(6.1632, abs=1e-3)


def test_a_rare_word_needs_a_large_change():
    old = Lexicon.from_words({"常": 10_000, "稀": 1, "升": 100})
    new = Lexicon.from_words({"常": 10_000, "稀": 3, "升": 300})
    found = compare(old, new)
    assert found.rose.words == ("升",)
    assert compare(new, old).fell.words == ("升",)


def test_more_text_alone_changes_nothing():
    old = Lexicon.from_words({"常": 10_000, "稀": 30, "中": 700})
    new = Lexicon.from_words({word: 5 * count for word, count in old.to_dict().items()})
    assert [len(some) for some in compare(old, new)] == [0, 0, 0, 0]
    assert [len(some) for some in compare(old, new, grown=True)] == [0, 0, 0, 0]


def test_growth_is_measured_in_what_was_added():
    old = Lexicon.from_words({"常": 90_000, "新": 100})
    new = Lexicon.from_words({"常": 95_000, "新": 150})  # 1 in 900 before, 1 in 101 in what was added
    assert compare(old, new, grown=True).rose["新"]["ratio"] == pytest.approx(9, rel=0.02)
    assert compare(old, new, grown=True).rose["新"].count == 150
    assert compare(old, new).rose.words == ()


def test_ngrams_count_strings_however_they_were_cut():
    first, second = ["系列。一系列。天。"] * 50, ["一系列。天。天。"] * 50
    texts = [Corpus.from_texts(first), Corpus.from_texts(first + second)]
    ngrams = tuple(count_ngrams(text, order=2, min_count=2) for text in texts)
    old = Lexicon.from_words({"系列": 100, "天": 50, "甲乙丙": 9})
    new = Lexicon.from_words({"系列": 50, "一系列": 100, "天": 150, "甲乙丙": 11})
    assert compare(old, new, grown=True).fell.words == ("系列",)
    found = compare(old, new, ngrams=ngrams, grown=True, min_g2=0, min_ratio=1)
    assert found.appeared["一系列"].count == 100  # longer than the n-grams: as the lexicon has it
    assert rows(found.fell)["系列"][:2] == (150, 100)
    assert rows(found.rose)["天"][:2] == (150, 50)
    assert found.rose["天"]["ratio"] == pytest.approx((100.5 / 251) / (50.5 / 301))
    assert rows(found.fell)["甲乙丙"][:2] == (11, 9)
    with pytest.raises(OptionError, match="ngrams"):
        compare(old, new, ngrams=ngrams, old_total=300)


def test_empty_sides():
    words = Lexicon.from_words({"词": 3})
    empty = words - ["词"]
    assert compare(empty, words).appeared.words == ("词",)
    assert compare(words, empty).vanished.words == ("词",)
    assert [len(some) for some in compare(empty, empty)] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"min_ratio": 0.5}, "min_ratio"),
        ({"min_ratio": float("nan")}, "min_ratio"),
        ({"min_g2": -1}, "min_g2"),
        ({"old_total": 2}, "old_total: expected at least the largest count 3"),
        ({"new_total": 2}, "new_total"),
    ],
)
def test_bounds_are_checked(options, message):
    words = Lexicon.from_words({"词": 3})
    with pytest.raises(OptionError, match=message):
        compare(words, words, **options)


def test_words_without_counts_are_refused():
    words = Lexicon.from_words({"词": 3})
    with pytest.raises(OptionError, match="count of '语' is unknown"):
        compare(words, Lexicon(["语"]))

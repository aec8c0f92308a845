"""What a segmenter can be made from."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.errors import EmptyError, OptionError
from zici.lexicon import Lexicon
from zici.segment import Segmenter


def test_a_lexicon_a_mapping_and_words() -> None:
    counts = {"新词": 5, "发现": 3, "新": 9}
    text = "发现新词新"
    expected = ["发现", "新词", "新"]
    assert Segmenter(Lexicon(counts)).cut(text) == expected
    assert Segmenter(counts).cut(text) == expected
    assert Segmenter(word for word in counts).cut(text) == expected
    assert len(Segmenter(counts)) == 3
    assert set(Segmenter(counts).words) == set(counts)
    assert repr(Segmenter(counts)) == "<Segmenter unigram: 3 words>"


def test_counts_decide() -> None:
    parts = {"北京": 100, "大学": 100, "生": 5, "京": 5}
    assert Segmenter(parts | {"大学生": 5}).cut("北京大学生") == ["北京", "大学生"]
    assert Segmenter(parts | {"大学生": 5, "生": 100}).cut("北京大学生") == ["北京", "大学", "生"]


def test_full_and_half_width_are_one_word() -> None:
    segmenter = Segmenter({"Ｋ线": 2, "K线": 3})
    assert segmenter.words == ("K线",)
    assert segmenter.cut("K线Ｋ线") == ["K线", "Ｋ线"]


def test_user_words() -> None:
    lexicon = {"自然": 900, "语言": 800, "处理": 700, "好": 1000}
    text = "自然语言处理好"
    assert Segmenter(lexicon).cut(text) == ["自然", "语言", "处理", "好"]
    assert Segmenter(lexicon, user_words=["自然语言处理"]).cut(text) == ["自然语言处理", "好"]
    assert Segmenter(lexicon, user_words={"自然语言": 500}).cut(text) == ["自然语言", "处理", "好"]
    assert Segmenter(lexicon, user_words={"语言": 0}).cut(text) == ["自然", "语", "言", "处理", "好"]
    assert Segmenter(lexicon | {"好处": 1}, user_words=["好处"]).cut("好处") == ["好处"]


def test_unknown_counts_in_a_lexicon_are_made_high_enough() -> None:
    segmenter = Segmenter(Lexicon.from_arrays(["自然", "语言", "自然语言"], count=np.array([900, 800, -1])))
    assert segmenter.cut("自然语言") == ["自然语言"]


@given(
    st.dictionaries(st.text("新词发现A1", min_size=1, max_size=3), st.integers(1, 10**6), min_size=1),
    st.lists(st.text("新词发现A1年", min_size=1, max_size=6), min_size=1, max_size=5),
)
def test_every_user_word_is_one_token_alone(counts: dict[str, int], user: list[str]) -> None:
    segmenter = Segmenter(counts, user_words=user)
    assert [segmenter.cut(word) for word in user] == [[word] for word in user]


def test_a_large_count_is_no_trouble() -> None:
    assert Segmenter({"新词": 10**300, "新": 1}).cut("新词") == ["新词"]


@pytest.mark.parametrize(
    ("lexicon", "message"),
    [
        ("新词", "single string"),
        (7, "expected a Lexicon, a mapping word -> count or words, found 7"),
        ([1], "expected words to be strings, found 1"),
        ([""], "blank"),
        ([" "], "blank"),
        ({"新词": -1}, "word '新词': expected a count of 0 or more, found -1"),
        ({"新词": math.inf}, "0 or more, found inf"),
        ({"新词": "many"}, "expected a number as its count"),
        ({"新词": 10**400}, "expected a number as its count"),
    ],
)
def test_lexicons_that_cannot_be_used(lexicon: object, message: str) -> None:
    with pytest.raises(OptionError, match=message):
        Segmenter(lexicon)


@pytest.mark.parametrize("lexicon", [None, [], {}, {"新词": 0}])
def test_no_words(lexicon: object) -> None:
    with pytest.raises(EmptyError, match="found none"):
        Segmenter(lexicon)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"method": "best"}, "method: expected one of unigram"),
        ({"numbers": True}, "numbers: expected one of off, join, dates"),
        ({"floor": 0}, "floor: expected a count above 0"),
        ({"floor": math.nan}, "floor: expected a count above 0"),
        ({"number_share": 2}, "number_share: expected a share"),
        ({"ngrams": ["新词"]}, "ngrams: only with"),
        ({"method": "ngram"}, "expected ngrams=, and no lexicon"),
    ],
)
def test_options_out_of_range(options: dict[str, object], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        Segmenter(["新词"], **options)  # type: ignore[arg-type]


def test_ngrams_are_longer_than_one() -> None:
    with pytest.raises(OptionError, match="2 or more characters, found '新'"):
        Segmenter(method="ngram", ngrams=["新"])


@pytest.mark.parametrize("letters", [3, 40, 2000])
def test_every_word_of_a_large_lexicon_is_found_and_no_other(letters: int) -> None:
    """The trie's rows are shared closely: sparse and dense alphabets place them in different ways."""
    generator = np.random.default_rng(letters)
    points = 0x4E01 + generator.integers(0, letters, (800, 4))
    words = {"".join(map(chr, row[: 2 + k % 3])) for k, row in enumerate(points)}
    segmenter = Segmenter(words, method="forward", numbers="off")
    assert segmenter.cut_many(sorted(words)) == [[word] for word in sorted(words)]
    others = {"".join(map(chr, row)) for row in 0x4E01 + generator.integers(0, letters, (200, 2))} - words
    assert all(len(tokens) == 2 for tokens in segmenter.cut_many(sorted(others)))

"""Cutting against the slow twin, and what must hold for every text."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reference import ref_segment as ref
from zici.errors import OptionError
from zici.segment import Segmenter

CHARS = "新词发现第一十万亿几点分之年月3５,.：%１AＡé—…。（\n\r\t 　\ud800\udc00\U00020bb7\x00"
WORDS = st.text(st.sampled_from("新词发现一十万点分之年月3.A１—。 \U00020bb7\ud800"), min_size=1, max_size=4)
LEXICONS = st.dictionaries(WORDS.filter(str.strip), st.integers(1, 50), min_size=1, max_size=12)
TEXTS = st.text(st.sampled_from(CHARS), max_size=9)
RULES = st.sampled_from(["off", "join", "dates"])
ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=60)  # lone surrogates included


def folded(counts: dict[str, int]) -> dict[str, int]:
    result: dict[str, int] = {}
    for word, count in counts.items():
        result[ref.fold(word)] = result.get(ref.fold(word), 0) + count
    return result


def allowed(text: str, counts: dict[str, int], rule: str) -> dict[tuple[int, int], int]:
    counts = folded(counts)
    floor = 1.0 / sum(counts.values())
    scores = [round(math.log(share) * ref.UNIT) for share in (floor, max(1e-3, floor))]
    return ref.edges(text, ref.scores_of(counts), scores[0], scores[1], rule)


@settings(max_examples=150)
@given(TEXTS, LEXICONS, RULES)
@example("二十三点五分之三", {"点五": 3}, "join")
@example("1,234.5%１９９８年", {"年": 3}, "dates")
@example("第3.5万几十万一一九九八年", {"一九": 3}, "dates")
def test_viterbi_equals_trying_every_cut(text: str, counts: dict[str, int], rule: str) -> None:
    segmenter = Segmenter(counts, numbers=rule)
    expected, _ = ref.best_cut(text, allowed(text, counts, rule))
    assert segmenter.cut(text) == expected


@settings(max_examples=100)
@given(TEXTS, LEXICONS, RULES)
def test_maximum_match_equals_the_naive_one(text: str, counts: dict[str, int], rule: str) -> None:
    edges = allowed(text, counts, rule)
    assert Segmenter(counts, method="forward", numbers=rule).cut(text) == ref.forward_cut(text, edges)
    assert Segmenter(counts, method="backward", numbers=rule).cut(text) == ref.backward_cut(text, edges)


@settings(max_examples=100)
@given(TEXTS, st.sets(WORDS.filter(lambda w: len(w) > 1 and w.strip()), min_size=1, max_size=8), RULES)
def test_covered_gaps_equal_the_naive_ones(text: str, grams: set[str], rule: str) -> None:
    segmenter = Segmenter(method="ngram", ngrams=grams, numbers=rule)
    assert segmenter.cut(text) == ref.covered_cut(text, {ref.fold(gram) for gram in grams}, rule)


@settings(max_examples=300)
@given(ANY_TEXT, st.sampled_from(["unigram", "forward", "backward"]))
@example("\ud83d\ude00\U0001f600", "unigram")
@example("Ａ１A1——\r\n\n\u2028", "unigram")
def test_tokens_are_the_text(text: str, method: str) -> None:
    segmenter = Segmenter({"新词": 3, "A": 2, "a b": 1, "１": 4, "\U0001f600": 1}, method=method)
    tokens = segmenter.cut(text)
    assert "".join(tokens) == text
    assert "" not in tokens
    assert [text[a:b] for a, b in segmenter.spans(text)] == tokens
    assert segmenter.cut_many([text, "", text]) == [tokens, [], tokens]


@settings(max_examples=100)
@given(st.lists(TEXTS, max_size=6), LEXICONS)
def test_many_texts_are_cut_like_each_alone(texts: list[str], counts: dict[str, int]) -> None:
    segmenter = Segmenter(counts)
    assert segmenter.cut_many(texts) == [segmenter.cut(text) for text in texts]


@pytest.mark.parametrize(
    "tokens",
    [
        "１９９８|年|GDP|增|长|３．５％",
        "15:06:48|看|1/3|和|1,234,567|与|12|,|34",
        "——|……|。|！！|（|（|、|、",
        "Beijing|2008|·|café| |Дом",
        "二○○一|年|百分之三十|，|三点五|，|十几|，|七八十",
        "10万|元|第29|第二|，|几十|个|数百万",
        "一|\r\n\n|二| \t　|三",
        "한국어|漢|字|ひらがな|々",
    ],
)
def test_units_and_numbers(tokens: str) -> None:
    assert Segmenter(["词语"]).cut(tokens.replace("|", "")) == tokens.split("|")


def test_dates_as_the_peoples_daily_has_them() -> None:
    segmenter = Segmenter(["词语"], numbers="dates")
    assert segmenter.cut("1998年1月2日8时30分三年") == ["1998年", "1月", "2日", "8时", "30", "分", "三", "年"]
    assert segmenter.cut("二○○一年十二月三十一日") == ["二○○一年", "十二月", "三十一日"]


def test_words_with_latin_letters_win_on_unit_boundaries() -> None:
    segmenter = Segmenter(["K线图", "5G", "卡拉OK", "ABC社"])
    assert segmenter.cut("看K线图用5G唱卡拉OK") == ["看", "K线图", "用", "5G", "唱", "卡拉OK"]
    assert segmenter.cut("Ｋ线图") == ["Ｋ线图"]
    assert segmenter.cut("AK线图") == ["AK", "线", "图"]
    assert segmenter.cut("卡拉OKAY") == ["卡", "拉", "OKAY"]


def test_a_line_break_ends_every_word() -> None:
    with pytest.raises(OptionError, match="without line breaks"):
        Segmenter(["新\n词"])


def test_a_shared_string_for_a_word_of_the_lexicon() -> None:
    tokens = Segmenter({"新词": 3}).cut_many(["新词", "找新词"])
    assert tokens[0][0] is tokens[1][1]


def test_the_classic_cut_keeps_the_republic_whole() -> None:
    """各项 and 项目 glue 各项目 at the cut; that it is no word is for the backtracking of the discovery."""
    segmenter = Segmenter(method="ngram", ngrams=["各项", "项目", "共和", "和国", "共和国"])
    assert segmenter.cut("各项目在共和国") == ["各项目", "在", "共和国"]
    assert Segmenter(method="pair", ngrams=["共和", "共和国"]).cut("共和国") == ["共和", "国"]


@pytest.mark.parametrize("char", ["新", "词", "。", "a", "1", " "])
def test_one_character_very_often(char: str) -> None:
    text = char * 1000
    tokens = Segmenter(["新新", "词"]).cut(text)
    assert "".join(tokens) == text
    assert len(tokens) == (1 if char in "。a1 " else 500 if char == "新" else 1000)

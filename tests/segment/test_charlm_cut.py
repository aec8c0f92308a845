"""The cut by tags against trying every cut, and what must hold for every text."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reference import ref_charlm as ref
from reference.ref_segment import UNIT
from zici import CharLM, Corpus, Segmenter
from zici.errors import OptionError

TRAINING = [
    "新词发现，发现新词的方法",
    "一九九八年，二十三点五分之一",
    "3A年月新K线图",
    "新词一新词十万",
    "现新年",
] * 2
ORDERS = {
    order: CharLM.train(Corpus.from_texts(TRAINING), order=order, smoothing="absolute") for order in (2, 4, 6)
}
CHARS = "新词发现一十万点分之年月3５,.：%１AＡé—…。（\n\r\t 　\ud800\udc00\U00020bb7\x00"
WEIGHTS = st.dictionaries(
    st.sampled_from(["bb", "cb", "db", "eb", "bc", "cd", "de", "ee"]),
    st.sampled_from([0.001, 0.05, 0.5, 1.0, 2.0]),
)


TABLES = {order: ref.tables(model.trie, model.alphabet) for order, model in ORDERS.items()}


@settings(max_examples=200)
@given(
    st.text(st.sampled_from(CHARS), max_size=9),
    st.sampled_from([2, 4, 6]),
    WEIGHTS,
    st.sampled_from(["off", "join", "dates"]),
)
@example("新词发现新词发现", 4, {}, "join")
@example("二十三点五分之三", 4, {"bc": 0.001}, "join")
@example("新3A年一十月３点新", 4, {"bc": 2.0, "cd": 2.0, "de": 2.0, "ee": 2.0}, "dates")
@example("发现新词一新", 6, {"bc": 2.0, "cd": 2.0, "de": 2.0, "ee": 2.0}, "off")
def test_viterbi_equals_trying_every_cut(
    text: str, order: int, given_weights: dict[str, float], rule: str
) -> None:
    segmenter = Segmenter(method="lm", lm=ORDERS[order], transitions=given_weights, numbers=rule)
    known = {"bb": 1, "cb": 1, "db": 1, "eb": 1, "bc": 0.3, "cd": 0.012, "de": 0.002, "ee": 0.0007}
    weights = {name: round(math.log(weight) * UNIT) for name, weight in (known | given_weights).items()}
    assert segmenter.cut(text) == ref.cut(text, *TABLES[order], (order, weights, rule))


def test_a_weight_of_zero_forbids() -> None:
    segmenter = Segmenter(method="lm", lm=ORDERS[4], transitions={"bc": 1, "cd": 0})
    assert max(map(len, segmenter.cut("新词发现的方法" * 50))) == 2
    assert Segmenter(method="lm", lm=ORDERS[4], transitions={"bc": 0}).cut("新词发现") == list("新词发现")


def test_granularity_is_a_power_of_the_weights_of_joins() -> None:
    text = "新词发现发现新词的方法二十三点五分之一新年"
    joins = {"bc": 0.3, "cd": 0.01, "de": 0.01, "ee": 0.001}
    squared = {name: weight**2 for name, weight in joins.items()}
    fine = Segmenter(method="lm", lm=ORDERS[4], transitions=joins, granularity=2)
    assert fine.cut(text) == Segmenter(method="lm", lm=ORDERS[4], transitions=squared).cut(text)
    sizes = [len(Segmenter(method="lm", lm=ORDERS[4], granularity=g).cut(text)) for g in (0, 1, 5)]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[2]


@settings(max_examples=200)
@given(st.text(st.characters(exclude_categories=[]), max_size=60))
@example("\ud83d\ude00\U0001f600")
@example("Ａ１A1——\r\n\n\u2028")
def test_tokens_are_the_text(text: str) -> None:
    segmenter = Segmenter(method="lm", lm=ORDERS[4])
    tokens = segmenter.cut(text)
    assert "".join(tokens) == text
    assert "" not in tokens
    assert segmenter.cut_many([text, "", text]) == [tokens, [], tokens]
    assert [text[a:b] for a, b in segmenter.spans(text)] == tokens


def test_units_and_breaks() -> None:
    segmenter = Segmenter(method="lm", lm=ORDERS[4])
    tokens = "GDP|3.5%|，|……|Beijing| |\n| \n|二十三".replace("| \n|", "|\n|").split("|")
    assert segmenter.cut("".join(tokens[:7])) == tokens[:7]
    assert segmenter.cut_text("新词。\n新词") == "新词 。\n新词"
    assert list(segmenter.cut_blocks(["新", "词。"])) == ["新词 。"]


@pytest.mark.parametrize("char", ["新", "词", "。", "a", "1", " ", "奇"])
def test_one_character_very_often(char: str) -> None:
    text = char * 3000
    for weight in (0.001, 2.0):
        segmenter = Segmenter(
            method="lm", lm=ORDERS[4], transitions=dict.fromkeys(["bc", "cd", "de", "ee"], weight)
        )
        assert "".join(segmenter.cut(text)) == text


def test_the_segmenter_around_it() -> None:
    segmenter = Segmenter(method="lm", lm=ORDERS[4])
    assert (segmenter.method, segmenter.words, len(segmenter)) == ("lm", (), 0)
    assert repr(segmenter).startswith("<Segmenter lm: <CharLM of ")
    assert segmenter.score(["新词  发现"]).oov is None


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"method": "lm"}, "lm: expected a model"),
        ({"method": "unigram", "lm": ORDERS[2], "lexicon": ["新词"]}, "none with the other methods"),
        ({"method": "lm", "lm": ORDERS[2], "lexicon": ["新词"]}, "expected no words"),
        ({"method": "lm", "lm": "model"}, "lm: expected a CharLM, got 'model'"),
        (
            {"method": "lm", "lm": ORDERS[2], "transitions": "coarse"},
            "transitions: expected article, default",
        ),
        ({"method": "lm", "lm": ORDERS[2], "transitions": {"bd": 1}}, "names bb, cb, db, eb"),
        ({"method": "lm", "lm": ORDERS[2], "transitions": {"bb": 0}}, "for bb, got 0"),
        ({"method": "lm", "lm": ORDERS[2], "transitions": {"bc": -1}}, "0, or from 1e-12"),
        ({"method": "lm", "lm": ORDERS[2], "transitions": {"bc": math.nan}}, "for bc, got nan"),
        ({"method": "lm", "lm": ORDERS[2], "transitions": 5}, "expected a mapping"),
        ({"method": "lm", "lm": ORDERS[2], "granularity": -1}, "granularity: expected"),
        ({"method": "lm", "lm": ORDERS[2], "granularity": math.inf}, "granularity: expected"),
    ],
)
def test_wrong_options(options: dict[str, object], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        Segmenter(**options)  # type: ignore[arg-type]

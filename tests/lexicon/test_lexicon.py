"""The class: construction, look-up, equality, what it refuses."""

from __future__ import annotations

import pickle
from collections import Counter

import numpy as np
import pytest

import zici.lexicon
from zici.errors import OptionError
from zici.lexicon import Entry, Lexicon

NAN = float("nan")


def test_public_names() -> None:
    assert sorted(zici.lexicon.__all__) == ["Entry", "Lexicon"]


def test_from_arrays_keeps_order_and_columns() -> None:
    lexicon = Lexicon.from_arrays(
        ["词", "字"], count=[3, 1], pmi=[1.5, NAN], rank=[2, 7], meta={"method": "ngram"}
    )
    assert lexicon.words == ("词", "字")
    assert list(lexicon) == ["词", "字"]
    assert len(lexicon) == 2
    assert {name: values.dtype for name, values in lexicon.columns.items()} == {
        "count": np.int64,
        "pmi": np.float64,
        "rank": np.int64,
    }
    assert lexicon.count.tolist() == [3, 1]
    assert lexicon.meta == {"method": "ngram"}


def test_count_is_unknown_when_not_given() -> None:
    lexicon = Lexicon(["词", "字"], {"pmi": [1.0, 2.0]})
    assert lexicon.count.tolist() == [-1, -1]
    assert list(lexicon.columns) == ["count", "pmi"]


def test_entry() -> None:
    lexicon = Lexicon.from_arrays(["词", "字"], count=[3, 1], pmi=[1.5, 2.5], rank=[2, 7])
    entry = lexicon["字"]
    assert entry == Entry("字", 1, {"pmi": 2.5, "rank": 7})
    assert (entry["pmi"], entry["count"]) == (2.5, 1)
    assert isinstance(entry["rank"], int)
    assert "词" in lexicon
    assert "典" not in lexicon
    assert 3 not in lexicon
    with pytest.raises(KeyError, match="典"):
        lexicon["典"]


def test_nothing_of_it_can_be_changed() -> None:
    source = np.array([3, 1])
    lexicon = Lexicon.from_arrays(["词", "字"], count=source, meta={"list": [1]})
    source[0] = 99
    lexicon.meta["list"].append(2)
    assert lexicon.count.tolist() == [3, 1]
    assert lexicon.meta == {"list": [1]}
    with pytest.raises(ValueError, match="read-only"):
        lexicon.count[0] = 5
    with pytest.raises(TypeError):
        lexicon.columns["pmi"] = np.zeros(2)  # type: ignore[index]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"词": 3, "字": 0}, {"词": 3, "字": 0}),
        (Counter("字词字"), {"字": 2, "词": 1}),
        (["词", "字", "词"], {"词": -1, "字": -1}),
        ([("词", 3), ("字", 1), ("词", 2)], {"词": 5, "字": 1}),
        ([("词", 3), "词", ("字", -1)], {"词": 3, "字": -1}),
        (iter(["词"]), {"词": -1}),
        ([], {}),
    ],
)
def test_from_words(words: object, expected: dict[str, int]) -> None:
    assert Lexicon.from_words(words).to_dict() == expected  # type: ignore[arg-type]


def test_subclasses_of_str_become_str() -> None:
    lexicon = Lexicon.from_words(np.array(["词", "字"]))
    assert {type(word) for word in lexicon} == {str}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Lexicon(["词", "字", "词"]), "'词' again"),
        (lambda: Lexicon(["词", ""]), "word 2: expected a word, found ''"),
        (lambda: Lexicon(["　 "]), "word 1: expected a word"),
        (lambda: Lexicon("词典"), "single string '词典'"),
        (lambda: Lexicon.from_words("词典"), "single string '词典'"),
        (lambda: Lexicon(["词", 3]), "found 3 \\(int\\)"),
        (lambda: Lexicon.from_words([("词", 1, 2)]), "\\(word, count\\) pairs"),
        (lambda: Lexicon.from_words({"词": -2}), "found -2"),
        (lambda: Lexicon.from_words({"词": 1.5}), "whole numbers"),
        (lambda: Lexicon.from_words({"词": 2**63}), "at most 9223372036854775807"),
        (lambda: Lexicon.from_words({"词": 2**70}), "fit 64 bits"),
        (lambda: Lexicon.from_words([("词", 2**62), ("词", 2**62)]), "add up to more than"),
        (lambda: Lexicon(["词"], {"count": ["3"]}), "expected numbers"),
        (lambda: Lexicon(["词"], {"pmi": [1.0, 2.0]}), "expected 1 values, found shape \\(2,\\)"),
        (lambda: Lexicon(["词"], {"pmi": [[1.0]]}), "shape \\(1, 1\\)"),
        (lambda: Lexicon([], {"pmi": [1.0]}), "expected 0 values"),
        (lambda: Lexicon(["词"], {"word": [1.0]}), "'word'"),
        (lambda: Lexicon(["词"], {"a\tb": [1.0]}), "without tabs"),
        (lambda: Lexicon(["词"], {"": [1.0]}), "expected a name"),
        (lambda: Lexicon(["词"], meta={"x": object()}), "JSON"),
        (lambda: Lexicon(["词"], meta={"x": NAN}), "JSON"),
    ],
)
def test_refused(make: object, message: str) -> None:
    with pytest.raises(OptionError, match=message) as caught:
        make()  # type: ignore[operator]
    assert "\n" not in str(caught.value)


def test_largest_count_is_exact() -> None:
    pairs = [("词", 2**62), ("字", 1), ("词", 2**62 - 1)]
    assert Lexicon.from_words(pairs).to_dict() == {"词": 2**63 - 1, "字": 1}


def test_equality() -> None:
    lexicon = Lexicon.from_arrays(["词", "字"], count=[3, 1], pmi=[1.5, NAN])
    assert lexicon == Lexicon.from_arrays(["词", "字"], pmi=[1.5, NAN], count=[3, 1], meta={"other": 1})
    assert lexicon != Lexicon.from_arrays(["字", "词"], count=[1, 3], pmi=[NAN, 1.5])
    assert lexicon != Lexicon.from_arrays(["词", "字"], count=[3, 1])
    assert lexicon != Lexicon.from_arrays(["词", "字"], count=[3, 1], pmi=[1.5, 0.0])
    assert lexicon != {"词": 3, "字": 1}
    with pytest.raises(TypeError, match="unhashable"):
        hash(lexicon)


def test_repr() -> None:
    assert repr(Lexicon([])) == "<Lexicon of 0 words; columns count>"
    many = Lexicon.from_arrays(list("一二三四五六"), count=[1000, 5, 4, 3, 2, 1], pmi=[0.0] * 6)
    assert repr(many) == "<Lexicon of 6 words: 一 1,000, 二 5, 三 4, 四 3, 五 2, ...; columns count, pmi>"
    assert repr(Lexicon(["词"])) == "<Lexicon of 1 word: 词; columns count>"


def test_travels_to_workers() -> None:
    lexicon = Lexicon.from_arrays(["词", "字"], count=[3, 1], pmi=[1.5, NAN], meta={"a": [1]})
    copy = pickle.loads(pickle.dumps(lexicon))
    assert copy == lexicon
    assert copy.meta == lexicon.meta
    assert not copy.count.flags.writeable

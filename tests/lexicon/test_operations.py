"""Sorting, choosing and combining, against definitions written out in plain Python."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.errors import OptionError
from zici.lexicon import Lexicon

NAN = float("nan")
WORD = st.text("甲乙丙a\ud83c\U0001f600", min_size=1, max_size=3)
NUMBER = st.one_of(st.floats(width=16), st.integers(-2, 2).map(float), st.just(NAN))
ROWS = st.lists(
    st.tuples(WORD, st.integers(-1, 3), NUMBER, st.integers(-(2**63), 2**63 - 1)),
    unique_by=lambda row: row[0],
)


def build(rows: list[tuple[str, int, float, int]]) -> Lexicon:
    words, counts, scores, extra = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Lexicon.from_arrays(
        words, count=counts, pmi=scores, rank=np.array(extra, dtype=np.int64), meta={"method": "test"}
    )


@given(ROWS, st.sampled_from(["count", "pmi", "rank", "word", "length"]), st.booleans())
def test_sort_is_the_definition(rows: list, by: str, descending: bool) -> None:
    position = {"count": 1, "pmi": 2, "rank": 3}

    def value(row: tuple) -> object:
        return row[0] if by == "word" else len(row[0]) if by == "length" else row[position[by]]

    present = sorted(r for r in rows if by != "pmi" or not math.isnan(r[2]))
    missing = sorted(r[0] for r in rows if by == "pmi" and math.isnan(r[2]))
    expected = [row[0] for row in sorted(present, key=value, reverse=descending)]
    if descending and by != "word":  # equal rows stay in the order of words
        expected = [
            r[0] for v in sorted({value(r) for r in present}, reverse=True) for r in present if value(r) == v
        ]
    result = build(rows).sort(by, descending=descending)
    assert list(result) == expected + missing
    assert {w: result[w] for w in result}.keys() == {r[0] for r in rows}
    assert all(result[r[0]].count == r[1] and result[r[0]]["rank"] == r[3] for r in rows)


def test_sort_directions_by_default() -> None:
    lexicon = Lexicon.from_words({"乙乙": 1, "丙": 3, "甲": 1})
    assert lexicon.sort().words == ("丙", "乙乙", "甲")
    assert lexicon.sort("word").words == ("丙", "乙乙", "甲")
    assert lexicon.sort("length").words == ("丙", "甲", "乙乙")
    assert lexicon.sort("length", descending=True).words == ("乙乙", "丙", "甲")


@given(ROWS, st.integers(0, 8), st.sampled_from(["count", "pmi", "rank", "length"]))
def test_top_is_the_head_of_sort(rows: list, n: int, by: str) -> None:
    lexicon = build(rows)
    assert lexicon.top(n, by).words == lexicon.sort(by, descending=True).words[:n]


def test_top_and_sort_refuse() -> None:
    lexicon = Lexicon(["词"])
    with pytest.raises(OptionError, match="n=-1"):
        lexicon.top(-1)
    for call in (lexicon.sort, lambda by: lexicon.top(1, by)):
        with pytest.raises(OptionError, match="by='pmi': expected word, length, count"):
            call("pmi")


@given(
    ROWS.filter(lambda rows: any(row[1] >= 0 for row in rows)),
    st.none() | st.integers(-1, 3),
    st.none() | st.integers(-1, 3),
    st.none() | st.integers(0, 3),
    st.none() | st.integers(0, 3),
    st.none() | st.floats(-2, 2),
)
def test_filter_is_the_definition(
    rows: list, low: int | None, high: int | None, short: int | None, long: int | None, pmi: float | None
) -> None:
    def passes(word: str, count: int, score: float) -> bool:
        return (
            (low is None or count >= max(low, 0))
            and (high is None or 0 <= count <= high)
            and (short is None or len(word) >= short)
            and (long is None or len(word) <= long)
            and (pmi is None or score >= pmi)
        )

    result = build(rows).filter(min_count=low, max_count=high, min_length=short, max_length=long, min_pmi=pmi)
    assert list(result) == [row[0] for row in rows if passes(*row[:3])]
    assert result.meta == {"method": "test"}


def test_filter_pattern_and_keep() -> None:
    lexicon = Lexicon.from_words({"K线图": 4, "线图": 1, "5G": 3, "图": 9})
    assert lexicon.filter(pattern="[A-Z]").words == ("K线图", "5G")
    assert lexicon.filter(pattern=re.compile("图$")).words == ("K线图", "线图", "图")
    asked: list[str] = []

    def keep(word: str) -> bool:
        asked.append(word)
        return word != "5G"

    assert lexicon.filter(min_count=3, min_length=2, keep=keep).words == ("K线图",)
    assert asked == ["K线图", "5G"]
    assert lexicon.filter(min_count=99, keep=keep).words == ()


def test_filter_refuses_bounds_on_what_is_not_there() -> None:
    known = Lexicon(["词"])
    for bounds in ({"min_count": 1}, {"max_count": 1}):
        with pytest.raises(OptionError, match="expected words with counts"):
            known.filter(**bounds)  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="min_pmi: expected a column pmi"):
        known.filter(min_pmi=1)
    with pytest.raises(OptionError, match="regular expression"):
        known.filter(pattern="(")
    assert len(Lexicon([]).filter(min_count=1)) == 0


def add(a: int, b: int) -> int:
    return b if a < 0 else a if b < 0 else a + b


@given(ROWS, ROWS)
def test_union_is_the_definition(left: list, right: list) -> None:
    result = build(left) | build(right)
    mine, others = ({row[0]: row for row in rows} for rows in (left, right))
    assert list(result) == [*mine, *(word for word in others if word not in mine)]
    for word in result:
        a, b = mine.get(word), others.get(word)
        counts = [row[1] for row in (a, b) if row]
        scores = [row[2] for row in (a, b) if row and not math.isnan(row[2])]
        assert result[word].count == (add(*counts) if len(counts) == 2 else counts[0])
        assert result[word]["rank"] == (a or b)[3]  # type: ignore[index]
        assert result[word]["pmi"] == scores[0] if scores else math.isnan(result[word]["pmi"])


def test_union_of_different_columns() -> None:
    left = Lexicon.from_arrays(["词", "字"], count=[1, 2], pmi=[0.5, NAN], meta={"a": 1, "b": 2})
    right = Lexicon.from_arrays(["字", "典"], count=[3, 4], rank=[7, 8], meta={"a": 1, "b": 3})
    result = left | right
    assert result == Lexicon.from_arrays(
        ["词", "字", "典"], count=[1, 5, 4], pmi=[0.5, NAN, NAN], rank=[NAN, 7.0, 8.0]
    )
    assert result.meta == {"a": 1}


def test_union_with_nothing_changes_nothing() -> None:
    lexicon = Lexicon.from_arrays(["词"], count=[1], rank=[7])
    for result in (lexicon | Lexicon([]), Lexicon([]) | lexicon, lexicon | []):
        assert result == lexicon
        assert result.columns["rank"].dtype == np.int64


def test_union_with_words_and_counts() -> None:
    lexicon = Lexicon.from_words({"词": 1})
    assert (lexicon | ["词", "典"]).to_dict() == {"词": 1, "典": -1}
    assert (lexicon | {"词": 2}).to_dict() == {"词": 3}


@pytest.mark.parametrize(
    "other",
    [
        Lexicon(["字", "典"]),
        {"字", "典"},
        ["典", "字"],
        iter(["字"]),
        {"字": 1},
        Lexicon.from_words({"字": 9}),
    ],
)
def test_difference_and_intersection(other: object) -> None:
    lexicon = Lexicon.from_arrays(["词", "字"], count=[1, 2], pmi=[0.5, 0.25], meta={"a": 1})
    if not isinstance(other, Lexicon | set | list | dict):  # an iterator serves once
        other = list(other)  # type: ignore[call-overload]
    assert lexicon - other == Lexicon.from_arrays(["词"], count=[1], pmi=[0.5])  # type: ignore[operator]
    assert lexicon & other == Lexicon.from_arrays(["字"], count=[2], pmi=[0.25])  # type: ignore[operator]
    assert (lexicon - other).meta == {"a": 1}  # type: ignore[operator]


def test_difference_takes_an_iterator() -> None:
    assert (Lexicon(["词", "字"]) - iter(["字", "典"])).words == ("词",)


@pytest.mark.parametrize("other", ["词", 3, None])
def test_a_string_is_no_set_of_words(other: object) -> None:
    lexicon = Lexicon(["词"])
    for operate in ("__or__", "__sub__", "__and__"):
        assert getattr(lexicon, operate)(other) is NotImplemented
    with pytest.raises(TypeError):
        lexicon - other  # type: ignore[operator]


@given(st.lists(st.tuples(WORD, st.integers(-1, 2**40))))
def test_from_words_sums_like_a_dictionary(pairs: list[tuple[str, int]]) -> None:
    expected: dict[str, int] = {}
    for word, count in pairs:
        expected[word] = add(expected.get(word, -1), count)
    assert Lexicon.from_words(pairs).to_dict() == expected
    assert list(Lexicon.from_words(pairs)) == list(expected)

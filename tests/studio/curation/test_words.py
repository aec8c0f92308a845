"""Loading words, and pages of them."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

import zici.studio.curation
from reference import ref_curation as ref
from zici._progress import Step
from zici.errors import OptionError, OutputError
from zici.lexicon import Lexicon
from zici.studio.curation import Curation, Range, WordQuery, WordRow, _load, _pages

NAN = float("nan")


def shown(curation: Curation, **query: object) -> list[str]:
    return [row.word for row in curation.words(WordQuery(**query)).rows]  # type: ignore[arg-type]


def test_public_names() -> None:
    assert sorted(zici.studio.curation.__all__) == [
        "Conflict",
        "ConflictError",
        "Curation",
        "Decision",
        "MergeResult",
        "Range",
        "WordPage",
        "WordQuery",
        "WordRow",
        "reading",
        "writing",
    ]


def test_a_row_has_everything(curation: Curation) -> None:
    assert curation.word("词新") == WordRow(
        "词新", None, 2, {"pmi": 1.0, "rank": 6}, "undecided", None, None, None, 0, True, None
    )
    row = curation.word("的")
    assert row is not None
    assert (row.count, row.length, row.values) == (90, 1, {"pmi": None, "rank": 1})
    assert isinstance(row.values["rank"], int)
    assert curation.word("没有") is None


def test_before_anything_is_loaded_there_are_no_words(place: Path) -> None:
    with Curation(place) as curation:
        assert curation.words(WordQuery()).total == 0
        assert curation.ranges() == {}
        assert len(curation.curated()) == 0
        curation.decide({"新词": 0}, "accept", author="李")
        assert shown(curation) == ["新词"]


def test_order_and_ties(curation: Curation) -> None:
    by_default = ["的", "K线图", "新词", "发现", "新词儿", "词新"]
    assert shown(curation) == by_default
    assert shown(curation, sort=()) == by_default
    assert shown(curation, sort=[["count", True]]) == by_default
    assert shown(curation, sort=(("count", False),)) == ["新词儿", "发现", "K线图", "新词", "的", "词新"]
    assert shown(curation, sort=(("pmi", True),)) == ["K线图", "新词儿", "新词", "发现", "词新", "的"]
    assert shown(curation, sort=(("pmi", False),)) == ["词新", "发现", "新词", "新词儿", "K线图", "的"]
    assert shown(curation, sort=(("word", False),)) == ["K线图", "发现", "新词", "新词儿", "的", "词新"]
    assert shown(curation, sort=(("length", True), ("rank", True))) == [
        "新词儿", "K线图", "词新", "发现", "新词", "的",
    ]  # fmt: skip


def test_filters(curation: Curation) -> None:
    assert shown(curation, text="新词") == ["新词", "新词儿"]
    assert shown(curation, text="k线") == ["K线图"]
    assert shown(curation, text="%") == shown(curation, text="_") == []
    assert shown(curation, bounds={"count": (5, 8)}) == ["K线图", "新词", "发现"]
    assert shown(curation, bounds={"count": (4.5, 8.5)}) == ["K线图", "新词", "发现"]
    assert shown(curation, bounds={"pmi": (None, 6.5), "length": (2, None)}) == ["新词", "发现", "词新"]
    assert shown(curation, bounds={"count": (1e300, None)}) == []
    assert shown(curation, bounds={"count": (-1e300, 1e300)}) == ["的", "K线图", "新词", "发现", "新词儿"]
    assert shown(curation, bounds={"count": (None, -1e300)}) == []
    assert shown(curation, bounds={"pmi": (None, None)}) == shown(curation)


def test_signs_of_like_are_only_signs(place: Path) -> None:
    with Curation(place) as curation:
        curation.load_words(Lexicon.from_words({"100%": 3, "a_b": 2, "a/b": 1, "axb": 1}), stamp="1")
        assert shown(curation, text="%") == ["100%"]
        assert shown(curation, text="a_") == ["a_b"]
        assert shown(curation, text="A/") == ["a/b"]


def test_new_words(place: Path, lexicon: Lexicon) -> None:
    with Curation(place) as curation:
        curation.load_words(lexicon, stamp="1", new={"新词儿", "词新"})
        assert shown(curation, new=True) == ["新词儿", "词新"]
        assert shown(curation, new=False) == ["的", "K线图", "新词", "发现"]
        row = curation.word("词新")
        assert row is not None
        assert row.new is True


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"limit": 0}, "limit=0: expected 1 to 1000"),
        ({"limit": 1001}, "limit=1001"),
        ({"offset": -1}, "offset=-1"),
        ({"status": "good"}, "status='good': expected one of undecided"),
        ({"sort": (("beauty", True),)}, "column 'beauty': expected one of word, count, length, pmi, rank"),
        ({"bounds": {"beauty": (1, 2)}}, "column 'beauty'"),
        ({"bounds": {"word": (1, 2)}}, "bounds of word: expected a column of numbers"),
        ({"bounds": {"pmi": (NAN, None)}}, "bounds of pmi: expected numbers or None"),
        ({"sort": (("id; DROP TABLE words_1", True),)}, "expected one of word"),
    ],
)
def test_refused_queries(curation: Curation, query: dict[str, object], message: str) -> None:
    with pytest.raises(OptionError, match=message.replace("(", r"\(")):
        shown(curation, **query)


def test_ranges(curation: Curation) -> None:
    assert curation.ranges() == {
        "count": Range(3, 90),
        "length": Range(1, 3),
        "pmi": Range(1.0, 9.0),
        "rank": Range(1, 6),
    }


def test_columns_may_be_called_anything(place: Path) -> None:
    names = ["id", "PMI", "pmi", 'a"; DROP TABLE lexicon; --', "状态", "status", "v0"]
    lexicon = Lexicon(["甲", "乙"], {name: [1.5, i] for i, name in enumerate(names)})
    with Curation(place) as curation:
        curation.load_words(lexicon, stamp="1")
        row = curation.word("乙")
        assert row is not None
        assert row.values == {name: float(i) for i, name in enumerate(names)}
        assert shown(curation, sort=(('a"; DROP TABLE lexicon; --', True),)) == ["乙", "甲"]
        assert curation.curated() == lexicon.sort()


def test_the_same_stamp_is_not_loaded_again(curation: Curation, lexicon: Lexicon) -> None:
    assert not curation.load_words(Lexicon.from_words({"甲": 1}), stamp="1")
    assert curation.words(WordQuery()).total == len(lexicon)
    assert curation.load_words(Lexicon.from_words({"甲": 1}), stamp="2")
    assert shown(curation) == ["甲"]
    assert set(curation.ranges()) == {"count", "length"}


def test_progress(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zici.studio.curation._load.CHUNK", 2)
    steps: list[Step] = []
    with Curation(place) as curation:
        curation.load_words(Lexicon.from_words({"甲": 1, "乙": 2, "丙": 3}), stamp="1", progress=steps.append)
        assert shown(curation) == ["丙", "乙", "甲"]
    assert steps == [Step("load words", done, 3, "items") for done in (0, 2, 3)]


def test_readers_keep_the_old_words_while_new_ones_are_loaded(
    curation: Curation, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zici.studio.curation._load.CHUNK", 1)
    seen = []

    def look(step: Step) -> None:
        with Curation(place) as other:
            seen.append((shown(curation, limit=1), shown(other, limit=1)))

    curation.load_words(Lexicon.from_words({"甲": 200, "乙": 1}), stamp="2", progress=look)
    assert seen == [(["的"], ["的"])] * 3
    assert shown(curation) == ["甲", "乙"]


def test_an_error_on_the_way_leaves_the_old_words(curation: Curation) -> None:
    def stop(step: Step) -> None:
        raise KeyboardInterrupt

    before = curation.words(WordQuery())
    with pytest.raises(KeyboardInterrupt):
        curation.load_words(Lexicon.from_words({"甲": 1}), stamp="2", progress=stop)
    assert curation.words(WordQuery()) == before
    assert curation.load_words(Lexicon.from_words({"甲": 1}), stamp="2")


def test_what_is_decided_during_a_load_is_not_lost(
    curation: Curation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As servers let others decide meanwhile: at first, what is decided already is not seen."""
    curation.decide({"发现": 0, "新词": 0, "手加": 0}, "accept", author="李")
    answers = [{"的": (2, 5)}, _load._decided]

    def decided(connection: Connection) -> Any:
        answer = answers.pop(0)
        return answer(connection) if callable(answer) else answer

    monkeypatch.setattr(_load, "_decided", decided)
    curation.load_words(Lexicon.from_words({"的": 9, "发现": 8, "新词": 7}), stamp="2")
    assert [row.word for row in curation.words(WordQuery(status="accepted")).rows] == ["发现", "新词", "手加"]
    row = curation.word("的")
    assert row is not None
    assert row.status == "undecided"


@pytest.mark.parametrize("word", ["长" * 501, "坏\ud800"])
def test_words_that_no_database_holds(place: Path, word: str) -> None:
    with Curation(place) as curation, pytest.raises(OutputError, match=r"501 characters|surrogate"):
        curation.load_words(Lexicon([word]), stamp="1")


def test_pages_from_many_threads(curation: Curation) -> None:
    found: list[list[str]] = []

    def read() -> None:
        found.extend(shown(curation, sort=(("pmi", True),)) for _ in range(20))

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 160
    assert len({tuple(words) for words in found}) == 1


NUMBERS = st.one_of(st.just(NAN), st.sampled_from([0.0, 1.0, 1.5, -2.0]), st.floats(-9, 9))
WORDS = st.text(alphabet="甲乙aAB%_/", min_size=1, max_size=3)
ENDS = st.tuples(st.none() | st.floats(-3, 6), st.none() | st.floats(-3, 6))
SORTS = st.lists(
    st.tuples(st.sampled_from(["count", "length", "pmi", "rank", "word"]), st.booleans()), max_size=3
)


@settings(max_examples=40)
@given(
    rows=st.dictionaries(
        WORDS, st.tuples(st.integers(-1, 3), NUMBERS, st.integers(-5, 5)), min_size=1, max_size=25
    ),
    text=st.text(alphabet="甲乙aAB%_/", max_size=2),
    bounds=st.dictionaries(st.sampled_from(["count", "length", "pmi", "rank"]), ENDS, max_size=3),
    sort=SORTS,
    limit=st.integers(1, 7),
    rejected=st.integers(0, 3),
    status=st.sampled_from([None, "rejected", "undecided"]),
    far=st.sampled_from([0, 1, 50_000]),
)
def test_pages_joined_are_the_whole_list(
    tmp_path_factory: pytest.TempPathFactory,
    blank: Path,
    rows: dict[str, tuple[int, float, int]],
    text: str,
    bounds: dict[str, tuple[float | None, float | None]],
    sort: list[tuple[str, bool]],
    limit: int,
    rejected: int,
    status: str | None,
    far: int,
) -> None:
    columns = [np.array(values) for values in zip(*rows.values(), strict=True)]
    lexicon = Lexicon(list(rows), dict(zip(("count", "pmi", "rank"), columns, strict=True)))
    refused = sorted(rows)[:rejected]
    expected_rows = [
        {
            "word": word,
            "count": rows[word][0] if rows[word][0] >= 0 else None,
            "length": len(word),
            "pmi": None if np.isnan(rows[word][1]) else rows[word][1],
            "rank": rows[word][2],
            "status": "rejected" if word in refused else "undecided",
        }
        for word in lexicon.sort().words
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_pages, "_FAR", far)
        patch.setattr(_pages, "_FAR_BY_COUNT", far)
        place = shutil.copy(blank, tmp_path_factory.mktemp("pages"))
        with Curation(place) as curation:
            curation.load_words(lexicon, stamp="1")
            if refused:
                curation.decide(dict.fromkeys(refused), "reject", author="李")
            for offset in range(0, len(rows) + limit, limit):
                query = WordQuery(text, status, bounds, tuple(sort), offset, limit)
                page = curation.words(query)
                expected = ref.page(expected_rows, text, status, bounds, sort, offset, limit)
                assert ([row.word for row in page.rows], page.total) == expected

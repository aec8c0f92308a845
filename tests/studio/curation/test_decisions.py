"""Deciding, undo and redo, and what the decisions make of a lexicon."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reference import ref_curation as ref
from zici.errors import InputError, OptionError
from zici.lexicon import Lexicon
from zici.studio.curation import ConflictError, Curation, Decision, WordQuery

NAN = float("nan")


def status_of(curation: Curation, word: str) -> str | None:
    row = curation.word(word)
    return None if row is None else row.status


def test_a_decision_is_given_and_shown(curation: Curation) -> None:
    made = curation.decide({"新词儿": 0}, "merge", author="李", target="新词", note="儿化")
    time = datetime(2026, 1, 31, 12, 0, 1, tzinfo=UTC)
    assert made == [Decision("新词儿", "merge", "merged", "新词", "儿化", "李", time, 1)]
    row = curation.word("新词儿")
    assert row is not None
    assert (row.status, row.target, row.author, row.time, row.version) == ("merged", "新词", "李", time, 1)
    assert curation.words(WordQuery(status="merged")).rows == [row]
    assert curation.history("新词儿") == made
    assert curation.counts() == {"undecided": 5, "accepted": 0, "rejected": 0, "renamed": 0, "merged": 1}


def test_totals_follow_decisions(curation: Curation) -> None:
    queries = [WordQuery(status="rejected"), WordQuery(status="undecided"), WordQuery(text="新")]
    assert [curation.words(query).total for query in queries] == [0, 6, 3]
    curation.decide({"新词": 0, "的": 0}, "reject", author="李")
    assert [curation.words(query).total for query in queries] == [2, 4, 3]
    curation.decide({"新鲜": 0}, "accept", author="李")
    assert [curation.words(query).total for query in queries] == [2, 4, 4]


def test_the_latest_decisions_first(curation: Curation) -> None:
    for word in ("发现", "新词", "的"):
        curation.decide({word: 0}, "accept", author="李")
    page = curation.words(WordQuery(sort=(("time", True),), limit=3))
    assert [row.word for row in page.rows] == ["的", "新词", "发现"]


def test_who_has_seen_an_older_version_changes_nothing(curation: Curation) -> None:
    curation.decide({"新词": 0}, "accept", author="李")
    with pytest.raises(ConflictError, match="'新词': 李 decided on it at 2026-01-31 12:00:01 UTC") as caught:
        curation.decide({"发现": 0, "新词": 0}, "reject", author="王")
    assert (caught.value.word, caught.value.author) == ("新词", "李")
    assert caught.value.time == datetime(2026, 1, 31, 12, 0, 1, tzinfo=UTC)
    assert isinstance(caught.value, InputError)
    assert (status_of(curation, "发现"), status_of(curation, "新词")) == ("undecided", "accepted")
    curation.decide({"发现": 0, "新词": 1}, "reject", author="王")
    curation.decide({"新词": None}, "clear", author="李")
    assert [one.author for one in curation.history("新词")] == ["李", "王", "李"]
    with pytest.raises(OptionError, match="its version is 0"):
        curation.decide({"的": 4}, "accept", author="王")


def test_words_by_hand(curation: Curation) -> None:
    curation.decide({"元宇宙": 0}, "accept", author="李")
    row = curation.word("元宇宙")
    assert row is not None
    assert (row.count, row.length, row.values, row.listed) == (None, 3, {"pmi": None, "rank": None}, False)
    assert curation.words(WordQuery()).rows[-1] == row
    curated = curation.curated()
    assert curated["元宇宙"].count == -1
    assert curated.columns["rank"].dtype == np.float64
    curation.decide({"元宇宙": 1}, "clear", author="李")
    assert curation.word("元宇宙") is None
    assert curation.words(WordQuery()).total == 6
    curation.undo(author="李")
    assert status_of(curation, "元宇宙") == "accepted"


def test_decisions_stay_when_another_lexicon_comes(curation: Curation) -> None:
    curation.decide({"新词儿": 0}, "merge", author="李", target="新词")
    curation.decide({"发现": 0}, "accept", author="李")
    curation.load_words(Lexicon.from_words({"发现": 50, "新词": 2, "量子": 7}), stamp="2")
    rows = {row.word: row for row in curation.words(WordQuery()).rows}
    assert list(rows) == ["发现", "量子", "新词", "新词儿"]
    assert (rows["发现"].status, rows["发现"].count, rows["发现"].author) == ("accepted", 50, "李")
    gone = rows["新词儿"]
    assert (gone.status, gone.target, gone.count, gone.version, gone.listed) == (
        "merged",
        "新词",
        None,
        1,
        False,
    )
    assert curation.counts()["merged"] == 1
    curation.decide({"新词儿": 1}, "clear", author="王")
    assert curation.word("新词儿") is None
    curation.load_words(Lexicon.from_words({"新词儿": 1}), stamp="3")
    row = curation.word("新词儿")
    assert row is not None
    assert (row.status, row.version, row.author) == ("undecided", 2, "王")


def test_time_goes_on_where_the_clock_does_not(curation: Curation, clock: Any) -> None:
    first = curation.decide({"新词": None}, "accept", author="李")[0].time
    clock.time = datetime(2020, 1, 1, tzinfo=UTC)
    second = curation.decide({"新词": None}, "reject", author="李")[0].time
    third = curation.undo(author="李")[0].time
    assert first < second < third


@pytest.mark.parametrize(
    ("words", "action", "target", "message"),
    [
        ({}, "accept", None, "expected at least one"),
        ({"新词": 0}, "like", None, "action='like': expected one of accept, reject, rename, merge, clear"),
        ({"新词": 0}, "accept", "发现", "accept takes none"),
        ({"新词": 0}, "rename", None, "expected a target"),
        ({"新词": 0}, "rename", " ", "target: expected text"),
        ({"新词": 0}, "merge", "新词", "expected another word as target"),
        ({"新词": 0}, "merge", "没有", "there is no such word"),
        ({" ": 0}, "accept", None, "word: expected text"),
        ({"新\n词": 0}, "accept", None, "no control characters"),
        ({"新\ud800": 0}, "accept", None, "no control characters"),
        ({"新" * 501: 0}, "accept", None, "at most 500 characters"),
    ],
)
def test_refused_decisions(
    curation: Curation, words: dict[str, int | None], action: str, target: str | None, message: str
) -> None:
    with pytest.raises(OptionError, match=message):
        curation.decide(words, action, author="李", target=target)
    assert curation.counts()["undecided"] == 6
    assert curation.undo(author="李") == []


def test_an_author_is_needed(curation: Curation) -> None:
    with pytest.raises(OptionError, match="author: expected text"):
        curation.decide({"新词": 0}, "accept", author="")
    with pytest.raises(OptionError, match="note: expected at most"):
        curation.decide({"新词": 0}, "accept", author="李", note="好" * 5001)


def test_circles_are_refused(curation: Curation) -> None:
    curation.decide({"新词": 0}, "rename", author="李", target="词新")
    curation.decide({"词新": 0}, "merge", author="李", target="发现")
    with pytest.raises(OptionError, match="新词 -> 词新 -> 发现 -> 新词: the words would lead round"):
        curation.decide({"发现": 0}, "rename", author="王", target="新词")
    assert status_of(curation, "发现") == "undecided"
    curation.undo(author="李")
    curation.decide({"发现": 0}, "rename", author="王", target="新词")
    with pytest.raises(OptionError, match="lead round in a circle"):
        curation.redo(author="李")
    assert status_of(curation, "词新") == "undecided"


def test_undo_and_redo_of_many_words(curation: Curation) -> None:
    curation.decide({"新词": 0, "发现": 0}, "accept", author="李")
    curation.decide({"新词": 1}, "reject", author="李", note="不")
    assert [(one.word, one.status, one.action) for one in curation.undo(author="李")] == [
        ("新词", "accepted", "undo")
    ]
    assert {one.word: one.status for one in curation.undo(author="李")} == {
        "新词": "undecided",
        "发现": "undecided",
    }
    assert curation.undo(author="李") == []
    assert {one.status for one in curation.redo(author="李")} == {"accepted"}
    assert [(one.status, one.note) for one in curation.redo(author="李")] == [("rejected", "不")]
    assert curation.redo(author="李") == []
    assert [one.action for one in curation.history("新词")] == [
        "accept", "reject", "undo", "undo", "redo", "redo",
    ]  # fmt: skip


def test_everyone_has_steps_of_their_own(curation: Curation) -> None:
    curation.decide({"新词": 0}, "accept", author="李")
    curation.decide({"发现": 0}, "reject", author="王")
    assert [one.word for one in curation.undo(author="李")] == ["新词"]
    assert curation.undo(author="张") == []
    assert status_of(curation, "发现") == "rejected"


def test_undo_stops_where_somebody_else_decided(curation: Curation) -> None:
    curation.decide({"新词": 0, "发现": 0}, "accept", author="李")
    curation.decide({"新词": 1}, "reject", author="王")
    with pytest.raises(ConflictError, match="王"):
        curation.undo(author="李")
    assert (status_of(curation, "新词"), status_of(curation, "发现")) == ("rejected", "accepted")
    curation.undo(author="王")
    assert {one.word for one in curation.undo(author="李")} == {"新词", "发现"}


def test_a_new_decision_ends_redo(curation: Curation) -> None:
    curation.decide({"新词": 0}, "accept", author="李")
    curation.undo(author="李")
    curation.decide({"发现": 0}, "accept", author="李")
    assert curation.redo(author="李") == []


def test_undo_survives_the_program(curation: Curation, place: Any) -> None:
    curation.decide({"新词": 0}, "accept", author="李")
    curation.close()
    with Curation(place) as again:
        assert [one.status for one in again.undo(author="李")] == ["undecided"]
    with Curation(place) as again:
        assert [one.status for one in again.redo(author="李")] == ["accepted"]


MOVES = st.lists(
    st.one_of(
        st.tuples(
            st.just("decide"),
            st.sampled_from("李王"),
            st.sets(st.sampled_from("甲乙丙丁"), min_size=1, max_size=3),
            st.sampled_from(["accept", "reject", "clear", "rename", "merge"]),
            st.sampled_from("甲乙丙"),
        ),
        st.tuples(st.sampled_from(["undo", "redo"]), st.sampled_from("李王")),
        st.just(("restart",)),
    ),
    max_size=20,
)


@settings(max_examples=30)
@given(MOVES)
def test_any_moves_are_those_of_the_slow_twin(
    tmp_path_factory: pytest.TempPathFactory, blank: Path, moves: list[tuple[Any, ...]]
) -> None:
    model = ref.Decisions()
    place = shutil.copy(blank, tmp_path_factory.mktemp("moves"))
    curation = Curation(place)
    curation.load_words(Lexicon.from_words({"甲": 3, "乙": 2, "丙": 1}), stamp="1")
    names = {"accept": "accepted", "reject": "rejected", "clear": "undecided"}
    for move in moves:
        if move[0] == "restart":
            curation.close()
            curation = Curation(place)
        elif move[0] == "decide":
            _, author, words, action, other = move
            target = other if action in ("rename", "merge") else None
            if target in words:
                continue
            state = (names.get(action, action + "d"), target, "")
            expected = model.decide(author, words, state)
            try:
                curation.decide(dict.fromkeys(sorted(words)), action, author=author, target=target)
                found = "done"
            except OptionError:
                found = "circle"
            assert found == expected
        else:
            expected = getattr(model, move[0])(move[1])
            try:
                found = "done" if getattr(curation, move[0])(author=move[1]) else "nothing"
            except ConflictError:
                found = "conflict"
            except OptionError:
                found = "circle"
            assert found == expected
        for word in "甲乙丙丁":
            status, target, _ = model.at(word)[0]
            row = curation.word(word)
            assert (row.status, row.target) == (status, target) if row else status == "undecided"
    curation.close()


def test_curated(curation: Curation) -> None:
    curation.decide({"的": 0}, "reject", author="李")
    curation.decide({"新词儿": 0}, "merge", author="李", target="新词")
    curation.decide({"发现": 0}, "rename", author="李", target="发觉")
    curation.decide({"K线图": 0}, "accept", author="李")
    curated = curation.curated()
    expected = Lexicon(
        ["新词", "K线图", "发觉", "词新"],
        {"count": [11, 8, 5, -1], "pmi": [6.5, 9.0, 4.0, 1.0], "rank": [2, 3, 4, 6]},
    )
    assert curated == expected
    assert curated.meta == {"method": "ngram"}
    assert curation.curated(undecided=False).to_dict() == {"新词": 11, "K线图": 8, "发觉": 5}


def test_what_is_merged_into_a_rejected_word_is_gone(curation: Curation) -> None:
    curation.decide({"新词儿": 0}, "merge", author="李", target="新词")
    curation.decide({"新词": 0}, "rename", author="李", target="发现")
    assert curation.curated()["发现"].count == 16
    curation.decide({"发现": 0}, "reject", author="李")
    assert set(curation.curated()) == {"的", "K线图", "词新"}


@settings(max_examples=30)
@given(
    counts=st.dictionaries(st.sampled_from("甲乙丙丁戊"), st.integers(-1, 5), min_size=1),
    moves=st.lists(
        st.tuples(
            st.sampled_from("甲乙丙丁戊己"),
            st.sampled_from(["accept", "reject", "clear", "rename"]),
            st.sampled_from("甲乙丙丁戊己庚"),
        ),
        max_size=10,
    ),
)
def test_curated_is_that_of_the_slow_twin(
    tmp_path_factory: pytest.TempPathFactory,
    blank: Path,
    counts: dict[str, int],
    moves: list[tuple[str, str, str]],
) -> None:
    states: dict[str, tuple[str, str | None]] = {}
    with Curation(shutil.copy(blank, tmp_path_factory.mktemp("curated"))) as curation:
        curation.load_words(Lexicon.from_words(counts), stamp="1")
        for word, action, target in moves:
            try:
                made = curation.decide(
                    {word: None}, action, author="李", target=target if action == "rename" else None
                )
            except OptionError:
                continue
            states[word] = (made[0].status, made[0].target)
        known = {word: count if count >= 0 else None for word, count in counts.items()}
        for undecided in (True, False):
            expected = ref.curated(known, states, undecided)
            found = curation.curated(undecided=undecided).to_dict()
            assert found == {word: -1 if count is None else count for word, count in expected.items()}

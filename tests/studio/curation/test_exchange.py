"""Decisions go out as lines, and those of others come in."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zici.errors import FormatError, InputError, OptionError, OutputError
from zici.lexicon import Lexicon
from zici.studio.curation import Curation, MergeResult, WordQuery

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


def line(word: str, status: str = "accepted", *, seconds: int = 0, **more: Any) -> str:
    time = (NOON + timedelta(seconds=seconds)).isoformat()
    return json.dumps({"word": word, "status": status, "author": "王", "time": time, **more})


def test_lines_are_as_documented(curation: Curation, tmp_path: Path) -> None:
    curation.decide({"新词儿": 0}, "merge", author="李", target="新词", note="儿化")
    curation.decide({"发现": 0}, "accept", author="王")
    curation.decide({"发现": 1}, "clear", author="王")
    assert curation.export_decisions(tmp_path / "d.jsonl") == 2
    assert (tmp_path / "d.jsonl").read_text(encoding="utf-8") == (
        '{"word": "发现", "status": "undecided", "target": null, "note": "", "author": "王", '
        '"time": "2026-01-31T12:00:03.000000Z"}\n'
        '{"word": "新词儿", "status": "merged", "target": "新词", "note": "儿化", "author": "李", '
        '"time": "2026-01-31T12:00:01.000000Z"}\n'
    )


def test_merging_into_nothing_and_again(curation: Curation, tmp_path: Path) -> None:
    curation.decide({"新词儿": 0}, "merge", author="李", target="新词")
    curation.decide({"元宇宙": 0}, "accept", author="王")
    curation.export_decisions(tmp_path / "d.jsonl")
    with Curation(tmp_path / "other.sqlite") as other:
        assert other.merge_decisions(tmp_path / "d.jsonl") == MergeResult(2, 0, ())
        other.export_decisions(tmp_path / "again.jsonl")
        assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "d.jsonl").read_bytes()
        assert [row.word for row in other.words(WordQuery(status="accepted")).rows] == ["元宇宙"]
        assert other.history("元宇宙")[0].action == "import"
        assert other.merge_decisions(str(tmp_path / "d.jsonl")) == MergeResult(0, 2, ())
        assert len(other.history("元宇宙")) == 1


def test_the_newer_one_wins(curation: Curation) -> None:
    curation.decide({"新词": 0, "发现": 0}, "accept", author="李")  # a second after noon
    lines = [line("新词", "rejected", seconds=5), line("发现", "rejected"), line("的", "rejected")]
    first = curation.merge_decisions(lines)
    assert (first.added, first.same) == (1, 0)
    assert [(one.theirs.word, one.ours.status, one.taken) for one in first.conflicts] == [
        ("新词", "accepted", "theirs"),
        ("发现", "accepted", "ours"),
    ]
    row = curation.word("新词")
    assert row is not None
    assert (row.status, row.author, row.time) == ("rejected", "王", NOON + timedelta(seconds=5))
    again = curation.merge_decisions(lines)
    assert (again.added, again.same, [one.taken for one in again.conflicts]) == (0, 2, ["ours"])
    assert curation.word("新词") == row


def test_of_one_word_twice_in_a_file_the_newer_counts(curation: Curation) -> None:
    assert curation.merge_decisions([line("的", "rejected", seconds=3), "", line("的")]).added == 1
    assert curation.counts()["rejected"] == 1


def test_merging_is_a_step_of_who_merges(curation: Curation) -> None:
    curation.decide({"新词": 0}, "accept", author="李")
    curation.merge_decisions([line("新词", "rejected", seconds=9), line("的")], author="李")
    assert {one.word: one.status for one in curation.undo(author="李")} == {
        "新词": "accepted",
        "的": "undecided",
    }
    curation.merge_decisions([line("的", seconds=99)])
    assert [one.word for one in curation.undo(author="李")] == ["新词"]


def test_circles_do_not_come_in(curation: Curation) -> None:
    curation.decide({"新词": 0}, "rename", author="李", target="发现")
    lines = [
        line("发现", "renamed", target="新词", seconds=9),
        line("甲", "renamed", target="乙"),
        line("乙", "renamed", target="甲", seconds=1),
        line("丙", "renamed", target="丁"),
    ]
    result = curation.merge_decisions(lines)
    assert (result.added, result.same, result.conflicts) == (2, 0, ())
    assert result.circles == ("乙", "发现")
    assert curation.counts()["renamed"] == 3
    assert curation.merge_decisions(lines).circles == ("乙", "发现")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("no json", ":2: expected a decision .* found 'no json'; nothing was changed"),
        ("[" * 100_000, "found"),
        ('{"word": "甲"}', ":2: expected a decision"),
        ("[1]", ":2: expected a decision"),
        (line("甲", "good"), "status 'good', none of"),
        (line("甲", "renamed"), "expected a target"),
        (line("甲", "accepted", target="乙"), "accept takes none"),
        (line(" "), "word: expected text"),
        (line("甲", note=3), "note: expected text"),
        (line("甲").replace("+00:00", ""), "time '2026-01-31T12:00:00', expected one such as"),
        (line("甲", seconds=99 * 86400), "lies in the future"),
        (line("甲").replace("2026-01-31", "0001-01-01").replace("+00:00", "+23:00"), "expected one such as"),
        (line("甲").replace('"accepted"', "[]"), "status"),
    ],
)
def test_lines_that_are_no_decisions(curation: Curation, tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text(line("的") + "\n" + text + "\n", encoding="utf-8")
    with pytest.raises(FormatError, match=message):
        curation.merge_decisions(path)
    assert curation.counts()["undecided"] == 6


def test_files_that_are_no_text(curation: Curation, tmp_path: Path) -> None:
    (tmp_path / "d.jsonl").write_bytes(b"\xff\xfe{}")
    with pytest.raises(FormatError, match=r"d\.jsonl:1: .* bytes that are not UTF-8"):
        curation.merge_decisions(tmp_path / "d.jsonl")
    (tmp_path / "long.jsonl").write_bytes(b" " * 100_000)
    with pytest.raises(FormatError, match="a line of more than 65,536 bytes"):
        curation.merge_decisions(tmp_path / "long.jsonl")
    with pytest.raises(InputError, match=r"none\.jsonl: can't be read"):
        curation.merge_decisions(tmp_path / "none.jsonl")
    with pytest.raises(OutputError, match="can't be written"):
        curation.export_decisions(tmp_path / "none" / "d.jsonl")
    with pytest.raises(OptionError, match="author"):
        curation.merge_decisions([], author=" ")


MOVES = st.lists(
    st.tuples(
        st.sampled_from("甲乙丙"),
        st.sampled_from(["accept", "reject", "clear"]),
        st.sampled_from(["", "好", '"\\']),
        st.integers(0, 3),
    ),
    max_size=6,
)


@settings(max_examples=15)
@given(MOVES, MOVES)
def test_two_sides_come_to_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    blank: Path,
    left: list[tuple[Any, ...]],
    right: list[tuple[Any, ...]],
) -> None:
    folder = tmp_path_factory.mktemp("sides")
    for name in "李王":
        shutil.copy(blank, folder / f"{name}.sqlite")
    sides = []
    for name, moves in (("李", left), ("王", right)):
        times = iter([NOON + timedelta(seconds=move[3]) for move in moves])
        with Curation(folder / f"{name}.sqlite", clock=lambda times=times: next(times)) as made:  # type: ignore[misc]
            for word, action, note, _ in moves:
                made.decide({word: None}, action, author=name, note=note)
            made.export_decisions(folder / f"{name}.jsonl")
        sides.append(Curation(folder / f"{name}.sqlite", clock=lambda: NOON))
    for side, other in zip(sides, "王李", strict=True):
        side.merge_decisions(folder / f"{other}.jsonl")
    for i, side in enumerate(sides):
        side.export_decisions(folder / f"{i}.jsonl")
        result = side.merge_decisions(folder / "0.jsonl")
        assert (result.added, result.conflicts) == (0, ())
        side.close()
    assert (folder / "0.jsonl").read_bytes() == (folder / "1.jsonl").read_bytes()


def test_decisions_come_before_the_lexicon(place: Path, lexicon: Lexicon) -> None:
    with Curation(place) as curation:
        curation.merge_decisions([line("新词"), line("没有")])
        curation.load_words(lexicon, stamp="1")
        assert [row.word for row in curation.words(WordQuery(status="accepted")).rows] == ["新词", "没有"]

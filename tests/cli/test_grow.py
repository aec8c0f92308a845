"""``zici discover --add``: more text into saved counts, and what changes."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from zici.ngrams import NgramCounts

from .conftest import PROGRAM, Runner


@pytest.fixture
def counts(run: Runner, text: Path, tmp_path: Path) -> Path:
    assert run("count", text, "-o", tmp_path / "counts").code == 0
    return tmp_path / "counts"


@pytest.fixture
def more(tmp_path: Path) -> Path:
    """Text with a new word, and much more of an old one."""
    path = tmp_path / "more.txt"
    path.write_text("云朵。语料。天地新人。" * 300, encoding="utf-8")
    return path


def kinds(run: Runner, *arguments: object) -> dict[str, dict[str, dict[str, float]]]:
    result = run("discover", *arguments, "--json")
    assert (result.code, result.err) == (0, "")
    found: dict[str, dict[str, dict[str, float]]] = {}
    for row in json.loads(result.out):
        found.setdefault(row.pop("change"), {})[row.pop("word")] = row
    return found


def test_words_appear_rise_and_fall(run: Runner, counts: Path, more: Path, text: Path) -> None:
    before = NgramCounts.load(counts).count("语料")
    found = kinds(run, "--add", more, counts)
    assert found["appeared"]["云朵"]["old_count"] == 0
    assert found["appeared"]["云朵"]["count"] == 300
    assert found["rose"]["语料"]["old_count"] == before
    assert found["rose"]["语料"]["ratio"] > 1.5
    assert "发现" in found["fell"]


def test_the_counts_are_those_of_all_the_text(
    run: Runner, counts: Path, more: Path, text: Path, tmp_path: Path
) -> None:
    kinds(run, "--add", more, counts)
    run("count", text, more, "-o", tmp_path / "both", "--min-count", 2)
    assert run("discover", "--counts", counts).out == run("discover", "--counts", tmp_path / "both").out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["both", "counts", "more.txt"]


def test_words_vanish_where_their_parts_come_alone(run: Runner, counts: Path, tmp_path: Path) -> None:
    path = tmp_path / "parts.txt"
    path.write_text("语。料。" * 30_000, encoding="utf-8")
    assert "语料" in kinds(run, "--add", path, counts)["vanished"]


def test_the_table_and_the_file(run: Runner, counts: Path, more: Path, tmp_path: Path) -> None:
    shown = run("discover", "--add", more, counts, "--top", 1)
    assert (shown.code, shown.err) == (0, "")
    assert "appeared: " in shown.out
    assert "云朵" in shown.out
    run("discover", "--add", more, counts, "-o", tmp_path / "changes.tsv")
    rows = (tmp_path / "changes.tsv").read_text(encoding="utf-8").splitlines()
    assert rows[0] == "change\tword\tcount\told_count\tratio\tg2"
    assert {row.split("\t")[0] for row in rows[1:]} <= {"appeared", "vanished", "rose", "fell"}


def test_nothing_changed_is_said(run: Runner, counts: Path, text: Path) -> None:
    out = run("discover", "--add", text, counts).out
    assert "appeared: 0\n" in out
    assert "rose: 0\n" in out


def test_lengths_and_known_words(run: Runner, counts: Path, more: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.txt"
    known.write_text("云朵\n", encoding="utf-8")
    found = kinds(run, "--add", more, counts, "--min-length", 2, "--exclude", known)
    words = {word for some in found.values() for word in some}
    assert "语料" in words
    assert "云朵" not in words
    assert min(map(len, words)) == 2


def test_words_out_of_a_text_that_had_none(run: Runner, text: Path, tmp_path: Path) -> None:
    small = tmp_path / "small.txt"
    small.write_text("甲乙丙", encoding="utf-8")
    run("count", small, "-o", tmp_path / "counts", "--min-count", 2)
    assert "语料" in kinds(run, "--add", text, tmp_path / "counts")["appeared"]


def test_no_counts_there(run: Runner, more: Path, tmp_path: Path) -> None:
    for folder in (tmp_path / "none", more):
        result = run("discover", "--add", more, folder)
        assert (result.code, result.out) == (1, "")
        assert f"{folder}: expected a folder of n-gram counts" in result.line
    assert [path.name for path in tmp_path.iterdir()] == ["more.txt"]


def test_a_wrong_option_leaves_the_counts_alone(run: Runner, counts: Path, more: Path) -> None:
    before = {path.name: path.read_bytes() for path in counts.iterdir()}
    assert "order" in run("discover", "--add", more, counts, "--order", 9).line
    assert {path.name: path.read_bytes() for path in counts.iterdir()} == before


def test_two_runs_on_one_folder(run: Runner, counts: Path, more: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    first = subprocess.Popen(
        [*PROGRAM, "discover", "--add", str(pipe), str(counts)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with pipe.open("wb") as writer:
        second = run("discover", "--add", more, counts)
        writer.write(more.read_bytes())
    _, err = first.communicate(timeout=60)
    assert second.code == 1
    assert f"{counts}: process {first.pid} is writing it now" in second.line
    assert (first.returncode, err) == (0, b"")

"""``zici count``: n-grams on standard output, or counts in a folder."""

from __future__ import annotations

import json
from pathlib import Path

from zici.ngrams import NgramCounts

from .conftest import Runner


def test_ngrams_are_printed_most_frequent_first(run: Runner) -> None:
    result = run("count", "--order", 2, "--min-count", 1, stdin="北京的北京大学".encode())
    rows = result.out.splitlines()
    assert (result.code, result.err) == (0, "")
    assert rows[:2] == ["ngram\tcount", "京\t2"]
    assert "北京\t2" in rows
    assert len(rows) == 1 + 5 + 5


def test_top_is_by_length(run: Runner) -> None:
    rows = run(
        "count", "--order", 2, "--min-count", 1, "--top", 1, stdin="北京的北京大学".encode()
    ).out.splitlines()
    assert rows == ["ngram\tcount", "京\t2", "北京\t2"]


def test_a_folder_of_counts_loads(run: Runner, text: Path, tmp_path: Path) -> None:
    result = run("count", text, "-o", tmp_path / "counts", "--json", "--min-count", "1:1,2:3")
    counts = NgramCounts.load(tmp_path / "counts")
    rows = json.loads(result.out)
    assert [row["ngrams"] for row in rows] == [counts.size(n) for n in range(1, 5)]
    assert [row["min_count"] for row in rows] == [1, 3, 3, 3]
    assert counts.count("语料") == text.read_text(encoding="utf-8").count("语料") > 50
    assert [path.name for path in tmp_path.iterdir()] == ["counts"]


def test_a_pipe_is_counted_as_a_file_is(run: Runner, text: Path, tmp_path: Path) -> None:
    run("count", text, "-o", tmp_path / "file")
    assert run("count", "-o", tmp_path / "pipe", stdin=text.read_bytes()).code == 0
    assert (
        run("discover", "--counts", tmp_path / "pipe").out
        == run("discover", "--counts", tmp_path / "file").out
    )


def test_text_is_added_exactly(run: Runner, text: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    run("count", text, "-o", first)
    assert run("count", text, "--add-to", first, "-o", second).code == 0
    assert NgramCounts.load(second).count("语料") == 2 * NgramCounts.load(first).count("语料")


def test_a_folder_of_other_things_is_not_replaced(run: Runner, text: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    result = run("count", text, "-o", tmp_path)
    assert result.code == 1
    assert "found other files" in result.line
    assert (tmp_path / "thesis.txt").read_text() == "years of work"

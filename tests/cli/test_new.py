"""``zici new``: words that a dictionary lacks, with the places where they stand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zici.lexicon import Lexicon

from .conftest import Run, Runner

LOW = ("--min-cohesion", 1, "--min-freedom", 1)


@pytest.fixture
def known(tmp_path: Path) -> Path:
    path = tmp_path / "known.txt"
    path.write_text("语料 30 n\n", encoding="utf-8")
    return path


def rows(result: Run) -> dict[str, dict[str, object]]:
    assert (result.code, result.err) == (0, "")
    return {row["word"]: row for row in json.loads(result.out)}


def test_words_that_the_dictionary_lacks(run: Runner, text: Path, known: Path) -> None:
    found = rows(run("new", text, "--against", known, *LOW, "--json"))
    assert {"新词", "发现"} <= set(found)
    assert "语料" not in found
    assert min(map(len, found)) == 2
    source = text.read_text(encoding="utf-8")
    for word, row in found.items():
        assert row["pmi"] >= 1
        assert min(row["left_entropy"], row["right_entropy"]) >= 1
        assert len(row["contexts"]) == 3
        for place in row["contexts"]:
            assert f"【{word}】" in place
            assert place.replace("【", "").replace("】", "") in source


def test_any_number_of_dictionaries(run: Runner, text: Path, known: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("新词\n", encoding="utf-8")
    found = rows(run("new", text, "--against", known, "--against", other, *LOW, "--json"))
    assert "发现" in found
    assert not {"新词", "语料"} & set(found)


def test_as_many_contexts_as_asked_for(run: Runner, text: Path, known: Path) -> None:
    for number in (0, 1, 5):
        options = ("--against", known, *LOW, "--top", 2, "--contexts", number, "--json")
        found = rows(run("new", text, *options))
        assert [len(row["contexts"]) for row in found.values()] == [number] * 2


def test_the_page_shows_the_most_frequent(run: Runner, text: Path, known: Path) -> None:
    result = run("new", text, "--against", known, *LOW, "--top", 1, "--contexts", 2)
    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    assert " times, cohesion " in lines[0]
    assert [line[:4] for line in lines[1:]] == ["    "] * 2


def test_the_table_is_a_word_list_for_every_command(
    run: Runner, text: Path, known: Path, tmp_path: Path
) -> None:
    table = tmp_path / "new.tsv"
    assert run("new", text, "--against", known, *LOW, "-o", table).out == ""
    head, *lines = table.read_text(encoding="utf-8").splitlines()
    assert head == "word\tcount\tpmi\tweight\tleft_entropy\tright_entropy\tcontexts"
    assert all(line.count(" | ") == 2 for line in lines)
    assert "新词" in Lexicon.load(table)
    assert run("cut", "-l", table, stdin="新词发现".encode()).out == "新词 发现"
    assert run("new", text, "--against", known, "--against", table, *LOW).code == 1


def test_standard_input_is_read_twice_all_the_same(run: Runner, text: Path, known: Path) -> None:
    options = ("--against", known, *LOW, "--json")
    assert run("new", *options, stdin=text.read_bytes()).out == run("new", text, *options).out


def test_no_word_with_evidence(run: Runner, text: Path, known: Path) -> None:
    result = run("new", text, "--against", known, "--min-freedom", 20)
    assert (result.code, result.out) == (1, "")
    assert "lower --min-cohesion or --min-freedom" in result.line


def test_no_dictionary_there(run: Runner, text: Path, tmp_path: Path) -> None:
    result = run("new", text, "--against", tmp_path / "none.txt")
    assert (result.code, result.out) == (1, "")
    assert "none.txt" in result.line

"""``zici keywords``: the words that tell what a document is about."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zici.segment import Background, Segmenter

from .conftest import Run, Runner

DOCUMENT = "新词里有新词，语料里有新词。了了了".encode()


def found(result: Run) -> list[str]:
    assert (result.code, result.err) == (0, "")
    head, *rows = result.out.splitlines()
    assert head == "word\tscore"
    scores = [float(row.split("\t")[1]) for row in rows]
    assert scores == sorted(scores, reverse=True)
    return [row.split("\t")[0] for row in rows]


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "other.txt"
    path.write_text("新词\n新词的发现\n新词了\n" * 20, encoding="utf-8")
    return path


def test_the_words_of_the_document_most_telling_first(run: Runner, words: Path) -> None:
    assert found(run("keywords", "-l", words, stdin=DOCUMENT)) == ["新词", "语料"]
    assert "了" in found(run("keywords", "-l", words, "--min-length", 1, stdin=DOCUMENT))
    assert found(run("keywords", "-l", words, "--top", 1, stdin=DOCUMENT)) == ["新词"]
    assert found(run("keywords", "-l", words, "--min-count", 2, stdin=DOCUMENT)) == ["新词"]


@pytest.mark.parametrize("options", [(), ("--method", "weirdness", "--min-count", 1)])
def test_other_text_decides_what_is_telling(
    run: Runner, words: Path, other: Path, options: tuple[object, ...]
) -> None:
    result = run("keywords", "-l", words, "--background", other, *options, stdin=DOCUMENT)
    assert found(result)[0] == "语料"


def test_a_saved_background(run: Runner, words: Path, other: Path, tmp_path: Path) -> None:
    saved = tmp_path / "background.npz"
    lines = other.read_text(encoding="utf-8").splitlines()
    Background.of(lines, Segmenter({"语料": 5, "新词": 4, "发现": 3, "了": 2, "里": 1})).save(saved)
    by_text = run("keywords", "-l", words, "--background", other, stdin=DOCUMENT)
    assert run("keywords", "-l", words, "--background", saved, stdin=DOCUMENT) == by_text


def test_all_files_are_one_document(run: Runner, words: Path, tmp_path: Path) -> None:
    whole = run("keywords", "-l", words, stdin=DOCUMENT).out
    parts = DOCUMENT.decode().split("，")
    for name, part in zip("ab", parts, strict=True):
        (tmp_path / f"{name}.txt").write_text(part, encoding="utf-8")
    assert run("keywords", tmp_path / "a.txt", tmp_path / "b.txt", "-l", words).out == whole


def test_json_and_files(run: Runner, words: Path, tmp_path: Path) -> None:
    rows = json.loads(run("keywords", "-l", words, "--json", stdin=DOCUMENT).out)
    assert [row["word"] for row in rows] == ["新词", "语料"]
    assert rows[0]["score"] > rows[1]["score"] > 0
    shown = run("keywords", "-l", words, stdin=DOCUMENT).out
    run("keywords", "-l", words, "-o", tmp_path / "k.tsv", stdin=DOCUMENT)
    assert (tmp_path / "k.tsv").read_text(encoding="utf-8") == shown


def test_what_is_refused(run: Runner, words: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("，。\n", encoding="utf-8")
    result = run("keywords", "-l", words, "--background", empty, stdin=DOCUMENT)
    assert (result.code, result.out) == (1, "")
    assert "background" in result.line
    for other in (tmp_path / "none.txt", tmp_path / "none.npz"):
        assert str(other) in run("keywords", "-l", words, "--background", other, stdin=DOCUMENT).line
    assert run("keywords", "-l", words, "--background", "-", stdin=DOCUMENT).code == 2


def test_a_document_without_words_has_no_keywords(run: Runner, words: Path) -> None:
    assert found(run("keywords", "-l", words, stdin="，。\n".encode())) == []

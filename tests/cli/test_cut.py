"""``zici cut`` and ``zici score``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zici.segment import Segmenter

from .conftest import Runner


def test_words_stand_between_blanks(run: Runner, words: Path) -> None:
    result = run("cut", "-l", words, stdin="我们从语料里发现了新词。\n".encode())
    assert (result.code, result.err) == (0, "")
    assert result.out == "我 们 从 语料 里 发现 了 新词 。\n"


def test_lines_stay_as_they_are(run: Runner, words: Path) -> None:
    source = "\n语料新词\r\n\r\n发现了\n\n新词"
    result = run("cut", "-l", words, "--sep", "/", stdin=source.encode())
    assert result.out == "\n语料/新词\r\n\r\n发现/了\n\n新词"


def test_any_number_of_files_goes_into_one(run: Runner, words: Path, tmp_path: Path) -> None:
    for name, line in (("a.txt", "语料里\n"), ("b.txt", "发现新词\n")):
        (tmp_path / name).write_text(line, encoding="utf-8")
    run("cut", "-l", words, tmp_path / "a.txt", tmp_path / "b.txt", "-o", tmp_path / "cut.txt")
    assert (tmp_path / "cut.txt").read_text(encoding="utf-8") == "语料 里\n发现 新词\n"


def test_a_file_can_be_replaced_by_its_cut(run: Runner, words: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("语料里\n" * 1000, encoding="utf-8")
    run("cut", "-l", words, path, "-o", path)
    assert path.read_text(encoding="utf-8") == "语料 里\n" * 1000


@pytest.mark.parametrize("method", ["unigram", "maxmatch", "forward", "backward", "ngram", "pair"])
def test_every_method_keeps_every_character(run: Runner, words: Path, text: Path, method: str) -> None:
    result = run("cut", "-l", words, "--method", method, "--sep", "\u2063", text)
    assert result.code == 0
    assert "\u2063" in result.out
    assert result.out.replace("\u2063", "") == text.read_text(encoding="utf-8")


def test_any_number_of_workers_gives_the_same_bytes(run: Runner, words: Path, text: Path) -> None:
    assert (
        run("cut", "-l", words, text, "--workers", 1).out == run("cut", "-l", words, text, "--workers", 4).out
    )


def test_user_words_win(run: Runner, words: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("语料新词\n", encoding="utf-8")
    assert run("cut", "-l", words, "--user-words", mine, stdin="语料新词".encode()).out == "语料新词"


def test_a_saved_segmenter_cuts_and_takes_no_options(run: Runner, tmp_path: Path) -> None:
    saved = tmp_path / "segmenter.npz"
    Segmenter({"语料": 3, "新词": 2}).save(saved)
    assert run("cut", "-l", saved, stdin="语料新词".encode()).out == "语料 新词"
    refused = run("cut", "-l", saved, "--method", "maxmatch", stdin="语料".encode())
    assert refused.code == 1
    assert "--method" in refused.line


def test_scores_are_those_of_the_bakeoff(run: Runner, words: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.txt"
    gold.write_text("语料  里  发现  新词\n我们  发现\n", encoding="utf-8")
    scores = json.loads(run("score", gold, "-l", words, "--json").out)
    assert scores["precision"] == pytest.approx(5 / 7)
    assert scores["recall"] == pytest.approx(5 / 6)
    assert scores["oov_rate"] == pytest.approx(1 / 6)
    assert scores["oov_recall"] == 0
    assert scores["iv_recall"] == 1


def test_the_vocabulary_decides_what_is_known(run: Runner, words: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.txt"
    known.write_text("语料\n", encoding="utf-8")
    result = run("score", "-l", words, "--vocabulary", known, "--json", stdin="语料  新词\n".encode())
    assert json.loads(result.out)["oov_rate"] == 0.5


def test_the_table_of_scores_has_a_head_and_a_row(run: Runner, words: Path) -> None:
    rows = run("score", "-l", words, stdin="语料  新词\n".encode()).out.splitlines()
    assert rows[0].split()[:3] == ["precision", "recall", "f1"]
    assert rows[1].split()[:3] == ["1.000"] * 3

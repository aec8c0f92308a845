"""``zici lm train``, and ``cut`` and ``score`` with what it wrote."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zici.segment import CharLM

from .conftest import Runner


@pytest.fixture
def lm(run: Runner, text: Path, tmp_path: Path) -> Path:
    result = run("lm", "train", text, "-o", tmp_path / "lm")
    assert (result.code, result.err) == (0, "")
    return tmp_path / "lm"


def test_the_help_has_an_example(run: Runner) -> None:
    assert "Example: zici lm train" in run("lm", "train", "--help").out


def test_the_model_is_that_of_the_options(run: Runner, text: Path, tmp_path: Path) -> None:
    options = ("--order", 3, "--min-count", "1:1,3:2", "--smoothing", "kneser-ney", "--json")
    rows = json.loads(run("lm", "train", text, "-o", tmp_path / "lm", *options).out)
    model = CharLM.load(tmp_path / "lm")
    assert (model.order, model.smoothing) == (3, "kneser-ney")
    assert rows == [{"length": n, "ngrams": model.size(n)} for n in (1, 2, 3)]
    assert [path.name for path in tmp_path.iterdir()] == ["lm"]


def test_cut_takes_the_model(run: Runner, lm: Path, text: Path) -> None:
    result = run("cut", "--lm", lm, text)
    assert (result.code, result.err) == (0, "")
    assert result.out.replace(" ", "") == text.read_text(encoding="utf-8")
    assert " 语料 " in result.out
    assert run("cut", "--lm", lm, "--method", "lm", text).out == result.out
    finer = run("cut", "--lm", lm, "--granularity", 2, text).out
    assert finer.count(" ") > result.out.count(" ")


def test_score_takes_the_model(run: Runner, lm: Path) -> None:
    gold = "语料 天 新词 地 发现\n".encode()
    scores = json.loads(run("score", "--lm", lm, "--json", stdin=gold).out)
    assert scores["f1"] > 0.8
    assert scores["oov_rate"] is None


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["--lm", "{lm}", "-l", "{words}"], "without words"),
        (["--lm", "{lm}", "--user-words", "{words}"], "without words"),
        (["--lm", "{lm}", "--method", "maxmatch"], "--method"),
        (["-l", "{words}", "--method", "lm"], "name it with --lm"),
        (["-l", "{words}", "--granularity", "2"], "name it with --lm"),
        (["--lm", "{lm}", "--granularity", "-1"], "granularity"),
        (["--lm", "{words}"], "{words}"),
    ],
)
def test_what_does_not_go_together(
    run: Runner, lm: Path, words: Path, arguments: list[str], part: str
) -> None:
    given = [argument.format(lm=lm, words=words) for argument in arguments]
    for command in ("cut", "score"):
        result = run(command, *given, stdin="语料".encode())
        assert (result.code, result.out) == (1, "")
        assert part.format(words=words) in result.line


def test_no_text(run: Runner, tmp_path: Path) -> None:
    result = run("lm", "train", "-o", tmp_path / "lm", stdin="，。".encode())
    assert (result.code, result.out) == (1, "")
    assert "no word character" in result.line
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_other_things_is_not_replaced(run: Runner, text: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    result = run("lm", "train", text, "-o", tmp_path)
    assert result.code == 1
    assert "found other files" in result.line


def test_an_earlier_model_is_replaced(run: Runner, lm: Path, text: Path) -> None:
    assert run("lm", "train", text, "-o", lm, "--order", 2).code == 0
    assert CharLM.load(lm).order == 2

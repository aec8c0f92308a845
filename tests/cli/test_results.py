"""Folders of results: a command replaces an earlier result of its own, never one of another command."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path

import pytest

from .conftest import Runner

LABELLED = "label,text\n好,味道很好\n坏,味道很差\n好,很好吃\n坏,很难吃\n"
MADE = {  # what stands for results that take long to make, as the library and the commands write them
    "reader": {"meta.json": '{\n "format": "zici reader",\n "version": 1'},
    "demo": {"run.json": "{}", "newspaper.txt": "", "gold.txt": ""},
    "projector": {"projector_config.pbtxt": ""},
    "letters": {"meta.json": '{"to": "a \\"format\\": \\"zici reader\\""}', "run.json": ""},
}
Command = Callable[[Path], tuple[object, ...]]


@pytest.fixture
def commands(text: Path, words: Path, tmp_path: Path) -> Mapping[str, Command]:
    """How every kind of result is made, by its name."""
    labelled, questions = tmp_path / "labelled.csv", tmp_path / "questions.json"
    labelled.write_text(LABELLED, encoding="utf-8")
    questions.write_text('[{"id": "q", "question": "谁", "passages": []}]', encoding="utf-8")
    vectors = tmp_path / "vectors.txt"
    vectors.write_text("2 2\n天 1 0\n地 0 1\n", encoding="utf-8")
    learn = ("vectors", "train", text, "-l", words, "--dim", 2, "--min-count", 1)
    train = ("classify", "train", labelled, "--model", "linear", "--test-share", 0)
    return {
        "lm": lambda folder: ("lm", "train", text, "-o", folder, "-q"),
        "counts": lambda folder: ("count", text, "-o", folder, "-q"),
        "vectors": lambda folder: (*learn, "-o", folder, "-q"),
        "classifier": lambda folder: (*train, "-o", folder, "-q"),
        "words": lambda folder: ("mine", text, "-o", folder, "-q"),
        "index": lambda folder: ("qa", "index", text, "-o", folder, "-q"),
        "reader": lambda folder: ("qa", "train", questions, "-o", folder, "-q"),
        "demo": lambda folder: ("demo", "-o", folder, "-q"),
        "projector": lambda folder: ("vectors", "export", vectors, "--format", "projector", "-o", folder),
    }


def content(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_only_ones_own_result_is_replaced(
    run: Runner, commands: Mapping[str, Command], tmp_path: Path
) -> None:
    left_out = set() if find_spec("bm25s") else {"index"}
    for name in commands.keys() - MADE.keys() - left_out:
        for _ in range(2):
            result = run(*commands[name](tmp_path / name))
            assert result.code == 0, result.err
    for name, files in MADE.items():
        (tmp_path / name).mkdir()
        for file, text in files.items():
            (tmp_path / name / file).write_text(text, encoding="utf-8")
    for folder in [tmp_path / name for name in (commands.keys() | MADE.keys()) - left_out]:
        before = content(folder)
        for name in commands.keys() - {folder.name}:
            result = run(*commands[name](folder))
            assert (result.code, result.out) == (1, "")
            assert f"{folder}: expected a new or empty folder, or an earlier result: " in result.line
            assert "found other files" in result.line or "found another result (zici" in result.line
        assert content(folder) == before


def test_the_other_result_is_named(run: Runner, commands: Mapping[str, Command], tmp_path: Path) -> None:
    folder = tmp_path / "reader"
    folder.mkdir()
    (folder / "meta.json").write_text(json.dumps({"format": "zici reader"}), encoding="utf-8")
    line = run(*commands["lm"](folder)).line
    assert "an earlier result: a language model, found another result (zici reader); name another" in line

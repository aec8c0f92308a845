"""What is wrong in what zici classify is given: one clear line, exit code 1, nothing half-written."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from zici.classify import TextClassifier

from .conftest import Runner

QUICK = ("--model", "linear", "--workers", "1", "-q")
TEXTS, LABELS = ["很好吃", "真好吃", "很难吃", "真难吃"] * 2, ["好", "好", "坏", "坏"] * 2


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model") / "model"
    TextClassifier("linear", workers=1).fit(TEXTS, LABELS).save(folder)
    return folder


@pytest.fixture
def refused(run: Runner, tmp_path: Path) -> Callable[..., str]:
    """Run a command: the only line on standard error, where everything else is as promised."""

    def check(*arguments: object, stdin: bytes = b"") -> str:
        before = sorted(tmp_path.iterdir())
        result = run("classify", *arguments, stdin=stdin)
        assert (result.code, result.out) == (1, "")
        assert sorted(tmp_path.iterdir()) == before
        assert result.line.startswith("zici: ")
        return result.line

    return check


def write(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.csv", "label,text\n好,甲\n好,乙\n好,丙\n", "one class only: '好'"),
        ("t.csv", "label,text\n好,甲\n坏,\n", "t.csv, line 3: no text"),
        ("t.csv", "label,text\n好,甲\n,乙\n", "t.csv, line 3: no label"),
        ("t.jsonl", '{"text":"甲","label":1}\n{"text":"乙","label":"好"}\n', "line 2: labels of one kind"),
        ("t.csv", "label,text\n好,甲\n坏,乙\n", "no class has two different texts"),
        ("t.csv", "", "expected texts with labels, found none"),
        ("t.csv", "a,b,c\n1,2,3\n", "which column is the text?"),
        ("t.txt", "甲\n", "plain text has no labels"),
    ],
)
def test_texts_that_can_not_be_learned_from(
    refused: Callable[..., str], tmp_path: Path, name: str, content: str, message: str
) -> None:
    path = write(tmp_path / name, content)
    assert message in refused("train", path, "-o", tmp_path / "m", *QUICK)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--text", "no"), "no column 'no'; found label | text"),
        (("--label", "no"), "no column 'no'"),
        (("--abstain", "sure=.9"), "abstain: expected"),
        (("--threshold", "1.5"), "threshold: expected"),
        (("--class-weight", "中=2"), "'中' is no class"),
        (("--option", "depth=3"), "'depth' is no option of 'linear'"),
        (("--margin", "2"), "margin: expected"),
        (("--vectors", "none"), "none: expected word vectors"),
        (("--lexicon", "none.tsv"), "none.tsv"),
        (("--test", "none.csv"), "none.csv: no such file"),
        (("--unlabelled", "none.txt"), "none.txt: no such file"),
        (("--encoding", "klingon"), "klingon"),
    ],
)
def test_options_that_do_not_fit(
    refused: Callable[..., str], tmp_path: Path, options: tuple[str, ...], message: str
) -> None:
    rows = "".join(f"{label},{text}{k}\n" for k, (label, text) in enumerate(zip(LABELS, TEXTS, strict=True)))
    path = write(tmp_path / "t.csv", "label,text\n" + rows)
    assert message in refused("train", path, "-o", tmp_path / "m", *QUICK, *options)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("train", "-o", "m"), "expected DATA"),
        (("train", "t.csv", "-o", "m", "--class", "a=b"), "found both"),
        (("train", "-o", "m", "--class", "a"), "expected NAME=PATH"),
        (("train", "-o", "m", "--class", "a=b", "--label", "c"), "--label"),
        (("train", "t.csv", "-o", "m", "--abstain", "x"), "--abstain"),
        (("train", "t.csv", "-o", "m", "--threshold", "x"), "--threshold"),
        (("train", "t.csv", "-o", "m", "--costs", "1"), "--costs"),
        (("train", "t.csv", "-o", "m", "--option", "x"), "--option"),
        (("train", "t.csv", "-o", "m", "--class-weight", "x"), "--class-weight"),
        (("train", "t.csv", "-o", "m", "-l", "w.tsv", "--tokens", "word"), "--tokens word"),
        (("train", "t.csv", "-o", "m", "--model", "tree"), "tree"),
        (("compare", "t.csv", "--model", "tree"), "tree"),
        (("compare", "t.csv", "--loss", "hinge"), "hinge"),
    ],
)
def test_usage(run: Runner, arguments: tuple[str, ...], message: str) -> None:
    result = run("classify", *arguments)
    assert (result.code, result.out) == (2, "")
    assert message in " ".join(result.err.replace("│", " ").split())


def test_rows_that_are_wrong_can_be_left_out(run: Runner, tmp_path: Path) -> None:
    rows = "".join(f"{label},{text}{k}\n" for k, (label, text) in enumerate(zip(LABELS, TEXTS, strict=True)))
    path = write(tmp_path / "t.csv", "label,text\n" + "好,\n" * 7 + rows)
    result = run("classify", "train", path, "-o", tmp_path / "m", *QUICK, "--on-error", "skip", "--json")
    assert result.code == 0
    assert result.err.splitlines()[0] == f"zici: skipped {path}, line 2: no text"
    assert result.err.splitlines()[-1] == "zici: skipped 2 more rows"


def test_a_class_with_one_example_is_learned_and_told(run: Runner, tmp_path: Path) -> None:
    rows = "".join(f"好,真好吃{k}\n坏,真难吃{k}\n" for k in range(20)) + "中,一般\n"
    path = write(tmp_path / "t.csv", "label,text\n" + rows)
    result = run("classify", "train", path, "-o", tmp_path / "m", *QUICK, "--calibrate", "--json")
    assert result.code == 0, result.err
    assert "no text to hold out" in result.line
    assert "'中'" in result.line
    assert json.loads(result.out)["classes"]["中"] == 1


def test_many_classes_and_long_texts(run: Runner, tmp_path: Path) -> None:
    rows = "".join(f"类{k},{chr(0x4E00 + k)}{k % 2}\n" for k in range(400) for _ in "ab")
    path = write(tmp_path / "many.csv", "label,text\n" + rows)
    made = run("classify", "train", path, "-o", tmp_path / "m", *QUICK, "--epochs", 1, "--test-share", 0)
    assert made.code == 0
    page = tmp_path / "page.html"
    result = run("classify", "evaluate", tmp_path / "m", path, "--html", page, "--json", "-q")
    assert len(json.loads(result.out)["classes"]) == 400
    assert page.stat().st_size < 400_000
    long = write(tmp_path / "long.txt", "好吃" * 100_000)
    assert run("classify", "predict", tmp_path / "m", long, "--no-text").out.startswith("label\n类")


@pytest.mark.parametrize("command", ["predict", "explain"])
def test_nothing_on_standard_input(refused: Callable[..., str], model: Path, command: str) -> None:
    assert "standard input: expected" in refused(command, model)


def test_bytes_that_are_no_text(refused: Callable[..., str], model: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "t.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    assert "binary" in refused("predict", model, path)
    assert "UTF-8" in refused("explain", model, stdin=b"\xff\xff")


def test_a_label_that_is_none_of_the_classes(refused: Callable[..., str], model: Path) -> None:
    assert "label: expected one of ['坏', '好'], got '中'" in refused("explain", model, "好", "--label", "中")


@pytest.mark.parametrize("command", [("predict",), ("evaluate", "t.csv"), ("explain", "好")])
def test_a_folder_that_holds_no_classifier(
    refused: Callable[..., str], tmp_path: Path, command: tuple[str, ...]
) -> None:
    name, *rest = command
    assert "found nothing" in refused(name, tmp_path / "none", *rest)
    assert "expected a classifier" in refused(name, tmp_path, *rest)
    file = write(tmp_path / "file", "x")
    assert "found a file" in refused(name, file, *rest)


class Trap:
    """What a pickle would run."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (os.mkdir, ("trapped",))


def test_a_changed_folder_is_refused_and_nothing_runs(
    refused: Callable[..., str], run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pickle

    monkeypatch.chdir(tmp_path)
    rows = "".join(f"{label},{text}{k}\n" for k, (label, text) in enumerate(zip(LABELS, TEXTS, strict=True)))
    path = write(tmp_path / "t.csv", "label,text\n" + rows)
    assert run("classify", "train", path, "-o", tmp_path / "m", *QUICK).code == 0
    inside = tmp_path / "m" / "classifier"
    files = sorted(file for file in inside.rglob("*") if file.is_file())
    assert len(files) >= 3
    for file in files:
        before = file.read_bytes()
        file.write_bytes(pickle.dumps(Trap()))
        assert str(inside) in refused("predict", tmp_path / "m", path)
        file.write_bytes(before)
    meta = inside / "meta.json"
    text = meta.read_text(encoding="utf-8")
    meta.write_text(text.replace('"version": 1', '"version": 9'), encoding="utf-8")
    assert "expected version 1, found 9" in refused("predict", tmp_path / "m", path)
    meta.write_text(text, encoding="utf-8")
    write(inside / "more.pkl", pickle.dumps(Trap()))
    assert "more.pkl" in refused("predict", tmp_path / "m", path)
    assert not (tmp_path / "trapped").exists()


def test_places_that_can_not_be_written(run: Runner, model: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", "label,text\n好,好吃\n坏,难吃\n")
    nowhere = tmp_path / "nowhere" / "page.html"
    assert "can't be written" in run("classify", "evaluate", model, path, "--html", nowhere).line
    assert "can't be written" in run("classify", "explain", model, "好", "--html", nowhere).line
    # A comparison takes long: what can't be written is told before anything is read.
    early = run("classify", "compare", tmp_path / "none.csv", "--html", nowhere)
    assert "page.html: can't be written" in early.line
    result = run("classify", "train", path, "-o", tmp_path, *QUICK)
    assert "found other files" in result.line
    assert path.exists()

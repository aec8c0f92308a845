"""zici classify: train, predict, evaluate, compare and explain, as a person types them."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from zici.classify import TextClassifier
from zici.classify.evaluation import evaluate
from zici.cli._classify_show import confusion_rows

from .conftest import Runner

GOOD, BAD, NEUTRAL = (
    ["好吃", "喜欢", "便宜"],
    ["难吃", "讨厌", "太贵"],
    ["菜", "店", "服务", "老板", "味道", "环境"],
)
QUICK = ("--model", "linear", "--workers", 1)


def reviews(number: int, seed: int) -> list[tuple[str, str]]:
    source = random.Random(seed)
    rows = []
    for place in range(number):
        label, words = ("好", GOOD) if place % 2 else ("坏", BAD)
        text = "".join(source.choice(NEUTRAL) + source.choice(words) for _ in range(3))
        rows.append((label, text + str(place)))
    return rows


def table(path: Path, rows: list[tuple[str, str]], head: str = "label,review") -> Path:
    path.write_text(head + "\n" + "".join(f"{label},{text}\n" for label, text in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of reviews; the kernels are compiled on the way."""
    texts, labels = ["很好吃", "真好吃", "很难吃", "真难吃"] * 2, ["好", "好", "坏", "坏"] * 2
    TextClassifier("linear", workers=1).fit(texts, labels).explain("好吃")
    return table(tmp_path_factory.mktemp("data") / "reviews.csv", reviews(80, 1))


@pytest.fixture(scope="session")
def model(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A classifier as TextClassifier saves it."""
    folder = tmp_path_factory.mktemp("model") / "model"
    labels, texts = zip(*reviews(80, 1), strict=True)
    TextClassifier("linear", loss="cross_entropy", workers=1).fit(texts, labels).save(folder)
    return folder


def test_train_tells_what_it_learned_and_how_good_it_is(run: Runner, data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    result = run("classify", "train", data, "-o", folder, *QUICK, "--test-share", 0.25)
    assert (result.code, result.err) == (0, "")
    assert "60 texts" in result.out
    assert "accuracy" in result.out
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert record["counts"]["test"]["texts"] == 20
    assert record["counts"]["test"]["accuracy"] > 0.9
    assert record["counts"]["classes"] == {"坏": 30, "好": 30}
    assert record["parameters"]["loss"] == "hard_margin"
    found = TextClassifier.load(folder / "classifier")
    assert found.predict(["味道好吃", "味道难吃"]).tolist() == ["好", "坏"]


def test_train_with_every_option(run: Runner, data: Path, words: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.txt"
    more.write_text("".join(text + "\n\n" for _, text in reviews(40, 9)), encoding="utf-8")
    test = table(tmp_path / "test.csv", reviews(30, 5))
    options = ["--text", "review", "--label", "label", "--test", test, "--loss", "focal", "-l", words]
    options += ["--class-weight", "好=2,坏=1", "--epochs", 3, "--early-stopping", "--unlabelled", more]
    options += ["--calibrate", "--threshold", "f1", "--abstain", "low=.4,high=.6", "--seed", 7]
    options += ["--option", "char_ngrams=[1,2]", "--option", "cost=5", "--json"]
    result = run("classify", "train", data, "-o", tmp_path / "model", *QUICK, *options)
    assert result.code == 0, result.err
    assert "8 texts are held out, which says little" in result.line
    found = json.loads(result.out)
    assert (found["texts"], found["test"]["texts"], found["unlabelled"]) == (80, 30, 40)
    assert {"coverage", "accuracy_of_answers"} <= set(found["test"])
    loaded = TextClassifier.load(tmp_path / "model" / "classifier")
    assert loaded.get_params()["class_weight"] == {"好": 2.0, "坏": 1.0}
    assert loaded.get_params()["options"]["char_ngrams"] == (1, 2)
    assert (loaded.zone_.low, loaded.zone_.high) == (0.4, 0.6)
    assert loaded.get_params()["seed"] == 7


def test_texts_to_test_on_are_not_learned_from_without_their_labels(
    run: Runner, data: Path, tmp_path: Path
) -> None:
    more = tmp_path / "more.txt"
    more.write_text("".join(f"{text} \n" for _, text in reviews(80, 1)), encoding="utf-8")
    options = ["--test-share", 0.25, "--unlabelled", more, "--json"]
    result = run("classify", "train", data, "-o", tmp_path / "model", *QUICK, *options)
    found = json.loads(result.out)
    assert (found["texts"], found["test"]["texts"], found["unlabelled"]) == (60, 20, 60)


def test_the_same_seed_gives_the_same_files(run: Runner, data: Path, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("a", "b")]
    for folder in folders:
        assert run("classify", "train", data, "-o", folder, *QUICK, "--seed", 3).code == 0
    first, second = (
        {path.name: path.read_bytes() for path in (folder / "classifier" / "model").iterdir()}
        for folder in folders
    )
    assert first == second


def test_duplicates_and_conflicts_are_told_and_dropped(run: Runner, data: Path, tmp_path: Path) -> None:
    rows = [*reviews(40, 2), ("好", "老板好"), ("坏", " 老板好"), *reviews(10, 2)]
    path = table(tmp_path / "again.csv", rows)
    result = run("classify", "train", path, "-o", tmp_path / "m", *QUICK, "--json")
    lines = result.err.splitlines()
    assert lines[0] == "zici: 11 of 52 texts stand there before already; --drop-duplicates keeps each once"
    assert (
        lines[1]
        == f"zici: one text, more than one label: '老板好' has '好' ({path}, line 42), '坏' ({path}, line 43)"
    )
    found = json.loads(result.out)
    assert (found["duplicates"], found["texts"] + found["test"]["texts"]) == (11, 52)
    assert found["conflicts"] == [
        {"text": "老板好", "labels": ["好", "坏"], "places": [f"{path}, line 42", f"{path}, line 43"]}
    ]
    dropped = run("classify", "train", path, "-o", tmp_path / "m", *QUICK, "--json", "--drop-duplicates")
    found = json.loads(dropped.out)
    assert found["texts"] + found["test"]["texts"] == 40
    assert [conflict["text"] for conflict in found["conflicts"]] == ["老板好"]
    assert "1 texts with labels that contradict are left out" in dropped.err


def test_classes_in_files_of_their_own(run: Runner, data: Path, tmp_path: Path) -> None:
    for label, name in (("好", "pos"), ("坏", "neg")):
        lines = [text for found, text in reviews(40, 3) if found == label]
        (tmp_path / f"{name}.txt").write_bytes("\r\n".join(lines).encode("gb18030"))
    given = ["--class", f"good={tmp_path / 'pos.txt'}", "--class", f"bad={tmp_path / 'neg.txt'}"]
    result = run("classify", "train", *given, "-o", tmp_path / "m", *QUICK, "--json")
    assert (result.code, result.err) == (0, "")
    assert set(json.loads(result.out)["classes"]) == {"good", "bad"}


def test_predict_keeps_every_line(run: Runner, model: Path, tmp_path: Path) -> None:
    lines = "菜好吃，我喜欢\r\n\r\n菜难吃，太贵\n".encode()
    result = run("classify", "predict", model, stdin=lines)
    assert (result.code, result.err) == (0, "")
    assert result.out == "label\ttext\n好\t菜好吃，我喜欢\n\t\n坏\t菜难吃，太贵\n"
    assert run("classify", "predict", model, "--no-text", stdin=lines).out == "label\n好\n\n坏\n"
    path = tmp_path / "out.tsv"
    assert run("classify", "predict", model, "-o", path, stdin=lines).out == ""
    assert path.read_text(encoding="utf-8") == result.out


def test_predict_gives_the_probabilities_of_predict_proba(run: Runner, model: Path, tmp_path: Path) -> None:
    texts = [text for _, text in reviews(30, 8)] + ["一\t格，两\n行"]
    path = tmp_path / "t.jsonl"
    path.write_text("".join(json.dumps({"id": 1, "body": text}) + "\n" for text in texts))
    result = run("classify", "predict", model, path, "--text", "body", "--proba", "--json")
    rows = json.loads(result.out)
    classifier = TextClassifier.load(model)
    chances = classifier.predict_proba(texts)
    assert [row["text"] for row in rows] == texts
    assert [row["label"] for row in rows] == classifier.predict(texts).tolist()
    for row, odds in zip(rows, chances, strict=True):
        assert list(row["probabilities"]) == ["坏", "好"]
        assert list(row["probabilities"].values()) == pytest.approx(odds)
    lines = run("classify", "predict", model, path, "--text", "body", "--proba").out.splitlines()
    assert lines[0] == "label\tp(坏)\tp(好)\ttext"
    assert len(lines) == 32
    assert lines[-1].endswith("\t一 格，两 行")


def test_where_the_classifier_is_unsure_the_label_is_empty(run: Runner, data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "m"
    options = ("--abstain", "low=.3,high=.7", "--loss", "cross_entropy")
    assert run("classify", "train", data, "-o", folder, *QUICK, *options).code == 0
    result = run("classify", "predict", folder, "--json", stdin="菜好吃\n今天\n".encode())
    first, second = json.loads(result.out)
    assert (first["label"], second["label"]) == ("好", None)
    assert "\n\t今天\n" in run("classify", "predict", folder, stdin="今天\n".encode()).out


def test_evaluate_measures_and_tells_overlap_and_unseen(
    run: Runner, data: Path, model: Path, tmp_path: Path
) -> None:
    rows = [*reviews(20, 4), reviews(80, 1)[0], ("好", reviews(80, 1)[2][1]), ("中", "菜一般")]
    path = table(tmp_path / "test.csv", rows)
    page = tmp_path / "page.html"
    asked = ("classify", "evaluate", model, path, "--train", data, "--html", page)
    result = run(*asked, "--json")
    assert result.code == 0
    lines = result.err.splitlines()
    assert lines[0].startswith(f"zici: {path}, line 24: the label '中' is unknown to the classifier")
    assert lines[1].startswith("zici: 2 of 23 texts of the test (8.7%) were trained on")
    assert f"'好' ({path}, line 23), '坏' ({data}, line 4)" in lines[2]
    found = json.loads(result.out)
    labels, texts = zip(*rows, strict=True)
    wanted = evaluate(TextClassifier.load(model), texts, labels).to_dict()
    assert found["accuracy"] == wanted["accuracy"]
    assert found["classes"] == wanted["classes"]
    assert found["unseen"] == [{"label": "中", "texts": 1}]
    assert found["overlap"] == {
        "texts": 2,
        "share": 2 / 23,
        "places": [f"{path}, line 22", f"{path}, line 23"],
    }
    assert {mistake["place"] for mistake in found["mistakes"]} >= {f"{path}, line 24"}
    assert "1 (中)" in page.read_text(encoding="utf-8")
    shown = run(*asked).out
    assert "accuracy, 95 %" in shown
    assert "→坏" in shown
    assert "  中 → " in shown
    assert shown.rstrip().splitlines()[-1].count("  ") == 2


@pytest.mark.parametrize("kind", [int, float])
def test_a_classifier_with_numbers_for_classes(run: Runner, data: Path, tmp_path: Path, kind: type) -> None:
    rows = reviews(40, 6)
    texts, labels = [text for _, text in rows], [int(label == "好") for label, _ in rows]
    TextClassifier("linear", workers=1).fit(texts, list(map(kind, labels))).save(tmp_path / "m")
    path = table(tmp_path / "t.csv", [(str(label), text) for label, text in zip(labels, texts, strict=True)])
    found = json.loads(run("classify", "evaluate", tmp_path / "m", path, "--json").out)
    assert found["unseen"] == []
    assert found["accuracy"] > 0.9
    assert [score["label"] for score in found["classes"]] == [0, 1]
    explained = json.loads(run("classify", "explain", tmp_path / "m", "好吃", "--label", 0, "--json").out)
    assert explained["about"] == 0


def test_classes_that_begin_alike_have_columns_of_their_own() -> None:
    rows = reviews(40, 6)
    texts, labels = [text for _, text in rows], ["很长的标签" * 7 + label for label, _ in rows]
    found = evaluate(TextClassifier("linear", workers=1).fit(texts, labels), texts, labels)
    assert [list(row.values())[1:] for row in confusion_rows(found)] == [[20, 0], [0, 20]]


def test_compare_is_the_experiment_of_the_article(run: Runner, data: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    asked = [
        "classify",
        "compare",
        data,
        "--model",
        "linear",
        "--loss",
        "cross_entropy",
        "--loss",
        "hard_margin",
    ]
    asked += ["--seeds", 3, "--seed", 5, "--epochs", 2, "--workers", 1, "--html", page, "--lang", "zh"]
    result = run(*asked, "--json")
    assert (result.code, result.err) == (0, "")
    found = json.loads(result.out)
    assert found["seeds"] == [5, 6, 7]
    assert [row["name"] for row in found["settings"]] == ["linear cross_entropy", "linear hard_margin"]
    assert all(len(row["test"]["values"]) == 3 for row in found["settings"])
    assert found["settings"][0]["against"] is None
    assert found["settings"][1]["against"]["pairs"] == 3
    assert "<title>分类器比较</title>" in page.read_text(encoding="utf-8")
    shown = run(*asked[:-4]).out
    assert "linear hard_margin" in shown
    assert "3 seeds, a split for each seed" in shown
    fixed = run(*asked[:-4], "--test", data, "--seeds", 1)
    assert "the same test for all" in fixed.out
    assert "80 of 80 texts of the test (100.0%) were trained on" in fixed.err


def test_explain_in_colours_and_numbers(run: Runner, model: Path, tmp_path: Path) -> None:
    text, page = "菜好吃但是太贵", tmp_path / "why.html"
    result = run("classify", "explain", model, text, "--html", page, "-n", 3)
    assert (result.code, result.line) == (0, f"zici: wrote {page}")
    assert text in result.out
    assert "for 好" in result.out
    assert "\x1b[" not in result.out
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    found = json.loads(run("classify", "explain", model, "--json", stdin=text.encode()).out)
    wanted = TextClassifier.load(model).explain(text)
    assert found["label"] == wanted.label
    assert [span["value"] for span in found["spans"]] == pytest.approx(wanted.values().tolist())
    assert sum(found["probabilities"].values()) == pytest.approx(1)
    assert "for 坏" in run("classify", "explain", model, text, "--label", "坏").out


@pytest.mark.parametrize("command", ["train", "predict", "evaluate", "compare", "explain"])
def test_every_command_helps_with_an_example(run: Runner, command: str) -> None:
    result = run("classify", command, "--help")
    assert (result.code, result.err) == (0, "")
    assert f"Example: zici classify {command}" in result.out

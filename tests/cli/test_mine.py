"""``zici mine``: one folder, complete or not there."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from zici.lexicon import Lexicon
from zici.vectors import WordVectors

from .conftest import WORDS, Runner

FILES = {"lexicon.tsv", "lexicon.jieba.txt", "segmenter.npz", "segmented.txt", "report.html", "run.json"}
NO_VECTORS = "zici: no vectors: the text has too few words that occur 5 times (expected 50)"


def test_the_folder_holds_everything(run: Runner, text: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run("mine", text, "-o", out)
    assert (result.code, result.line) == (0, NO_VECTORS)
    assert {path.name for path in out.iterdir()} == FILES
    assert list(tmp_path.iterdir()) == [out]
    segmented = (out / "segmented.txt").read_text(encoding="utf-8")
    assert segmented.replace(" ", "") == text.read_text(encoding="utf-8")
    assert segmented == run("cut", "-l", out / "segmenter.npz", text).out
    assert segmented == run("cut", "-l", out / "lexicon.tsv", text).out
    assert segmented == run("cut", "-l", out / "lexicon.jieba.txt", text).out


def test_the_words_have_weights_and_entropies(run: Runner, text: Path, tmp_path: Path) -> None:
    def columns(*options: object) -> set[str]:
        run("mine", text, "-o", tmp_path / "out", *options)
        return set(Lexicon.load(tmp_path / "out" / "lexicon.tsv").columns)

    assert columns() == {"count", "pmi", "weight", "left_entropy", "right_entropy"}
    assert columns("--no-entropy") == {"count", "pmi", "weight"}
    assert columns("--method", "ngram", "--no-entropy") == {"count", "pmi"}


@pytest.mark.parametrize("method", ["best", "ngram", "pair", "entropy", "min-entropy"])
def test_every_method_cuts(run: Runner, text: Path, tmp_path: Path, method: str) -> None:
    assert run("mine", text, "-o", tmp_path / "out", "--method", method, "--min-pmi", 1).code == 0
    assert " 语料 " in (tmp_path / "out" / "segmented.txt").read_text(encoding="utf-8")


def test_run_json_says_what_was_done(run: Runner, text: Path, tmp_path: Path) -> None:
    run("mine", text, "-o", tmp_path / "out", "--min-pmi", "2:0.5", "--order", 5, "--workers", 2)
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert record["parameters"]["input"] == [str(text)]
    assert record["parameters"]["min_pmi"] == {"2": 0.5}
    assert record["parameters"]["order"] == 5
    assert record["parameters"]["method"] == "best"
    assert record["parameters"]["entropy"] is True
    assert {"join_penalty", "rounds", "min_gain"} <= set(record["parameters"])
    assert record["counts"]["words"] == len(Lexicon.load(tmp_path / "out" / "lexicon.tsv"))
    assert record["seconds"]["total"] > 0
    assert {"zici", "python", "numpy"} <= set(record["versions"])


def test_new_words_are_those_that_no_list_has(run: Runner, text: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.txt"
    known.write_text("语料\n", encoding="utf-8")
    run("mine", text, "-o", tmp_path / "out", "--exclude", known)
    new = Lexicon.load(tmp_path / "out" / "new_words.tsv")
    assert "语料" not in new
    assert "新词" in new
    assert "语料" in Lexicon.load(tmp_path / "out" / "lexicon.tsv")


def test_json_is_one_object(run: Runner, text: Path, tmp_path: Path) -> None:
    shown = json.loads(run("mine", text, "-o", tmp_path / "out", "--json").out)
    assert shown["folder"] == str(tmp_path / "out")
    assert shown["words"] > 3


def test_an_earlier_result_is_replaced_whole(run: Runner, text: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("mine", text, "-o", out)
    (out / "old").touch()
    assert run("mine", text, "-o", out).code == 0
    assert {path.name for path in out.iterdir()} == FILES


def test_a_folder_of_other_things_is_not_replaced(run: Runner, text: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    result = run("mine", text, "-o", tmp_path)
    assert result.code == 1
    assert "found other files" in result.line
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_result_among_the_texts_is_refused(run: Runner, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text("语料", encoding="utf-8")
    for out in (texts, texts / "out"):
        result = run("mine", texts, "-o", out)
        assert result.code == 1
        assert "outside the input" in result.line
    assert [path.name for path in texts.iterdir()] == ["a.txt"]


def test_standard_input_is_read_twice_all_the_same(run: Runner, text: Path, tmp_path: Path) -> None:
    assert run("mine", "-o", tmp_path / "out", stdin=text.read_bytes()).code == 0
    segmented = (tmp_path / "out" / "segmented.txt").read_text(encoding="utf-8")
    assert segmented.replace(" ", "") == text.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A text with more than 50 words."""
    path = tmp_path_factory.mktemp("rich") / "rich.txt"
    source = random.Random(2)
    singles = [chr(ord("草") + number) for number in range(70)]
    lines = ["".join(source.choices([*singles, *WORDS * 5], k=12)) + "，语料。" for _ in range(500)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_the_vectors_are_those_of_the_cut_text(run: Runner, rich: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run("mine", rich, "-o", out, "--json")
    assert (result.code, result.err) == (0, "")
    vectors = WordVectors.load(out / "vectors")
    assert json.loads(result.out)["word_vectors"] == len(vectors) >= 50
    assert vectors.dim == min(200, len(vectors))
    assert "。" not in vectors
    cut = (out / "segmented.txt").read_text(encoding="utf-8").split()
    assert vectors.counts is not None
    assert vectors.counts[vectors.index["语料"]] == cut.count("语料")
    again = run("vectors", "train", "--tokens", out / "segmented.txt", "-o", out / "v", "--dim", vectors.dim)
    assert again.code == 0
    for name in ("matrix.npy", "words.parquet"):
        assert (out / "v" / name).read_bytes() == (out / "vectors" / name).read_bytes()
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert record["parameters"]["vectors"] is True
    assert record["counts"]["word_vectors"] == len(vectors)
    assert record["seconds"]["vectors"] > 0
    asked = run("vectors", "near", out, "语料", "-n", 1)
    assert asked.code == 0
    assert asked.out.split()[:3] == ["word", "cosine", "count"]


def test_vectors_can_be_left_out(run: Runner, rich: Path, tmp_path: Path) -> None:
    result = run("mine", rich, "-o", tmp_path / "out", "--no-vectors")
    assert (result.code, result.err) == (0, "")
    assert {path.name for path in (tmp_path / "out").iterdir()} == FILES
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert record["parameters"]["vectors"] is False
    assert "vectors" not in record["seconds"]


def test_text_with_half_a_character_has_vectors(run: Runner, rich: Path, tmp_path: Path) -> None:
    rows = [{"text": line + "\ud83d"} for line in rich.read_text(encoding="utf-8").splitlines()]
    path = tmp_path / "rich.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="ascii")
    result = run("mine", path, "-o", tmp_path / "out")
    assert (result.code, result.err) == (0, "")
    assert "语料" in WordVectors.load(tmp_path / "out" / "vectors")

"""``zici vectors train``: from text, cut or not, to a folder of vectors, complete or not there."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from zici.corpus import Corpus
from zici.lexicon import Lexicon
from zici.segment import Segmenter
from zici.vectors import Epoch, WordVectors, train_vectors
from zici.vectors._cut_text import Sentences, whole_words

from .conftest import PROGRAM, Runner
from .test_program import on_terminal

SMALL = ("--dim", 4, "--min-count", 1)


def test_with_words_the_text_is_cut(run: Runner, text: Path, words: Path, tmp_path: Path) -> None:
    out = tmp_path / "vec"
    result = run("vectors", "train", text, "-l", words, "-o", out, *SMALL)
    assert (result.code, result.err) == (0, "")
    assert list(tmp_path.iterdir()) == [out]
    vectors = WordVectors.load(out)
    assert vectors.dim == 4
    assert "。" not in vectors
    cut = Segmenter(Lexicon.load(words)).cut_corpus(Corpus(text))
    expected = train_vectors([[w for w in line if w != "。"] for line in cut], dim=4, min_count=1)
    assert vectors.words == expected.words
    assert (vectors.matrix == expected.matrix).all()


def test_without_words_they_are_found_first(run: Runner, text: Path, tmp_path: Path) -> None:
    result = run("vectors", "train", text, "-o", tmp_path / "vec", *SMALL)
    assert result.code == 0
    assert "those of the text are found first" in result.line
    assert "语料" in WordVectors.load(tmp_path / "vec")
    assert "语料" in Lexicon.load(tmp_path / "vec" / "lexicon.tsv")
    assert run("vectors", "train", text, "-o", tmp_path / "vec", *SMALL, "-q").err == ""


def test_tokens_are_words_between_blanks(run: Runner, tmp_path: Path) -> None:
    out = tmp_path / "vec"
    lines = "新词 ， 语料\u3000发现 。\n语料\t新词 1.5 a-b\n" * 3
    options = ("--tokens", "--dim", 2, "--min-count", 3)
    result = run("vectors", "train", "-o", out, *options, stdin=lines.encode())
    assert (result.code, result.err) == (0, "")
    assert set(WordVectors.load(out).words) == {"新词", "语料", "发现", "1.5", "a-b"}
    assert result.out.split()[:4] == ["words", "dim", "5", "2"]


@pytest.mark.parametrize("method", ["svd", "sgns", "cbow"])
def test_every_option_reaches_the_library(run: Runner, text: Path, tmp_path: Path, method: str) -> None:
    cut = tmp_path / "cut.txt"
    cut.write_text(text.read_text(encoding="utf-8").replace("", " "), encoding="utf-8")
    given: dict[str, Any] = {
        "dim": 3,
        "window": 2,
        "min_count": 2,
        "max_words": 20,
        "negative": 2,
        "seed": 5,
        "workers": 1,
    }
    if method != "svd":
        given |= {"epochs": 2, "learning_rate": 0.05}
    options: list[object] = [
        part for name, value in given.items() for part in ("--" + name.replace("_", "-"), value)
    ]
    out = tmp_path / "vec"
    options += ["--method", method, "--subsample", 0.5, "--json"]
    result = run("vectors", "train", "--tokens", cut, "-o", out, *options)
    assert (result.code, result.err) == (0, "")
    expected = train_vectors(Sentences(Corpus(cut)), method=method, subsample=0.5, **given)
    found = WordVectors.load(out)
    assert found.info == expected.info
    assert (found.matrix == expected.matrix).all()
    shown = json.loads(result.out)
    assert (shown["words"], shown["dim"]) == (20, 3)
    assert shown.get("loss") == (None if method == "svd" else pytest.approx(expected.info["losses"][-1]))
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert record["parameters"]["method"] == method
    assert record["parameters"]["subsample"] == 0.5
    assert record["parameters"]["in_force"]["window"] == 2


def test_no_sub_sampling_is_0(run: Runner, text: Path, words: Path, tmp_path: Path) -> None:
    options = ("--method", "sgns", "--epochs", 1, "--subsample", 0)
    assert run("vectors", "train", text, "-l", words, "-o", tmp_path / "v", *SMALL, *options).code == 0
    assert WordVectors.load(tmp_path / "v").info["subsample"] is None


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("--tokens", "--dim", 9), "dim: expected at most the number of words, 2"),
        (("--tokens", "--min-count", 99), "no word occurs 99 times"),
        (("--tokens", "--epochs", 2), "epochs: not an option of method 'svd'"),
        (("-l", "{missing}"), "missing"),
        (("--tokens", "--memory", "much"), "memory"),
        (("--tokens", "--method", "sgns", "--learning-rate", 5), "learning_rate"),
    ],
)
def test_what_cannot_be_trained(
    run: Runner, tmp_path: Path, arguments: tuple[object, ...], part: str
) -> None:
    given = [str(argument).format(missing=tmp_path / "missing.tsv") for argument in arguments]
    result = run(
        "vectors", "train", "-o", tmp_path / "vec", "--min-count", 1, *given, stdin="新词 语料\n".encode()
    )
    assert (result.code, result.out) == (1, "")
    assert part in result.line
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("options", [(), ("--tokens",), ("-l", "{words}")])
def test_no_text(run: Runner, words: Path, tmp_path: Path, options: tuple[str, ...]) -> None:
    given = [option.format(words=words) for option in options]
    result = run("vectors", "train", "-o", tmp_path / "vec", "-q", *given, stdin="，。\n".encode())
    assert (result.code, result.out) == (1, "")
    assert "no word" in result.line
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_other_things_is_not_replaced(run: Runner, text: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    result = run("vectors", "train", "--tokens", text, "-o", tmp_path)
    assert result.code == 1
    assert "found other files" in result.line
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
    assert "can't be written" in run("vectors", "train", "--tokens", text, "-o", tmp_path / "no" / "vec").line


def test_earlier_vectors_are_replaced_whole(run: Runner, text: Path, words: Path, tmp_path: Path) -> None:
    out = tmp_path / "vec"
    run("vectors", "train", text, "-o", out, *SMALL, "-q")
    assert (out / "lexicon.tsv").exists()
    assert run("vectors", "train", text, "-l", words, "-o", out, "--dim", 2).code == 0
    assert WordVectors.load(out).dim == 2
    assert not (out / "lexicon.tsv").exists()


def test_epoch_and_loss_are_shown(text: Path, words: Path, tmp_path: Path) -> None:
    options = ("--method", "sgns", "--epochs", 2, "--subsample", 0)
    shown = on_terminal("vectors", "train", text, "-l", words, "-o", tmp_path / "vec", *SMALL, *options)
    assert "cut text" in shown
    assert "epoch 2 of 2, loss" in shown
    assert "read words" not in shown


@pytest.mark.parametrize("method", ["svd", "sgns"])
def test_ctrl_c_leaves_nothing_half_written(text: Path, words: Path, tmp_path: Path, method: str) -> None:
    epochs = () if method == "svd" else ("--epochs", 100_000, "--subsample", 0)
    arguments = ["vectors", "train", text, "-l", words, "-o", tmp_path / "vec", *SMALL, *epochs]
    with subprocess.Popen(
        [*PROGRAM, *map(str, arguments), "--method", method],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        state = tmp_path / "vec.training" / "training.json"
        seen = state.exists if epochs else lambda: list(tmp_path.glob(".vec.*.part"))
        deadline = time.monotonic() + 60
        while not seen() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b"")
    lines = err.decode().splitlines()
    assert lines[-1] == "zici: stopped"
    assert [path.name for path in tmp_path.iterdir()] == (["vec.training"] if epochs else [])
    assert len(lines) == (2 if epochs else 1)
    assert all("--resume goes on" in line for line in lines[:-1])


RESUMED = (*SMALL, "--method", "cbow", "--epochs", 4, "--subsample", 0, "--workers", 1)


@pytest.fixture
def stopped(text: Path, words: Path, tmp_path: Path) -> Path:
    """The place of a result whose training stopped after two epochs."""

    def stop(epoch: Epoch) -> None:
        if epoch.number == 2:
            raise KeyboardInterrupt

    sentences = Sentences(Corpus(text), Segmenter(Lexicon.load(words)))
    with pytest.raises(KeyboardInterrupt):
        train_vectors(
            sentences,
            method="cbow",
            dim=4,
            min_count=1,
            epochs=4,
            subsample=None,
            workers=1,
            checkpoint=tmp_path / "vec.training",
            on_epoch=stop,
        )
    return tmp_path / "vec"


def test_a_stopped_training_goes_on(run: Runner, stopped: Path, text: Path, words: Path) -> None:
    train = ("vectors", "train", text, "-l", words, *RESUMED)
    refused = run(*train, "-o", stopped)
    assert (refused.code, refused.out) == (1, "")
    assert "go on with --resume" in refused.line
    assert not stopped.exists()
    assert "dim 4 (now 3)" in run(*train, "-o", stopped, "--resume", "--dim", 3).line
    assert run(*train, "-o", stopped, "--resume").err == ""
    assert list(stopped.parent.iterdir()) == [stopped]
    whole = stopped.with_name("whole")
    assert run(*train, "-o", whole).err == ""
    for name in ("matrix.npy", "contexts.npy"):
        assert (stopped / name).read_bytes() == (whole / name).read_bytes()
    assert WordVectors.load(stopped).info == WordVectors.load(whole).info


def test_files_of_others_beside_the_result_stay(run: Runner, text: Path, words: Path, tmp_path: Path) -> None:
    (tmp_path / "vec.training").mkdir()
    (tmp_path / "vec.training" / "notes.txt").write_text("mine", encoding="utf-8")
    result = run("vectors", "train", text, "-l", words, "-o", tmp_path / "vec", *RESUMED)
    assert (result.code, "found other files" in result.line) == (1, True)
    assert (tmp_path / "vec.training" / "notes.txt").exists()


def test_nothing_to_resume_is_a_beginning(run: Runner, text: Path, words: Path, tmp_path: Path) -> None:
    result = run("vectors", "train", text, "-l", words, "-o", tmp_path / "vec", *RESUMED, "--resume")
    assert result.code == 0
    assert "nothing to resume" in result.line
    assert run("vectors", "train", text, "-o", tmp_path / "vec", "--resume").code == 2


def test_no_word_is_split_where_pieces_meet() -> None:
    whole = "新 词\n发现 语料 天地"
    for at in range(len(whole)):
        pieces = list(whole_words([whole[:at], whole[at:]]))
        assert "".join(pieces) == whole
        assert all(piece[-1] in " \n" for piece in pieces[:-1])

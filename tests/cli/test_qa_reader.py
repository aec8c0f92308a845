"""``zici qa train``, ``answer`` and ``ask``: from questions to a reader, and from a reader to answers."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from zici.cli._qa_train import kept_training
from zici.qa import Passage, QAExample, save_examples
from zici.qa.reader import Reader, ReaderOptions

from .conftest import Runner

if find_spec("keras") is None or find_spec("bm25s") is None:
    pytest.skip("Keras or bm25s is not installed (the extra qa)", allow_module_level=True)

EXAMPLES = [
    QAExample(f"q{n}", "山有多高", (Passage(f"q{n}#0", f"这座山高{n}米。", (f"{n}米",)),), (f"{n}米",))
    for n in range(10, 30)
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Questions in a file, and a reader that has learned them."""
    path = tmp_path_factory.mktemp("reader")
    save_examples(EXAMPLES, path / "questions.json", format="merged")
    options = ReaderOptions(width=12, dilations=(1,), question_dilations=(1,), batch_size=10, epochs=40)
    options = ReaderOptions(**{**vars(options), "learning_rate": 0.03, "crop": 0.0, "char_drop": 0.0})
    Reader.train(EXAMPLES, options=options, seed=1).save(path / "reader")
    return path


def test_answers_are_what_evaluate_reads(run: Runner, folder: Path, tmp_path: Path) -> None:
    result = run(
        "qa", "answer", folder / "reader", folder / "questions.json", "-o", tmp_path / "answers.json"
    )
    assert result.code == 0
    assert "20 questions answered" in result.line
    found = json.loads(
        run("qa", "evaluate", tmp_path / "answers.json", folder / "questions.json", "--json").out
    )
    assert found["official"][0]["f1"] > 0.9
    result = run("qa", "answer", folder / "reader", folder / "questions.json", "--passages")
    assert json.loads(result.out)["q12"] == {"q12#0": ["12米"]}
    result = run("qa", "answer", folder / "reader", folder / "questions.json", "--threshold", 1)
    assert set(map(tuple, json.loads(result.out).values())) == {()}


def test_documents_are_asked(run: Runner, folder: Path, tmp_path: Path) -> None:
    documents = tmp_path / "docs"
    documents.mkdir()
    (documents / "山.txt").write_text("云很白。\n\n这座山高17米。\n", encoding="utf-8")
    result = run("qa", "ask", folder / "reader", documents, "山有多高")
    assert result.code == 0, result.err
    assert "17米" in result.out and "山.txt" in result.out and "这座山高17米" in result.out
    assert run("qa", "index", documents, "-o", tmp_path / "index", "-q").code == 0
    found = json.loads(run("qa", "ask", folder / "reader", tmp_path / "index", "山有多高", "--json").out)
    assert found["answers"][0]["answer"] == "17米"
    span = found["answers"][0]["spans"][0]
    text = (documents / "山.txt").read_text(encoding="utf-8")
    assert text[span["begin"] : span["end"]] == "17米"
    (documents / "山.txt").write_text("\x1b]0;云\x07白。这座山高17米。", encoding="utf-8")
    result = run("qa", "ask", folder / "reader", documents, "山有多高")
    assert " ]0;云 白。这座山高17米" in result.out and "\x1b" not in result.out
    result = run("qa", "ask", folder / "reader", documents, "山有多高", "--threshold", 1)
    assert (result.code, result.out) == (0, "")
    assert "no answer in the" in result.line


WITHOUT = """
import sys
sys.modules.update(dict.fromkeys(["keras", "jax", "torch", "tensorflow", "bm25s"]))  # importing them fails
from zici.cli import main
main()
"""


def test_what_is_trained_and_indexed_needs_no_extra(run: Runner, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "山.txt").write_text("云很白。\n\n这座山高17米。\n", encoding="utf-8")
    assert run("qa", "index", tmp_path / "山.txt", "-o", tmp_path / "index", "-q").code == 0
    for command, found in (
        (["ask", folder / "reader", tmp_path / "index", "山有多高", "-q"], "17米"),
        (["answer", folder / "reader", folder / "questions.json", "-q"], "12米"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT, "qa", *map(str, command)], capture_output=True, encoding="utf-8"
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert found in done.stdout
    questions = folder / "questions.json"
    command = [
        sys.executable,
        "-c",
        WITHOUT,
        "qa",
        "train",
        str(questions),
        "-o",
        str(tmp_path / "new"),
        "-q",
    ]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 1
    assert "zici: this needs Keras, which is not installed; run: pip install" in done.stderr


def test_training_with_a_validation(run: Runner, folder: Path, tmp_path: Path) -> None:
    questions = folder / "questions.json"
    options = ["--epochs", 2, "--width", 8, "--batch-size", 10, "--no-shared", "--json", "-q"]
    result = run("qa", "train", questions, "-o", tmp_path / "new", "--validation", questions, *options)
    assert result.code == 0, result.err
    told = json.loads(result.out)
    assert (told["questions"], told["epochs"], len(told["scores"])) == (20, 2, 2)
    assert not (tmp_path / "new.training").exists()
    assert json.loads((tmp_path / "new" / "run.json").read_text(encoding="utf-8"))["parameters"]["width"] == 8
    assert Reader.load(tmp_path / "new").options.features[2] == "char_edit"


def test_files_of_the_users_beside_a_state_stay(tmp_path: Path) -> None:
    folder = tmp_path / "new.training"
    folder.mkdir()
    for name in ("state.npz", ".state.npz.0a1b2c3d.part", "questions.json"):  # the second of a killed run
        (folder / name).write_bytes(b"")
    with kept_training(tmp_path / "new", resume=True):
        pass
    assert [path.name for path in folder.iterdir()] == ["questions.json"]
    (folder / "questions.json").unlink()
    (folder / "state.npz").write_bytes(b"")
    with kept_training(tmp_path / "new", resume=True):
        pass
    assert not folder.exists()


def test_bad_input_is_one_line(run: Runner, folder: Path, tmp_path: Path) -> None:
    result = run("qa", "ask", tmp_path / "none", folder, "谁")
    assert (result.code, "expected the folder of a reader, found nothing" in result.line) == (1, True)
    result = run("qa", "answer", tmp_path / "none", folder / "questions.json")
    assert (result.code, "expected the folder of a reader, found nothing" in result.line) == (1, True)
    result = run("qa", "ask", folder / "reader", folder, " ")
    assert (result.code, "expected a question, found none" in result.line) == (1, True)
    state = tmp_path / "reader.training"
    state.mkdir()
    (state / "state.npz").write_bytes(b"")
    result = run("qa", "train", folder / "questions.json", "-o", tmp_path / "reader")
    assert (result.code, "go on with --resume" in result.line) == (1, True)
    result = run("qa", "train", folder / "questions.json", "-o", tmp_path / "reader", "--resume")
    assert (result.code, "expected the state of a training" in result.line) == (1, True)


def test_readers_are_combined(run: Runner, folder: Path, tmp_path: Path) -> None:
    both = tmp_path / "both"
    result = run("qa", "combine", folder / "reader", folder / "reader", "-o", both)
    assert result.code == 0, result.err
    one, two = (run("qa", "answer", f, folder / "questions.json").out for f in (folder / "reader", both))
    assert one == two
    result = run("qa", "combine", folder / "reader", folder / "none", "-o", tmp_path / "other")
    assert (result.code, (tmp_path / "other").exists()) == (1, False)
    assert "expected the folder of a reader, found nothing" in result.line

"""What the services say that is to be done: it is done here, word by word, and they are ready then."""

from __future__ import annotations

import random
import shlex
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from zici.cli import main
from zici.studio._workspace import Workspace
from zici.studio.services import Answers, Cutting, Opinions, Services, Vectors

Run = Callable[[str], None]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command as a shell would, files of one's own in the place of words in capital letters."""
    files = {"TEXTS": "新词发现，语料中的新词研究。\n" * 60, "DOCUMENTS": "白云山在广州。山高38米。\n"}
    files["LABELLED.csv"] = "text,label\n" + "很好,1\n真不错,1\n难吃,0\n太差了,0\n" * 2

    def execute(told: str) -> None:
        program, *parts = shlex.split(told)
        assert program == "zici"
        for name in files.keys() & set(parts):
            path = tmp_path / f"given {name}.txt" if "." not in name else tmp_path / name
            path.write_text(files[name], encoding="utf-8")
            parts[parts.index(name)] = str(path)
        monkeypatch.setattr(sys, "argv", [program, *parts])
        call()

    return execute


def call() -> None:
    """Run the command line, which ends well, in this process, and leave its signals as they were."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with pytest.raises(SystemExit) as ended:
            main()
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    assert not ended.value.code


def test_mining_and_a_language_model_make_cutting_ready(bare: Workspace, run: Run) -> None:
    cutting = Cutting(bare)
    run(cutting.how())
    assert cutting.ready()
    run(next(method.how for method in cutting.methods() if method.name == "lm"))
    assert next(method.ready for method in cutting.methods() if method.name == "lm")
    assert "".join(cutting.cut("新词发现", "lm")) == "新词发现"
    cutting.close()


def test_vectors_are_trained_on_the_cut_text(workspace: Workspace, run: Run) -> None:
    text = workspace.folder / "segmented.txt"
    words = [chr(0x4E00 + number) for number in range(220)]  # more than the vectors have numbers
    lines = (" ".join(random.Random(number).choices(words, k=30)) for number in range(150))
    text.write_text("\n".join(lines), encoding="utf-8")
    before = workspace.vectors()
    run(Vectors(workspace).how())
    assert workspace.vectors() is not before
    assert Vectors(workspace).near(words[0], 1)


def test_a_classifier_is_trained_and_takes_the_place_of_the_studios(workspace: Workspace, run: Run) -> None:
    opinions = Opinions(workspace)
    run(opinions.how())
    assert opinions.classes() == ["0", "1"]
    assert opinions.summary() is None
    table = workspace.state / "table.csv"
    table.write_text("text,label\n" + "很好,好\n难吃,坏\n好吃,好\n难看,坏\n", encoding="utf-8")
    opinions.train({"inputs": [str(table)], "model": "linear", "test_share": 0})
    assert opinions.classes() == ["坏", "好"]
    run(opinions.how())
    assert opinions.classes() == ["0", "1"]


def test_documents_are_indexed_and_take_the_place_of_the_studios(workspace: Workspace, run: Run) -> None:
    workspace.home("reader").mkdir()  # the index is asked for second
    answers = Answers(workspace)
    run(answers.how())
    first = answers.documents()
    assert len(first) == 1
    document = workspace.state / "other.txt"
    document.write_text("西湖在杭州。", encoding="utf-8")
    answers.index({"inputs": [str(document)], "names": ["湖"]})
    assert answers.documents() == ["湖"]
    run(f"zici qa index DOCUMENTS -o '{workspace.home('index')}'")
    assert answers.documents() == first


def test_every_service_tells_a_command_of_the_command_line(
    bare: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    services = Services(bare)
    for service in services.all().values():
        assert not service.ready()
        parts = shlex.split(service.how())
        monkeypatch.setattr(sys, "argv", [*parts, "--help"])
        call()
        shown = capsys.readouterr().out
        assert all(part in shown for part in parts if part.startswith("--"))
    services.close()

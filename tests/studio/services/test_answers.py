"""Answers: documents indexed, asked, and what is missing told."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from zici._progress import silent
from zici.errors import CorpusError, EmptyError, InputError, OptionError
from zici.qa import Passage, QAExample
from zici.qa.reader import Reader, ReaderOptions
from zici.studio._workspace import Workspace
from zici.studio.services import Answers
from zici.studio.services import _tasks as tasks

DOCUMENT = "白云山在广州。山高38米。\n\n西湖在杭州。"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A reader that has learned one kind of question."""
    examples = [
        QAExample(f"{n}", "山高多少", (Passage(f"{n}#0", f"山高{n}米。"),), (f"{n}米",))
        for n in range(10, 42)
    ]
    options = ReaderOptions(width=8, dilations=(1,), epochs=30, learning_rate=0.05, batch_size=16)
    folder = tmp_path_factory.mktemp("reader") / "reader"
    Reader.train(examples, options=options).save(folder)
    return folder


@pytest.fixture
def documents(tmp_path: Path) -> list[str]:
    """A text, a table, and the same text again."""
    text, table = tmp_path / "data.txt", tmp_path / "data.csv"
    text.write_text(DOCUMENT, encoding="utf-8")
    table.write_text("id,body\n1,长城很长\n2,山高12米。\n", encoding="utf-8")
    return [str(text), str(table)]


@pytest.mark.keras
def test_a_question_is_answered_with_its_places(
    workspace: Workspace, reader: Path, documents: list[str]
) -> None:
    reader.rename(workspace.home("reader"))
    answers = Answers(workspace)
    told = answers.index({"inputs": documents, "names": ["山.txt", "表.csv"], "text": "body", "chars": 12})
    assert (told["documents"], told["names"]) == (3, ["山.txt", "表.csv"])
    assert answers.documents() == ["山.txt", "表.csv:1", "表.csv:2"]
    assert answers.ready()
    found = answers.ask("山高多少", 5)
    assert {seen.document for seen in found.passages} >= {"山.txt", "表.csv:2"}
    assert [seen.score for seen in found.passages] == sorted(seen.score for seen in found.passages)[::-1]
    texts = {answer.text: answer for answer in found.answers}
    assert {"38米", "12米"} <= set(texts)
    place = texts["38米"].places[0]
    assert place.passage[place.begin : place.end] == "38米"
    assert DOCUMENT[place.offset :].startswith(place.passage)
    assert (texts["38米"].votes, place.document) == (1, "山.txt")
    assert 0 < texts["38米"].score <= 1
    assert len(answers.ask("山高多少", 1).answers) == 1
    assert len(answers.ask("山高多少", read=1).passages) == 1
    assert answers.ask("zzz") == ("zzz", (), ())
    with pytest.raises(EmptyError, match="expected a question"):
        answers.ask(" ")
    with pytest.raises(OptionError, match="read"):
        answers.ask("山", read=0)
    answers.index({"inputs": documents[1:], "text": "body"})  # replaces what was there
    assert answers.documents() == [f"{documents[1]}:1", f"{documents[1]}:2"]


def test_documents_are_compared_by_words_where_a_segmenter_is_named(
    workspace: Workspace, documents: list[str]
) -> None:
    answers = Answers(workspace)
    segmenter = str(workspace.folder / "segmenter.npz")
    assert answers.index({"inputs": documents[:1], "segmenter": segmenter, "chars": 9})["passages"] == 3


def test_a_run_indexes_uploads(workspace: Workspace, documents: list[str]) -> None:
    run: dict[str, Any] = {"files": documents, "names": ["甲.txt", "乙.csv"], "column": "body", "known": []}
    run |= {"options": {"chars": 50}, "reading": {}, "state": str(workspace.state), "resume": False}
    tasks.check_index_documents(run, folder=workspace.folder)
    found = tasks.index_documents(run, folder=workspace.folder, progress=silent)
    assert found == {"documents": 3, "passages": 4}
    assert Answers(workspace).documents() == ["甲.txt", "乙.csv:1", "乙.csv:2"]


def test_a_run_takes_the_words_of_the_mined_folder_and_no_path(
    workspace: Workspace, documents: list[str]
) -> None:
    run: dict[str, Any] = {"files": documents[:1], "names": ["甲.txt"], "column": None, "reading": {}}
    run |= {"options": {"words": True}, "state": str(workspace.state)}
    tasks.index_documents(run, folder=workspace.folder, progress=silent)
    assert json.loads((workspace.home("index") / "meta.json").read_text())["tokens"] == "words"
    for option in ("segmenter", "words", "names", "inputs"):
        with pytest.raises(OptionError, match=option):
            tasks.check_index_documents(run | {"options": {option: "/a/path"}}, folder=workspace.folder)


def test_documents_that_cannot_be_read_leave_the_index(workspace: Workspace, documents: list[str]) -> None:
    answers = Answers(workspace)
    answers.index({"inputs": documents[:1]})
    before = answers.documents()
    empty = Path(documents[0]).with_name("empty.txt")
    empty.write_text("\n\n")
    for inputs, kind in (([str(empty)], EmptyError), (["none.txt"], CorpusError)):
        with pytest.raises(kind):
            answers.index({"inputs": inputs})
    for more in ({"chars": 0}, {"names": ["a", "b"]}, {"colour": 1}):
        with pytest.raises(OptionError, match=next(iter(more))):
            answers.index({"inputs": documents[:1], **more})
    assert answers.documents() == before
    assert sorted(path.name for path in (workspace.state / "models").iterdir()) == ["index"]


def test_what_is_missing_is_told_with_the_command(bare: Workspace, documents: list[str]) -> None:
    answers = Answers(bare)
    assert answers.documents() == []
    assert answers.how() == f"zici qa train QUESTIONS.json -o '{bare.home('reader')}'"
    with pytest.raises(
        InputError, match=re.escape(f"a trained reader, found none; make it with: {answers.how()}")
    ):
        answers.ask("山高多少")
    bare.home("reader").mkdir()
    assert not answers.ready()
    assert answers.how() == f"zici qa index DOCUMENTS -o '{bare.home('index')}'"
    assert answers.lacks() == "documents to ask"

"""``zici qa``: files checked and turned into others, answers measured, documents indexed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zici.qa import Passage, QAExample, load_examples, save_examples
from zici.qa.retriever import Retriever

from .conftest import Runner

ASKED = [
    QAExample(
        "q1",
        "白云山多高",
        (Passage("q1#00", "主峰高382米", ("382米",)), Passage("q1#01", "高382米", ("382米",))),
        ("382米",),
    ),
    QAExample("q2", "李白是哪个朝代的诗人", (Passage("q2#00", "唐朝诗人", ("唐朝",)),), ("唐朝",)),
]


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.json.gz"
    save_examples(ASKED, path, format="webqa")
    return path


def write(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def test_answers_to_questions(run: Runner, questions: Path, tmp_path: Path) -> None:
    answers = write(tmp_path / "answers.json", {"q1": "382 米", "q2": ["唐"]})
    result = run("qa", "evaluate", answers, questions)
    assert (result.code, result.err) == (0, "")
    rows = {line[:18].strip(): line[18:].split() for line in result.out.splitlines()}
    assert rows["questions, strict"] == ["0.500", "0.500", "0.500", "2", "2", "1"]
    assert rows["questions, fuzzy"] == ["1.000", "1.000", "1.000", "2", "2", "2"]
    assert "passages, strict" not in rows
    found = json.loads(run("qa", "evaluate", answers, questions, "--json").out)
    assert [row["measure"] for row in found["official"]] == ["questions, strict", "questions, fuzzy"]
    # 382 and 米 against the same; 唐 in 唐朝: 2 * 1 / (1 + 2).
    assert found["spans"] == {"exact": 0.0, "f1": pytest.approx((1 + 2 / 3) / 2), "questions": 2}


def test_answers_in_passages_vote(run: Runner, questions: Path, tmp_path: Path) -> None:
    passages = {"q1": {"q1#00": "382米", "q1#01": ["382米", "382"]}, "q2": {"q2#00": []}}
    answers = write(tmp_path / "answers.json", passages)
    found = json.loads(run("qa", "evaluate", answers, questions, "--json").out)["official"]
    counts = {row["measure"]: (row["asked"], row["given"], row["right"]) for row in found}
    assert counts["passages, strict"] == (3, 3, 2) and counts["questions, strict"] == (2, 1, 1)


def test_answers_to_other_questions_are_told(run: Runner, questions: Path, tmp_path: Path) -> None:
    passages = {"q1": {"q1#00": "382米", "q1#07": "天"}, "x\n1": "天", "x2": "地"}
    result = run("qa", "evaluate", write(tmp_path / "answers.json", passages), questions, "--json")
    assert result.code == 0 and json.loads(result.out)["foreign"] == 3
    assert "answers.json: 3 ids belong to no question or passage of" in result.line
    assert "and count nowhere, the first of them 'x\\n1'" in result.line


def test_a_baseline_by_name(run: Runner, questions: Path) -> None:
    found = json.loads(run("qa", "evaluate", "typed", questions, "--json").out)["official"]
    assert found[0]["measure"] == "passages, strict" and found[0]["right"] == 2


def test_tables_of_ones_own(run: Runner, questions: Path, tmp_path: Path) -> None:
    (tmp_path / "synonyms.tsv").write_text("唐朝\t李唐\n", encoding="utf-8")
    (tmp_path / "places.txt").write_text("130000 河北省\n", encoding="utf-8")
    answers = write(tmp_path / "answers.json", {"q2": "李唐"})
    tables = ("--synonyms", tmp_path / "synonyms.tsv", "--places", tmp_path / "places.txt")
    found = json.loads(run("qa", "evaluate", answers, questions, *tables, "--json").out)["official"]
    assert [row["right"] for row in found] == [0, 1]


def test_what_cannot_be_evaluated(run: Runner, questions: Path, tmp_path: Path) -> None:
    result = run("qa", "evaluate", "guess", questions)
    assert result.code == 1 and "a baseline (sentence, overlap, typed), found neither" in result.line
    result = run("qa", "evaluate", write(tmp_path / "answers.json", {"x": "天"}), questions)
    assert result.code == 1 and "found none with the id of one" in result.line
    result = run("qa", "evaluate", "typed", tmp_path / "none.json")
    assert result.code == 1 and "no such file" in result.line
    cut = tmp_path / "cut.json"
    cut.write_text('{"q1": {"question": "多高", "evi', encoding="utf-8")
    result = run("qa", "evaluate", "typed", cut)
    assert result.code == 1 and "cut.json, line 1, character" in result.line and "cut short" in result.line


def test_a_file_is_checked(run: Runner, questions: Path, tmp_path: Path) -> None:
    result = run("qa", "check", questions)
    assert (result.code, result.err) == (0, "")
    rows = dict(line.rsplit(maxsplit=1) for line in result.out.splitlines()[1:])
    assert (rows["format"], rows["questions"], rows["passages"]) == ("webqa", "2", "3")
    entries = [
        {"id": "a", "question": "谁", "passages": [{"passage": "天", "answer": "地"}] * 2},
        {"id": "a", "question": "谁", "passages": []},
    ]
    odd = write(tmp_path / "odd.json", entries)
    result = run("qa", "check", odd, "-n", 2)
    assert result.code == 1  # the second question can't be read
    assert "a#00: odd: the answer '地' does not stand in its passage" in result.out
    assert "1 more problems" in result.line
    result = run("qa", "check", odd, "--json")
    found = json.loads(result.out)
    assert (found["format"], found["statistics"]["questions"]) == ("merged", 1)
    assert [problem["severe"] for problem in found["problems"]] == [False, False, True]
    assert run("qa", "check", write(tmp_path / "odd.json", entries[:1])).code == 0


def test_ids_cannot_move_the_cursor(run: Runner, tmp_path: Path) -> None:
    entries = [{"id": "a\x1b[2J\nb", "question": "谁", "passages": []}]
    result = run("qa", "check", write(tmp_path / "odd.json", entries))
    assert result.out.splitlines()[-1] == "a [2J b: odd: expected passages, found none"


@pytest.mark.parametrize("form", ["merged", "webqa", "webqa-ir"])
def test_files_are_turned_into_others(run: Runner, questions: Path, tmp_path: Path, form: str) -> None:
    target = tmp_path / "other.json.xz"
    assert run("qa", "convert", questions, "-o", target, "--format", form)[::2] == (0, "")
    assert load_examples(target) == ASKED


def test_the_first_form_of_cmrc_is_checked_and_written(run: Runner, tmp_path: Path) -> None:
    asked = [{"query_id": "T_0", "query_text": "白云山多高", "answers": ["382米", "高382米"]}]
    entry = {"context_id": "T", "context_text": "主峰高382米", "title": "白云山", "qas": asked}
    given, squad, again = (
        write(tmp_path / "cmrc.json", [entry]),
        tmp_path / "squad.json",
        tmp_path / "again.json",
    )
    found = json.loads(run("qa", "check", given, "--json").out)
    assert (found["format"], found["statistics"]["answers"], found["problems"]) == ("cmrc", 2, [])
    assert run("qa", "convert", given, "-o", squad, "--format", "squad")[::2] == (0, "")
    assert run("qa", "convert", squad, "-o", again, "--format", "cmrc")[::2] == (0, "")
    assert json.loads(again.read_bytes()) == [entry | {"title": ""}]


@pytest.mark.parametrize("form", ["squad", "cmrc"])
def test_a_form_that_cannot_hold_it_leaves_no_file(
    run: Runner, questions: Path, tmp_path: Path, form: str
) -> None:
    target = tmp_path / "other.json"
    result = run("qa", "convert", questions, "-o", target, "--format", form)
    assert result.code == 1 and "q1: expected one passage" in result.line
    assert not target.exists()


def test_documents_are_indexed(run: Runner, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "a.txt").write_text("白云山在广州。主峰高382米。", encoding="utf-8")
    (docs / "b.txt").write_text("西湖在杭州。", encoding="utf-8")
    result = run("qa", "index", docs, "-o", tmp_path / "index", "--chars", 12, "--json")
    assert (result.code, result.err) == (0, "")
    found = json.loads(result.out)
    assert (found["documents"], found["passages"]) == (2, 3)
    hit = Retriever.load(tmp_path / "index").search("主峰多高", 1)[0]
    assert (hit.document, hit.begin) == (str(docs / "a.txt"), 7)
    assert (
        json.loads((tmp_path / "index" / "run.json").read_text(encoding="utf-8"))["counts"]["passages"] == 3
    )
    again = run("qa", "index", docs, "-o", tmp_path / "index")
    assert again.code == 0 and len(Retriever.load(tmp_path / "index")) == 2


def test_documents_are_indexed_by_words(run: Runner, words: Path, tmp_path: Path) -> None:
    result = run("qa", "index", "-l", words, "-o", tmp_path / "index", stdin="语料里有新词。".encode())
    assert result.code == 0
    retriever = Retriever.load(tmp_path / "index")
    assert retriever.search("新词") and not retriever.search("料")


def test_what_cannot_be_indexed(run: Runner, tmp_path: Path) -> None:
    result = run("qa", "index", "-o", tmp_path / "index", stdin="。。。".encode())
    assert result.code == 1 and "expected documents with text" in result.line
    assert not (tmp_path / "index").exists()
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("天", encoding="utf-8")
    result = run("qa", "index", "-o", other, stdin="天".encode())
    assert result.code == 1 and "found other files" in result.line

"""Questions in every form: read, written back, checked, and refused with the entry's name."""

from __future__ import annotations

import json
import lzma
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.errors import CorpusError, EmptyError, FormatError, InputError, OptionError
from zici.qa import Passage, QAExample, load_examples, save_examples
from zici.qa.formats import (
    FORMATS,
    check_examples,
    load_predictions,
    save_predictions,
    statistics,
)

MOUNTAIN = QAExample(
    "q1",
    "白云山海拔多高",
    (Passage("q1#00", "主峰摩星岭高382米", ("382米",)), Passage("q1#01", "山体相当宽阔")),
    ("382米",),
)
POET = QAExample("q2", "谁写的", (Passage("q2#00", "李白，字太白", ("李白", "太白")),), ("李白", "太白"))

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
words = st.text("天地玄黄宇宙洪荒ab1", min_size=1, max_size=3)
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=5)


@st.composite
def questions(draw, *, passages=4):
    """Distinct questions; a passage's answers stand in it and are answers of the question."""
    examples = []
    for name in draw(st.lists(names, min_size=1, max_size=4, unique=True)):
        told, rows = [], []
        for key in draw(st.lists(names, min_size=1, max_size=passages, unique=True)):
            text = draw(texts) + "".join(draw(st.lists(words, max_size=3)))
            inside = [word for word in dict.fromkeys(draw(st.lists(words, max_size=3))) if word in text]
            rows.append(Passage(key, text, tuple(inside)))
            told += inside
        told += draw(st.lists(words, max_size=2))
        examples.append(QAExample(name, draw(texts), tuple(rows), tuple(dict.fromkeys(told))))
    return examples


def written(examples, form, tmp_path_factory, suffix=".json"):
    path = tmp_path_factory.mktemp("qa") / f"questions{suffix}"
    save_examples(examples, path, format=form)
    return path


def bare(examples):
    """All but the order of answers, which forms without a place for it don't keep."""
    return [(example.id, example.question, example.passages, set(example.answers)) for example in examples]


@given(questions())
@pytest.mark.parametrize("form", ["webqa", "merged"])
def test_what_is_written_is_read(tmp_path_factory, form, examples):
    again = load_examples(written(examples, form, tmp_path_factory))
    assert bare(again) == bare(examples)


@given(questions(passages=1))
@pytest.mark.parametrize("form", ["squad", "cmrc"])
def test_one_passage_for_each(tmp_path_factory, form, examples):
    path = written(examples, form, tmp_path_factory)
    assert check_examples(path).format == form
    again = load_examples(path)
    assert [e.passages[0].id for e in again] == [e.passages[0].id for e in examples]
    held = [(example.id, example.question, example.passages[0].text, example.answers) for example in examples]
    assert [(e.id, e.question, e.passages[0].text, e.answers) for e in again] == held
    for example in again:
        passage = example.passages[0]
        assert set(passage.answers) == {text for text in example.answers if text in passage.text}


@given(questions())
def test_in_retrieved_form_every_passage_tells_the_answers(tmp_path_factory, examples):
    path = written(examples, "webqa-ir", tmp_path_factory)
    for example, value in zip(examples, json.loads(path.read_bytes()).values(), strict=True):
        for told in value["evidences"].values():
            assert told["answer"] == (list(example.answers) or ["no_answer"])
    for example, again in zip(examples, load_examples(path), strict=True):
        assert again.answers == example.answers
        for passage in again.passages:
            assert set(passage.answers) == {text for text in example.answers if text in passage.text}


@pytest.mark.parametrize("suffix", [".json", ".json.gz", ".json.xz", ".json.bz2", ".json.zst"])
@pytest.mark.parametrize("form", ["webqa", "merged"])
def test_packed_files(tmp_path_factory, form, suffix):
    path = written([MOUNTAIN, POET], form, tmp_path_factory, suffix)
    assert load_examples(path) == [MOUNTAIN, POET]
    assert path.read_bytes() == written([MOUNTAIN, POET], form, tmp_path_factory, suffix).read_bytes()


def test_an_other_encoding(tmp_path):
    path = tmp_path / "questions.json"
    text = json.dumps([{"id": 7, "question": "多高", "passages": []}] * 1, ensure_ascii=False)
    path.write_bytes(text.encode("utf-16"))
    assert load_examples(path) == [QAExample("7", "多高", ())]


def test_the_forms_of_no_answer(tmp_path):
    forms = [["no_answer"], "", None, [], "no_answer", "NO_ANSWER"]
    rows = [{"passage": "天地", "answer": form} for form in forms] + [{"passage": "天地"}]
    example = read(tmp_path, [{"id": "q", "question": "谁", "passages": rows}])[0]
    assert example.answers == () and len(example.passages) == 7
    assert not any(passage.answers for passage in example.passages)


def test_webqa_as_published(tmp_path):
    data = {
        "Q_TRN_1": {
            "question": "谁演霍啸林的父亲",
            "evidences": {
                "Q_TRN_1#00": {"answer": ["寇振海"], "evidence": "寇振海饰霍绍昌"},
                "Q_TRN_1#01": {"answer": ["no_answer"], "evidence": "杨志刚饰霍啸林，寇振海也演"},
            },
        }
    }
    example = read(tmp_path, data)[0]
    assert example.answers == ("寇振海",)
    # The second passage has the string, but the file says that it doesn't answer.
    assert [passage.answers for passage in example.passages] == [("寇振海",), ()]


def test_squad_two_without_an_answer(tmp_path):
    question = {"id": "a", "question": "谁", "answers": [], "is_impossible": True}
    data = {
        "version": "v2.0",
        "data": [{"title": "", "paragraphs": [{"context": "天地", "qas": [question]}]}],
    }
    assert read(tmp_path, data) == [QAExample("a", "谁", (Passage("1-1", "天地"),))]


def read(tmp_path: Path, data):
    path = tmp_path / "questions.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return load_examples(path)


def merged(**changes):
    entry = {"id": "q1", "question": "多高", "passages": [{"passage": "高382米", "answer": "382米"}]}
    return [{key: value for key, value in (entry | changes).items() if value is not ...}]


def cmrc(*questions, **changes):
    entry = {"context_id": "T_0", "context_text": "高382米", "title": "山", "qas": list(questions)}
    return [{key: value for key, value in (entry | changes).items() if value is not ...}]


def squad(*questions, context="高382米"):
    return {"data": [{"paragraphs": [{"id": "p", "context": context, "qas": list(questions)}]}]}


def asked(answers):
    return squad({"id": "a", "question": "谁", "answers": answers})


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (merged(question=...), "q1: expected the key 'question'"),
        (merged(question=5), "q1: expected a string as 'question', found a number"),
        (merged(id=...), "entry 1: expected the key 'id'"),
        (merged(id=1.5), "entry 1: expected a string or a whole number as 'id', found a number"),
        (merged(passages="天"), "q1: expected a list as 'passages', found a string"),
        (merged(passages=["天"]), "q1#00: expected an object with 'passage', found a string"),
        (
            merged(passages=[{"passage": "天", "answer": 3}]),
            "q1#00: expected a list as 'answer', found a number",
        ),
        (merged() + merged(), "q1: expected questions with ids of their own"),
        (
            merged(passages=[{"id": "a", "passage": "天"}, {"id": "a", "passage": "地"}]),
            "a: expected passages with ids of their own",
        ),
        ([*merged(), "天"], "entry 2: expected an object with 'id', found a string"),
        ({"q1": {"question": "多高"}}, "q1: expected the key 'evidences', found 'question'"),
        (
            {"q1": {"question": "多高", "evidences": []}},
            "q1: expected an object as 'evidences', found a list",
        ),
        (
            {"q1": {"question": "多高", "evidences": {"e": {"evidence": "天"}}}},
            "e: expected the key 'answer', found 'evidence'",
        ),
        (squad({"question": "谁"}), "p: expected the key 'id', found 'question'"),
        (squad({"id": "a", "question": "谁", "answers": [{}]}), "a: expected the key 'text', found none"),
        (squad(*[{"id": "a", "question": "谁", "answers": []}] * 2), "a: expected questions with ids"),
        (
            squad({"id": "a", "question": "谁", "answers": None}),
            "a: expected a list as 'answers', found null",
        ),
        (
            squad({"id": "a", "question": "谁", "answers": "天"}),
            "a: expected a list as 'answers', found a string",
        ),
        (
            squad({"id": "a", "question": "谁", "answers": [None]}),
            "a: expected an object with 'text', found null",
        ),
        (
            squad({"id": "a", "question": "谁", "answers": [{"text": 3}]}),
            "a: expected a string as 'text', found a number",
        ),
        (
            squad({"id": None, "question": "谁"}),
            "a question of p: expected a string or a whole number as 'id'",
        ),
        (cmrc("天"), "a question of T_0: expected an object with 'query_id', found a string"),
        (cmrc({"query_id": "a"}), "a: expected the key 'query_text', found 'query_id'"),
        (
            cmrc({"query_id": "a", "query_text": "谁", "answers": {}}),
            "a: expected a list as 'answers', found an object",
        ),
        (cmrc(*[{"query_id": "a", "query_text": "谁"}] * 2), "a: expected questions with ids of their own"),
        (cmrc(context_id=[]), "entry 1: expected a string or a whole number as 'context_id', found a list"),
        (cmrc(context_text=None), "T_0: expected a string as 'context_text', found null"),
        (cmrc(qas=...), "T_0: expected the key 'qas', found 'context_id', 'context_text', 'title'"),
        ([None, *cmrc()], "entry 1: expected an object with 'context_id', found null"),
        ({"data": [{"title": "x"}]}, "article 1: expected the key 'paragraphs', found 'title'"),
    ],
)
def test_a_bad_entry_is_named(tmp_path, data, message):
    with pytest.raises(FormatError) as refused:
        read(tmp_path, data)
    assert message in str(refused.value) and "\n" not in str(refused.value)
    # The check goes on to the end of the file and tells the same.
    problems = check_examples(tmp_path / "questions.json").problems
    assert message in next(f"{entry}: {text}" for entry, text, severe in problems if severe)


@pytest.mark.parametrize("data", ["天", 5, None, {"a": 1}, {"data": 5}, {"a": {"b": 1}}])
def test_json_that_is_something_else(tmp_path, data):
    with pytest.raises(FormatError, match="expected questions as WebQA"):
        read(tmp_path, data)


def test_the_first_form_of_cmrc(tmp_path):
    first = {"query_id": "T_0_Q_0", "query_text": "多高", "answers": ["382米", "高382米", "382米"]}
    second = {"query_id": "T_0_Q_1", "query_text": "多宽", "answers": ["9米"]}
    passage = Passage("T_0", "高382米", ("382米", "高382米"))
    examples = read(tmp_path, cmrc(first, second))
    assert examples == [
        QAExample("T_0_Q_0", "多高", (passage,), ("382米", "高382米")),
        QAExample("T_0_Q_1", "多宽", (Passage("T_0", "高382米"),), ("9米",)),
    ]
    found = check_examples(tmp_path / "questions.json")
    assert found.format == "cmrc" and found.statistics[:5] == (2, 0, 2, 1, 3)
    assert found.problems == (("T_0", "the answer '9米' does not stand in its passage", False),)
    save_examples(examples, tmp_path / "again.json", format="cmrc")
    assert [len(entry["qas"]) for entry in json.loads((tmp_path / "again.json").read_bytes())] == [2]


NO_PARAGRAPH, NO_QUESTION = {"paragraphs": []}, {"paragraphs": [{"context": "天", "qas": []}]}


@pytest.mark.parametrize("data", [[], {}, {"data": []}, {"data": [NO_PARAGRAPH]}, {"data": [NO_QUESTION]}])
def test_no_question_at_all(tmp_path, data):
    with pytest.raises(EmptyError):
        read(tmp_path, data)
    with pytest.raises(EmptyError):
        check_examples(tmp_path / "questions.json")


def test_json_cut_short_names_the_place(tmp_path):
    path = tmp_path / "questions.json"
    whole = json.dumps(merged(), ensure_ascii=False, indent=1)
    for size in (len(whole) - 1, len(whole) // 2):
        path.write_text(whole[:size], encoding="utf-8")
        lines = whole[:size].count("\n") + 1
        with pytest.raises(FormatError, match="cut short") as refused:
            load_examples(path)
        named = int(str(refused.value).split("line ")[1].split(",")[0])
        assert lines - 1 <= named <= lines
    for part in ('{"q": nul', '{"q": -', '["\\u4e'):
        path.write_text(part, encoding="utf-8")
        with pytest.raises(FormatError, match=r"line 1, character \d: expected JSON, found it cut short"):
            load_examples(path)
    path.write_text('{"q": nil}', encoding="utf-8")
    with pytest.raises(FormatError, match="line 1, character 7: expected JSON, found something else"):
        load_examples(path)
    path.write_text(whole.replace(":", "=", 1), encoding="utf-8")
    with pytest.raises(FormatError, match="line 3, character 7: expected JSON, found something else"):
        load_examples(path)
    path.write_text("", encoding="utf-8")
    with pytest.raises(FormatError, match="found an empty file"):
        load_examples(path)
    path.write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(FormatError):
        load_examples(path)


def test_a_missing_and_a_damaged_file(tmp_path):
    with pytest.raises(CorpusError, match="no such file"):
        load_examples(tmp_path / "none.json")
    with pytest.raises(InputError, match="expected one file"):
        (tmp_path / "folder").mkdir()
        (tmp_path / "folder" / "a.json").write_text("[]", encoding="utf-8")
        load_examples(tmp_path / "folder")
    path = tmp_path / "questions.json.xz"
    path.write_bytes(lzma.compress(json.dumps(merged()).encode())[:-20])
    with pytest.raises(CorpusError, match="truncated"):
        load_examples(path)


def test_an_id_that_stands_twice_in_one_object(tmp_path):
    entry = json.dumps({"question": "多高", "evidences": {}})
    path = tmp_path / "questions.json"
    path.write_text(f'{{"q1": {entry}, "q1": {entry}}}', encoding="utf-8")
    with pytest.raises(FormatError, match="q1: expected every id once"):
        load_examples(path)
    assert [problem.entry for problem in check_examples(path).problems if problem.severe] == ["q1"]


TWICE = '"answer": "", "answer": "天"'


@pytest.mark.parametrize(
    ("text", "entry", "told"),
    [
        ('{"q1": {"question": "谁", "question": "何时", "evidences": {}}}', "q1", "'question' twice"),
        ('{"q1": {"question": "谁", "evidences": {"e": {"evidence": "天", TWICE}}}}', "e", "'answer'"),
        (
            '{"q1": {"question": "谁", "evidences": {"e": {"evidence": "", "answer": ""}, "e": 0}}}',
            "q1",
            "'e' twice",
        ),
        ('[{"id": "q1", "question": "谁", "passages": [{"passage": "", TWICE}]}]', "q1", "'answer'"),
        ('[{"id": "a", "question": "谁", "passages": []}, {"x": 1, "x": 2}]', "entry 2", "'x' twice"),
        ('{"data": [{"paragraphs": [{"id": "p", "context": "", "qas": [{TWICE}]}]}]}', "p", "'answer'"),
        (
            '[{"context_id": "T", "context_text": "", "qas": [{"query_id": "T_0", TWICE}]}]',
            "T_0",
            "'answer'",
        ),
    ],
)
def test_a_key_that_stands_twice_names_its_entry(tmp_path, text, entry, told):
    path = tmp_path / "questions.json"
    path.write_text(text.replace("TWICE", TWICE), encoding="utf-8")
    with pytest.raises(FormatError, match=f", {entry}: expected every key once in an object, found {told}"):
        load_examples(path)
    assert check_examples(path).problems[0].entry == entry


def test_an_id_that_stands_twice_among_many_is_found_soon(tmp_path):
    path = tmp_path / "questions.json"
    entries = "".join(f'"q{number}": {{"question": "", "evidences": {{}}}},' for number in range(36_000))
    path.write_text(f'{{{entries} "q7": 0}}', encoding="utf-8")
    begin = time.process_time()
    with pytest.raises(FormatError, match="q7: expected every id once"):
        load_examples(path)
    assert time.process_time() - begin < 5  # comparing all with all takes ten times as long


def test_odd_entries_are_read_and_told(tmp_path):
    data = [
        {"id": "missing", "question": "谁", "passages": [{"passage": "天地", "answer": "玄黄"}]},
        {"id": "empty", "question": " ", "passages": [{"passage": "", "answer": ""}]},
        {"id": "long", "question": "谁" * 5000, "passages": [{"passage": "天" * 100_000, "answer": "天"}]},
        {"id": "bare", "question": "谁", "passages": []},
    ]
    examples = read(tmp_path, data)
    assert examples[0].answers == ("玄黄",) and examples[0].passages[0].answers == ()
    assert len(examples[2].passages[0].text) == 100_000
    found = check_examples(tmp_path / "questions.json")
    assert found.readable and found.format == "merged"
    assert [problem.entry for problem in found.problems] == [
        "missing#00",
        "empty",
        "empty#00",
        "long",
        "long#00",
        "bare",
    ]


def test_an_answer_at_another_place(tmp_path):
    question = {"id": "a", "question": "多高", "answers": [{"text": "382米", "answer_start": 0}]}
    assert read(tmp_path, squad(question))[0].passages[0].answers == ("382米",)
    problem = check_examples(tmp_path / "questions.json").problems[0]
    assert problem == ("a", "the answer '382米' does not stand at 0", False)


def test_retrieved_files_tell_answers_that_are_missing_in_a_passage(tmp_path):
    told = {"answer": ["李白"], "evidence": "杜甫"}
    evidences = {"a": {"answer": ["李白"], "evidence": "李白"}, "b": told}
    assert read(tmp_path, {"q": {"question": "谁", "evidences": evidences}})[0].answers == ("李白",)
    assert check_examples(tmp_path / "questions.json").problems == ()
    evidences = {"a": told, "b": told}
    read(tmp_path, {"q": {"question": "谁", "evidences": evidences}})
    problem = check_examples(tmp_path / "questions.json").problems[0]
    assert problem.text == "the answer '李白' stands in none of its passages"


def test_lone_surrogates_can_be_written_again(tmp_path):
    path = tmp_path / "questions.json"
    path.write_text('[{"id": "q", "question": "\\ud800谁", "passages": []}]', encoding="utf-8")
    examples = load_examples(path)
    assert examples[0].question == "\ufffd谁"
    save_examples(examples, path)


@pytest.mark.parametrize("form", FORMATS)
def test_half_a_surrogate_pair_is_written_as_an_escape(tmp_path, form):
    path = tmp_path / "questions.json"
    save_examples(
        [QAExample("\ud800q", "谁\udfff", (Passage("e", "\ud801天", ("天",)),), ("天",))], path, format=form
    )
    assert b"\\ud801" in path.read_bytes()
    passage = Passage("e", "\ufffd天", ("天",))
    assert load_examples(path) == [QAExample("\ufffdq", "谁\ufffd", (passage,), ("天",))]
    two = [QAExample(name, "谁", (Passage("e", "天"),)) for name in ("\ud800q", "\ud801q")]
    with pytest.raises(OptionError, match="found '\ufffdq' twice"):
        save_examples(two, path, format=form)


def test_ids_that_become_one_when_read(tmp_path):
    entry = {"question": "谁", "evidences": {}}
    with pytest.raises(FormatError, match="\ufffdq: expected questions with ids of their own"):
        read(tmp_path, {f"{half}q": entry for half in ("\ud800", "\ud801")})
    evidence = {"evidence": "天", "answer": []}
    with pytest.raises(FormatError, match="\ufffde: expected passages with ids of their own"):
        read(tmp_path, {"q": entry | {"evidences": {f"{half}e": evidence for half in ("\ud800", "\ud801")}}})


def test_what_a_form_cannot_hold(tmp_path):
    with pytest.raises(OptionError, match="q1: expected one passage for the format squad, found 2"):
        save_examples([MOUNTAIN], tmp_path / "a.json", format="squad")
    with pytest.raises(OptionError, match="q1: expected one passage for the format cmrc, found 2"):
        save_examples([MOUNTAIN], tmp_path / "a.json", format="cmrc")
    with pytest.raises(OptionError, match="expected one of webqa"):
        save_examples([MOUNTAIN], tmp_path / "a.json", format="csv")
    with pytest.raises(OptionError, match="found 'q1' twice"):
        save_examples([MOUNTAIN, MOUNTAIN], tmp_path / "a.json")
    twice = QAExample("q", "谁", (Passage("a", "天"), Passage("a", "地")))
    with pytest.raises(OptionError, match="q: passages"):
        save_examples([twice], tmp_path / "a.json")
    assert not list(tmp_path.iterdir())


def test_statistics_counted_by_hand():
    assert statistics([MOUNTAIN, POET]) == (2, 0, 3, 2, 3, 5.0, 6, 10, 2, 4)
    assert statistics([]) == (0, 0, 0, 0, 0, 0.0, 0.0, 0, 0.0, 0)


def test_predictions_of_questions_and_passages(tmp_path):
    path = tmp_path / "answers.json.gz"
    given_ = {"q1": ["382米", "372米"], "q2": {"a": ["李白"], "b": []}, "q3": [], "\ud800": ["\ud801"]}
    save_predictions(given_, path)
    found = load_predictions(path)
    assert found.questions == {"q1": ("382米", "372米"), "q3": (), "\ufffd": ("\ufffd",)}
    assert found.passages == {"q2": {"a": ("李白",), "b": ()}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('["a"]', "expected an object"),
        ('{"q": 5}', "q: expected a list as 'answer', found a number"),
        ('{"q": {"e": 5}}', "q, e: expected a list as 'answer', found a number"),
        ('{"q": "a", "q": "b"}', "q: expected every id once"),
        ('{"q": {"e": "a", "e": "b"}}', "q: expected every key once in an object, found 'e' twice"),
        ('{"q": "a"', "cut short"),
    ],
)
def test_predictions_that_are_something_else(tmp_path, text, message):
    path = tmp_path / "answers.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=message):
        load_predictions(path)
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(EmptyError):
        load_predictions(path)


@pytest.mark.data
def test_the_real_files(data_dir, tmp_path):
    folder = data_dir / "qa"
    expected = {
        "webqa_ann_part.json": ("webqa", 1990, 1990, 1979),
        "webqa_sample200.ir.json.xz": ("webqa", 200, 4000, 2235),
        "cmrc2018_trial.json.xz": ("squad", 1002, 1002, 1002),
        "drcd_dev.json.xz": ("squad", 3524, 3524, 3524),
    }
    for name, figures in expected.items():
        found = check_examples(folder / name)
        counts = found.statistics
        assert (found.format, counts.questions, counts.passages, counts.positive) == figures
        assert found.readable
    for name in ("webqa_sample200.ir.json.xz", "cmrc2018_trial.json.xz"):
        examples = load_examples(folder / name)
        for form in FORMATS:
            if form in ("squad", "cmrc") and name.endswith("ir.json.xz"):
                continue
            save_examples(examples, tmp_path / "again.json", format=form)
            assert load_examples(tmp_path / "again.json") == examples


def test_ids_that_no_encoding_can_write(tmp_path):
    path = tmp_path / "questions.json"
    evidence = '{"\\ud800e": {"answer": ["no_answer"], "evidence": "天"}}'
    path.write_text(f'{{"\\ud800q": {{"question": "谁", "evidences": {evidence}}}}}', encoding="utf-8")
    examples = load_examples(path)
    assert (examples[0].id, examples[0].passages[0].id) == ("\ufffdq", "\ufffde")
    save_examples(examples, path, format="webqa")
    assert load_examples(path) == examples

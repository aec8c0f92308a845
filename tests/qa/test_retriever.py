"""Passages of one's own documents: where they are cut, how they are found, and that folders are safe."""

from __future__ import annotations

import json
import math
import shutil
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.errors import CorpusError, EmptyError, FormatError, InputError, MissingExtraError, OptionError
from zici.qa.retriever import Retriever, read_documents, split_passages
from zici.segment import Segmenter

DOCUMENTS = [
    ("广州", "白云山在广州。主峰高382米。\n\n越秀山也在广州，比白云山低。"),
    ("杭州", "西湖在杭州。苏堤是苏轼所筑。"),
    ("空", "。。。\n\n"),
    ("臺灣", "玉山高3952公尺，是臺灣最高的山。"),
]

texts = st.text("天地玄黄a1。！？，\n\r …”「 \u3000", max_size=120)


@pytest.fixture(scope="module")
def retriever():
    return Retriever(DOCUMENTS, chars=14)


@given(texts, st.integers(1, 30))
def test_passages_follow_each_other_and_leave_out_only_blanks_and_signs(text, chars):
    spans = split_passages(text, chars=chars)
    ends = [0, *(end for _, end in spans)]
    for (begin, end), before in zip(spans, ends, strict=False):
        passage = text[begin:end]
        assert before <= begin < end <= before + len(text)
        assert len(passage) <= chars and passage == passage.strip()
        assert any(char.isalnum() for char in passage)
        assert not any(char.isalnum() for char in text[before:begin])
    assert not any(char.isalnum() for char in text[ends[-1] :])


@given(st.lists(st.text("天地玄黄", min_size=1, max_size=9).map(lambda text: f"{text}。"), max_size=12))
def test_sentences_that_fit_stay_whole_and_no_more_would_fit(sentences):
    text = "".join(sentences)
    spans = split_passages(text, chars=10)
    assert "".join(text[begin:end] for begin, end in spans) == text
    assert all(text[end - 1] == "。" for _, end in spans)
    for (begin, end), (start, _) in pairwise(spans):
        following = text.index("。", start) + 1
        assert start == end and following - begin > 10


def test_where_passages_end():
    def cut(text, chars):
        return [text[begin:end] for begin, end in split_passages(text, chars=chars)]

    assert cut("甲说：“乙。”丙。", 8) == ["甲说：“乙。”", "丙。"]
    assert cut("甲乙。\n丙丁。", 20) == ["甲乙。\n丙丁。"]  # lines go on, an empty line ends
    assert cut("甲乙。\r\n\r\n丙丁。", 20) == ["甲乙。", "丙丁。"]
    assert cut("甲乙丙丁，戊己庚辛壬癸", 6) == ["甲乙丙丁，", "戊己庚辛壬癸"]
    assert cut("天" * 25, 10) == ["天" * 10, "天" * 10, "天" * 5]
    assert cut("", 5) == cut("。\n", 5) == []
    with pytest.raises(OptionError, match="chars: expected at least 1, got 0"):
        split_passages("天", chars=0)


def test_hits_tell_where_they_stand(retriever):
    assert len(retriever) == 6 and retriever.documents == ("广州", "杭州", "空", "臺灣")
    whole = dict(DOCUMENTS)
    for question in ("白云山有多高", "谁筑了苏堤", "玉山在哪里"):
        hits = retriever.search(question)
        assert hits
        for hit in hits:
            assert whole[hit.document][hit.begin :].startswith(hit.passage.text)
            assert hit.passage.id == f"{hit.document}#{hit.begin}" and hit.score > 0
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert retriever.search("谁筑了苏堤", 1)[0].passage.text == "西湖在杭州。苏堤是苏轼所筑。"


def test_script_width_and_case_do_not_count(retriever):
    first = retriever.search("台湾最高的山", 1)[0]
    assert first.document == "臺灣"
    assert retriever.search("臺灣最高的山", 1) == [first]
    assert retriever.search("３９５２", 1)[0] == retriever.search("3952", 1)[0]
    assert Retriever([("a", "USB接口")]).search("usb")[0].passage.text == "USB接口"


def test_questions_without_a_known_term(retriever):
    assert retriever.search("") == retriever.search("？！") == retriever.search("龘") == []
    assert len(retriever.search("山" * 5000, 100)) == 4
    with pytest.raises(OptionError, match="k: expected at least 1"):
        retriever.search("山", 0)


def terms(text):
    units = [char for char in text if char.isalnum()]
    return units + ["".join(pair) for pair in pairwise(units)]


@given(
    st.lists(st.text("天地玄黄。", min_size=1, max_size=9), min_size=1, max_size=6),
    st.text("天地玄黄宇", max_size=5),
)
def test_scores_are_those_of_the_formula(passages, question):
    """BM25 as Lucene has it, written from the definition."""
    k1, b = 0.9, 0.4
    held = [(name, text) for name, text in enumerate(passages) if text.strip("。")]
    if not held:
        return
    retriever = Retriever([(str(name), text) for name, text in held], chars=9, k1=k1, b=b)
    counts = [Counter(terms(text)) for _, text in held]
    lengths = [count.total() for count in counts]
    mean = sum(lengths) / len(lengths)
    expected = {}
    for (name, _), count, length in zip(held, counts, lengths, strict=True):
        score = 0.0
        for term in terms(question):
            frequency = sum(term in other for other in counts)
            idf = math.log(1 + (len(held) - frequency + 0.5) / (frequency + 0.5))
            score += idf * count[term] / (count[term] + k1 * (1 - b + b * length / mean))
        if score > 0:
            expected[str(name)] = score
    hits = retriever.search(question, 10)
    assert {hit.document for hit in hits} == set(expected)
    for hit in hits:
        assert hit.score == pytest.approx(expected[hit.document], rel=1e-4)


def test_the_best_are_those_of_the_whole_list():
    documents = [(str(number), "天" * (number % 7) + "地") for number in range(60)]
    retriever = Retriever(documents)
    everything = retriever.search("天地", 60)
    for k in (1, 5, 30):
        assert retriever.search("天地", k) == everything[:k]
    assert len(everything) == 60


def test_words_of_a_segmenter(tmp_path):
    segmenter = Segmenter({"白云山": 5, "广州": 5, "山": 3})
    retriever = Retriever(DOCUMENTS, tokens=segmenter, chars=14)
    assert retriever.search("云") == [] and retriever.search("白云山")
    retriever.save(tmp_path / "index")
    again = Retriever.load(tmp_path / "index")
    assert again.search("广州的白云山") == retriever.search("广州的白云山") != []


def test_saved_and_opened_it_finds_alike(retriever, tmp_path):
    retriever.save(tmp_path / "index")
    again = Retriever.load(tmp_path / "index")
    assert repr(again) == repr(retriever) == "<Retriever: 6 passages of 4 documents>"
    for question in ("白云山有多高", "苏堤", "臺灣"):
        assert again.search(question) == retriever.search(question) != []
    # The same documents make the same bytes, and nothing in them is a pickle.
    Retriever(DOCUMENTS, chars=14).save(tmp_path / "other")
    for path in sorted((tmp_path / "index").iterdir()):
        assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes()
        if path.suffix == ".npy":
            assert isinstance(np.load(path, mmap_mode="r", allow_pickle=False), np.memmap)


def test_names_that_no_encoding_can_write(tmp_path):
    Retriever([("\udcff.txt", "天地")]).save(tmp_path / "index")
    assert Retriever.load(tmp_path / "index").search("天")[0].document == "\udcff.txt"


def change(path: Path, **values):
    meta = json.loads((path / "meta.json").read_text(encoding="utf-8"))
    (path / "meta.json").write_text(json.dumps(meta | values), encoding="utf-8")


DAMAGE = {
    "another format": lambda path: change(path, format="zici-reader"),
    "another version": lambda path: change(path, version=2),
    "other tokens": lambda path: change(path, tokens="sounds"),
    "fewer documents": lambda path: change(path, documents=["a"]),
    "other passages": lambda path: change(path, passages=3),
    "no meta": lambda path: (path / "meta.json").unlink(),
    "meta cut short": lambda path: (path / "meta.json").write_text("{"),
    "meta of a list": lambda path: (path / "meta.json").write_text("[]"),
    "a missing array": lambda path: (path / "ends.npy").unlink(),
    "an array cut short": lambda path: (path / "data.npy").write_bytes((path / "data.npy").read_bytes()[:-8]),
    "an array of another type": lambda path: np.save(path / "begins.npy", np.zeros(6)),
    "a pickle": lambda path: np.save(path / "begins.npy", np.array([{}] * 6, object), allow_pickle=True),
    "places beyond the end": lambda path: np.save(path / "indices.npy", np.load(path / "indices.npy") + 9),
    "falling places": lambda path: np.save(path / "indptr.npy", np.load(path / "indptr.npy")[::-1].copy()),
    "no terms": lambda path: (path / "terms.npy").unlink(),
    "other terms": lambda path: np.save(path / "terms.npy", np.zeros(3, np.uint8)),
    "terms beyond the end": lambda path: np.save(
        path / "term_order.npy", np.load(path / "term_order.npy") + np.int32(1)
    ),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_folders_are_refused(retriever, tmp_path, damage):
    path = tmp_path / "index"
    retriever.save(path)
    DAMAGE[damage](path)
    with pytest.raises(FormatError, match="index the documents again"):
        Retriever.load(path)


def test_no_folder(tmp_path):
    with pytest.raises(InputError, match="found nothing; make it with qa index"):
        Retriever.load(tmp_path / "none")
    (tmp_path / "file").write_text("a")
    with pytest.raises(InputError, match="found a file"):
        Retriever.load(tmp_path / "file")
    (tmp_path / "empty").mkdir()
    with pytest.raises(FormatError, match="expected an index"):
        Retriever.load(tmp_path / "empty")
    shutil.rmtree(tmp_path / "empty")


def test_nothing_to_index_and_bad_options():
    for documents in ([], [("a", ""), ("b", "。。")]):
        with pytest.raises(EmptyError, match="expected documents with text"):
            Retriever(documents)
    with pytest.raises(EmptyError, match="expected documents with words"):
        Retriever([("a", "\u037a")])  # a letter whose plain form is an accent on a blank
    for options in ({"tokens": "words"}, {"k1": -1}, {"b": 2}, {"k1": math.nan}, {"chars": 0}):
        with pytest.raises(OptionError):
            Retriever(DOCUMENTS, **options)


def test_without_bm25s(monkeypatch, retriever, tmp_path):
    retriever.save(tmp_path / "index")
    monkeypatch.setitem(sys.modules, "bm25s", None)
    with pytest.raises(MissingExtraError, match=r'pip install "zici\[qa\]"'):
        Retriever(DOCUMENTS)
    # What is built can be searched without it.
    assert Retriever.load(tmp_path / "index").search("苏堤")


def test_documents_of_files(tmp_path):
    (tmp_path / "a.txt").write_text("天地。\n\n玄黄。", encoding="utf-8")
    rows = ["天地", "", "玄黄"]
    lines = "".join(json.dumps({"text": text}) + "\n" for text in rows)
    (tmp_path / "b.jsonl").write_text(lines, encoding="utf-8")
    found = list(read_documents(tmp_path))
    assert found == [
        (str(tmp_path / "a.txt"), "天地。\n\n玄黄。"),
        (f"{tmp_path / 'b.jsonl'}:1", "天地"),
        (f"{tmp_path / 'b.jsonl'}:2", "玄黄"),
    ]
    hit = Retriever(found).search("玄黄", 1)[0]
    assert (hit.document, hit.begin) == (str(tmp_path / "a.txt"), 5)
    with pytest.raises(CorpusError):
        list(read_documents(tmp_path / "none"))


def test_progress_ends_at_the_total():
    steps = []
    Retriever(DOCUMENTS, progress=steps.append)
    last = {step.stage: step for step in steps}
    assert list(last) == ["cut passages", "weigh terms"]
    assert all(step.done == step.total for step in last.values())


@pytest.mark.data
def test_answers_are_found_among_real_passages(data_dir):
    from zici.qa import load_examples

    examples = load_examples(data_dir / "qa" / "cmrc2018_trial.json.xz")
    documents = {example.passages[0].id: example.passages[0].text for example in examples}
    retriever = Retriever(documents.items())
    found = sum(
        any(
            answer in hit.passage.text
            for hit in retriever.search(example.question, 5)
            for answer in example.answers
        )
        for example in examples
    )
    assert found / len(examples) > 0.85

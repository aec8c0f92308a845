from __future__ import annotations

import json
import shutil

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngrams.strategies import texts
from zici import Corpus, NgramCounts, count_ngrams
from zici.errors import FormatError, InputError, OptionError, OutputError


def as_dicts(counts):
    return {n: dict(counts.items(n)) for n in range(1, counts.order + 1)}


def same(one, other):
    assert as_dicts(one) == as_dicts(other)
    assert (one.total, one.min_count) == (other.total, other.min_count)
    for a, b in zip(one.levels, other.levels, strict=True):
        assert all(
            (getattr(a, name) == getattr(b, name)).all() for name in ("prefix", "char", "suffix", "count")
        )


@given(docs=texts, least=st.integers(1, 3), with_text=st.booleans())
def test_round_trip(tmp_path_factory, docs, least, with_text):
    folder = tmp_path_factory.mktemp("counts") / "字 词"
    counts = count_ngrams(Corpus.from_texts(docs), order=3, min_count=least)
    counts.save(folder, text=with_text)
    loaded = NgramCounts.load(folder)
    same(counts, loaded)
    assert (loaded.text is not None) == with_text
    if with_text:
        codes = [
            np.concatenate([t.blocks[k] for k in range(len(t.blocks))]) for t in (counts.text, loaded.text)
        ]
        assert [c for c in codes[0].tolist() if c] == [c for c in codes[1].tolist() if c]
    shutil.rmtree(folder)


@given(texts, texts, st.integers(1, 3))
def test_merge_with_texts_is_exact(one, other, least):
    parts = [count_ngrams(Corpus.from_texts(docs), order=3, min_count=least) for docs in (one, other)]
    same(parts[0].merge(parts[1]), count_ngrams(Corpus.from_texts(one + other), order=3, min_count=least))


@given(texts, texts)
def test_merge_of_complete_tables_is_exact(one, other):
    parts = [count_ngrams(Corpus.from_texts(docs), order=3, min_count=1) for docs in (one, other)]
    parts[0].text = parts[1].text = None
    same(parts[0].merge(parts[1]), count_ngrams(Corpus.from_texts(one + other), order=3, min_count=1))


@given(texts, texts, st.integers(1, 3))
def test_adding_documents_is_exact(one, other, least):
    counts = count_ngrams(Corpus.from_texts(one), order=3, min_count=least)
    before = as_dicts(counts)
    same(
        counts.add(Corpus.from_texts(other)),
        count_ngrams(Corpus.from_texts(one + other), order=3, min_count=least),
    )
    assert as_dicts(counts) == before


def test_adding_to_complete_counts_without_text():
    counts = count_ngrams(Corpus.from_texts(["共和国"]), order=2, min_count=1)
    counts.text = None
    assert counts.add(Corpus.from_texts(["共和党"])).count("共和") == 2


def test_inexact_merges_are_refused():
    counts = count_ngrams(Corpus.from_texts(["共和国共和国"]), order=2, min_count=2)
    other = count_ngrams(Corpus.from_texts(["共和国共和国"]), order=3, min_count=2)
    with pytest.raises(OptionError, match="same order"):
        counts.merge(other)
    counts.text = None
    with pytest.raises(OptionError, match="min_count=1"):
        counts.merge(counts)
    with pytest.raises(OptionError, match="min_count=1"):
        counts.add(Corpus.from_texts(["共和"]))


def test_thresholds_can_only_be_raised():
    counts = count_ngrams(Corpus.from_texts(["共和国共和党共和"]), order=2, min_count=2)
    assert dict(counts.at_least(3).items(2)) == {"共和": 3}
    with pytest.raises(OptionError, match="count again"):
        counts.at_least(1)


@pytest.fixture
def saved(tmp_path):
    count_ngrams(Corpus.from_texts(["共和国共和党共和"]), order=3, min_count=1).save(tmp_path / "counts")
    return tmp_path / "counts"


def rewrite(path, change):
    table, schema = pq.read_table(path).to_pydict(), pq.read_schema(path)
    change(table)
    pq.write_table(pa.table({name: pa.array(table[name], schema.field(name).type) for name in table}), path)


@pytest.mark.parametrize(
    ("file", "damage"),
    [
        ("meta.json", lambda p: p.write_text("{", encoding="utf-8")),
        ("meta.json", lambda p: p.write_text(json.dumps({"format": "other"}), encoding="utf-8")),
        (
            "meta.json",
            lambda p: p.write_text(p.read_text().replace('"version": 1', '"version": 99'), encoding="utf-8"),
        ),
        (
            "meta.json",
            lambda p: p.write_text(p.read_text().replace("[1, 1, 1]", "[0, 1, 1]"), encoding="utf-8"),
        ),
        ("alphabet.parquet", lambda p: p.unlink()),
        ("alphabet.parquet", lambda p: rewrite(p, lambda t: t["char"].__setitem__(0, 0x110000))),
        ("ngrams-2.parquet", lambda p: p.write_bytes(b"PAR1")),
        ("ngrams-2.parquet", lambda p: rewrite(p, lambda t: t["prefix"].__setitem__(0, 10_000_000))),
        ("ngrams-2.parquet", lambda p: rewrite(p, lambda t: t["char"].__setitem__(-1, -5))),
        ("ngrams-2.parquet", lambda p: rewrite(p, lambda t: t["count"].__setitem__(0, -1))),
        ("ngrams-2.parquet", lambda p: rewrite(p, lambda t: [c.pop(0) for c in t.values()])),
        ("ngrams-3.parquet", lambda p: rewrite(p, lambda t: t.pop("count"))),
        ("text.npy", lambda p: p.write_bytes(p.read_bytes()[:-4])),
        ("text.npy", lambda p: np.save(p, np.array([0, 60000, 0], "<u2"))),
    ],
)
def test_damaged_counts_are_refused(saved, file, damage):
    damage(saved / file)
    with pytest.raises(FormatError, match="counts"):
        NgramCounts.load(saved)


def test_what_is_no_counts_folder(tmp_path):
    with pytest.raises(InputError, match="no file"):
        NgramCounts.load(tmp_path / "missing")
    with pytest.raises(FormatError):
        NgramCounts.load(tmp_path)


def test_a_folder_that_cannot_be_written(tmp_path, saved):
    with pytest.raises(OutputError, match="found a file"):
        NgramCounts.load(saved).save(saved / "meta.json")
    with pytest.raises(OutputError):
        NgramCounts.load(saved).save(tmp_path / "no" / "such" / "folder")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["counts"]


def test_counting_into_a_folder_goes_on_after_an_interruption(tmp_path, monkeypatch):
    from zici.ngrams import _resume

    source = tmp_path / "text.txt"
    source.write_text("共和国共和党各项目" * 20, encoding="utf-8")
    plain = count_ngrams(Corpus(source), order=4, min_count=2)

    def stop_at_4(step):
        if step.stage == "count 4-grams":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        count_ngrams(Corpus(source), order=4, min_count=2, folder=tmp_path / "out", progress=stop_at_4)
    assert not (tmp_path / "out").exists()

    stages = []
    monkeypatch.setattr(_resume, "encode_corpus", None)  # the text must not be read again
    counts = count_ngrams(
        Corpus(source),
        order=4,
        min_count=2,
        folder=tmp_path / "out",
        progress=lambda s: stages.append(s.stage),
    )
    assert set(stages) == {"count 4-grams"}
    same(counts, plain)
    same(NgramCounts.load(tmp_path / "out"), plain)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out", "text.txt"]


def test_an_interrupted_run_of_other_options_is_not_taken_up(tmp_path):
    source = tmp_path / "text.txt"
    source.write_text("共和国共和党各项目" * 20, encoding="utf-8")

    def stop(step):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        count_ngrams(Corpus(source), order=3, min_count=2, folder=tmp_path / "out", progress=stop)
    counts = count_ngrams(Corpus(source), order=4, min_count=3, folder=tmp_path / "out")
    same(counts, count_ngrams(Corpus(source), order=4, min_count=3))


@pytest.mark.parametrize("with_text", [True, False])
def test_counts_with_raised_thresholds_are_saved_and_loaded(tmp_path, with_text):
    docs = ["共和国共和党共和", "项目各"]
    raised = count_ngrams(Corpus.from_texts(docs), order=3, min_count=1).at_least(3)
    raised.save(tmp_path / "counts", text=with_text)
    same(raised, NgramCounts.load(tmp_path / "counts"))


def change_meta(folder, **values):
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    meta.update(values)
    kept = {name: value for name, value in meta.items() if value is not None}
    (folder / "meta.json").write_text(json.dumps(kept), encoding="utf-8")


@pytest.mark.parametrize("name", ["format", "version", "min_count", "singles", "total"])
@pytest.mark.parametrize("value", [None, [], {}, "1", -1, 2.5, 10**400, [1, 1, 1, 1]])
def test_a_damaged_description_is_refused(saved, name, value):
    change_meta(saved, **{name: value})
    with pytest.raises(FormatError, match="count again"):
        NgramCounts.load(saved)


@pytest.mark.parametrize("total", [0, 7, 9])
def test_a_total_that_does_not_fit_is_refused(saved, total):
    change_meta(saved, total=total)
    with pytest.raises(FormatError, match="total"):
        NgramCounts.load(saved)


@pytest.mark.parametrize("char", [0, ord(","), 0xD800])
def test_an_alphabet_with_other_characters_is_refused(saved, char):
    rewrite(saved / "alphabet.parquet", lambda t: t["char"].__setitem__(0, char))
    with pytest.raises(FormatError, match="word characters"):
        NgramCounts.load(saved)


@pytest.mark.parametrize(
    "codes",
    [
        np.array(3, np.int32),
        np.zeros((3, 3), np.int32),
        np.array(["a"]),
        np.full(3, np.nan),
        np.full(3, 1j),
        np.full(3, 1 << 40),
    ],
)
def test_a_coded_text_of_another_kind_is_refused(saved, codes):
    np.save(saved / "text.npy", codes)
    with pytest.raises(FormatError, match="one row of codes"):
        NgramCounts.load(saved)


def test_adding_to_inexact_counts_is_refused_before_the_text_is_read():
    counts = count_ngrams(Corpus.from_texts(["共和国共和国"]), order=2, min_count=2)
    counts.text = None
    read = []
    with pytest.raises(OptionError, match="min_count=1"):
        counts.add(Corpus.from_texts(lambda: read.append(1) or ["共和"]))
    assert read == []


def interrupt(step):
    if step.stage == "count 3-grams":
        raise KeyboardInterrupt


def test_a_run_that_read_its_files_in_another_way_is_not_taken_up(tmp_path):
    source = tmp_path / "table.csv"
    source.write_text("a,b\n共和国共和国,项目项目\n", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        count_ngrams(
            Corpus(source, text="a"), order=3, min_count=1, folder=tmp_path / "out", progress=interrupt
        )
    counts = count_ngrams(Corpus(source, text="b"), order=3, min_count=1, folder=tmp_path / "out")
    same(counts, count_ngrams(Corpus(source, text="b"), order=3, min_count=1))


def test_an_interrupted_run_over_texts_in_memory_is_not_taken_up(tmp_path):
    one, other = Corpus.from_texts(["共和国共和国"]), Corpus.from_texts(["项目项目"])
    with pytest.raises(KeyboardInterrupt):
        count_ngrams(one, order=3, min_count=1, folder=tmp_path / "out", progress=interrupt)
    same(
        count_ngrams(other, order=3, min_count=1, folder=tmp_path / "out"),
        count_ngrams(other, order=3, min_count=1),
    )


def test_a_run_killed_while_it_wrote_a_level_goes_on(tmp_path):
    source = tmp_path / "text.txt"
    source.write_text("共和国共和党各项目" * 20, encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        count_ngrams(Corpus(source), order=4, min_count=2, folder=tmp_path / "out", progress=interrupt)
    level = tmp_path / ".out.partial" / "ngrams-2.parquet"
    level.with_name("ngrams-3.parquet").write_bytes(level.read_bytes()[:100])
    counts = count_ngrams(Corpus(source), order=4, min_count=2, folder=tmp_path / "out")
    same(counts, count_ngrams(Corpus(source), order=4, min_count=2))
    same(NgramCounts.load(tmp_path / "out"), counts)


@pytest.mark.parametrize("docs", [["，。"], [1]])
def test_a_run_that_could_not_read_its_text_leaves_nothing(tmp_path, docs):
    with pytest.raises(InputError):
        count_ngrams(Corpus.from_texts(docs), folder=tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_counting_into_the_folder_one_stands_in_is_one_clear_error(tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(OutputError, match="can't be written"):
        count_ngrams(Corpus.from_texts(["共和国共和国"]), min_count=2, folder=".")

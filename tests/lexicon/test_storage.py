"""Zici's own files: round trips of any content, compressions, the same bytes every time."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.errors import EmptyError, FormatError, InputError, OptionError, OutputError
from zici.lexicon import Lexicon

NAN = float("nan")
ANY = st.characters(exclude_categories=["Cs"])
COUNTS = st.integers(-1, 2**63 - 1)
FLOATS = st.floats() | st.just(NAN)


def words_of(alphabet: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.text(alphabet, min_size=1, max_size=6).filter(lambda word: word.strip())


def lexicons(alphabet: st.SearchStrategy[str]) -> st.SearchStrategy[Lexicon]:
    row = st.tuples(words_of(alphabet), COUNTS, FLOATS, st.integers(-(2**63), 2**63 - 1))
    return st.lists(row, min_size=1, max_size=8, unique_by=lambda r: r[0]).map(_build)


def _build(rows: list[tuple[str, int, float, int]]) -> Lexicon:
    words, counts, scores, extra = zip(*rows, strict=True)
    return Lexicon.from_arrays(
        words,
        count=counts,
        left_entropy=scores,
        序=np.array(extra, dtype=np.int64),
        meta={"方法": ["ngram", 4]},
    )


@given(lexicons(st.characters(exclude_categories=["Cs"], exclude_characters="\t\n\r\0")))
def test_tsv_round_trip(tmp_path_factory: pytest.TempPathFactory, lexicon: Lexicon) -> None:
    path = tmp_path_factory.getbasetemp() / "round.tsv"
    lexicon.save(path)
    loaded = Lexicon.load(path)
    assert loaded == lexicon
    assert loaded.columns["序"].dtype == np.int64
    assert loaded.meta == {}


@given(lexicons(ANY))
def test_parquet_round_trip(tmp_path_factory: pytest.TempPathFactory, lexicon: Lexicon) -> None:
    path = tmp_path_factory.getbasetemp() / "round.parquet"
    lexicon.save(path)
    loaded = Lexicon.load(path)
    assert loaded == lexicon
    assert loaded.columns["序"].dtype == np.int64
    assert loaded.meta == lexicon.meta


def test_tsv_is_what_the_documentation_says(tmp_path: Path) -> None:
    path = tmp_path / "词.tsv"
    Lexicon.from_arrays(["字 词", "#", '"引"'], count=[3, -1, 0], pmi=[0.1, NAN, math.inf]).save(path)
    assert path.read_bytes().decode() == 'word\tcount\tpmi\n字 词\t3\t0.1\n#\t\t\n"引"\t0\tinf\n'


@pytest.mark.parametrize("suffix", [".tsv", ".tsv.gz", ".tsv.xz", ".tsv.bz2", ".tsv.zst", ".parquet", ".TSV"])
def test_same_words_same_bytes(tmp_path: Path, suffix: str) -> None:
    lexicon = Lexicon.from_arrays(["字", "词"], count=[3, -1], pmi=[0.1, NAN], meta={"b": 1, "a": 2})
    first, second = tmp_path / f"a{suffix}", tmp_path / f"b{suffix}"
    lexicon.save(first)
    Lexicon.load(first).save(second) if suffix != ".parquet" else Lexicon(
        lexicon.words, lexicon.columns, meta={"a": 2, "b": 1}
    ).save(second)
    assert first.read_bytes() == second.read_bytes()
    assert Lexicon.load(first) == lexicon
    assert suffix != ".tsv.gz" or first.read_bytes()[4:8] == bytes(4)  # gzip's time stamp


def test_save_replaces_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    Lexicon(["旧"]).save(path)
    Lexicon(["新"]).save(path)
    with pytest.raises(OutputError):
        Lexicon(["a\tb"]).save(path)
    assert Lexicon.load(path).words == ("新",)
    assert [entry.name for entry in tmp_path.iterdir()] == ["words.tsv"]


@pytest.mark.parametrize("word", ["a\tb", "a\nb", "a\r", "a\0", "a\ud800"])
@pytest.mark.parametrize("format_name", ["tsv", "jieba", "hanlp", "ik", "rime", "plain"])
def test_text_refuses_what_it_can_not_hold(tmp_path: Path, word: str, format_name: str) -> None:
    with pytest.raises(OutputError) as caught:
        Lexicon.from_words({"好": 1, word: 2}).export(tmp_path / "out", format_name)
    assert str(caught.value).startswith(f"word 2 {word!r}: ")
    assert list(tmp_path.iterdir()) == []


def test_parquet_refuses_lone_surrogates(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"'a\\ud800'.*lone surrogates"):
        Lexicon(["好", "a\ud800"]).save(tmp_path / "out.parquet")


def test_places_that_can_not_be_written(tmp_path: Path) -> None:
    lexicon = Lexicon(["词"])
    for name in ("words.txt", "words", "words.gz"):
        with pytest.raises(OptionError, match=r"\.tsv or \.parquet"):
            lexicon.save(tmp_path / name)
    with pytest.raises(OptionError, match="leave the last suffix out"):
        lexicon.save(tmp_path / "words.parquet.gz")
    with pytest.raises(OptionError, match="expected one of tsv, jieba"):
        lexicon.export(tmp_path / "words", "json")
    with pytest.raises(OptionError, match="text format"):
        lexicon.to_text("parquet")
    for name in ("words.tsv", "words.parquet"):
        with pytest.raises(OutputError, match="can't be written"):
            lexicon.save(tmp_path / "missing" / name)
    (tmp_path / "folder.tsv").mkdir()
    with pytest.raises(OutputError, match="found a folder"):
        lexicon.save(tmp_path / "folder.tsv")


def test_an_empty_lexicon_is_written_and_refused_at_reading(tmp_path: Path) -> None:
    for name in ("words.tsv", "words.parquet"):
        Lexicon([]).save(tmp_path / name)
        with pytest.raises(EmptyError, match=name):
            Lexicon.load(tmp_path / name)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("word\tcount\n字\t1\n词\n", "line 3: expected 2 tab-separated fields (word, count), found '词'"),
        ("word\tcount\n\n字\t-1\n", "line 3: expected a whole number from 0 to 2^63 - 1"),
        ("word\tcount\n字\t1.5\n", "line 2: expected a whole number"),
        ("word\tcount\n字\t9223372036854775808\n", "line 2: expected a whole number"),
        ("word\tcount\n字\t１\n", "line 2: expected a whole number"),
        ("word\tcount\n字\t1\n\t2\n", "line 3: expected a word that is not blank"),
        ("word\tpmi\n字\t1\n词\tx\n", "line 3: expected a number or nothing in column pmi, found '词\\tx'"),
        ("word\tpmi\n字\t1_0\n", "line 2: expected a number"),
        ("word\tpmi\n字\t1-2\n", "line 2: expected a number"),
        ("word\tcount\tcount\n字\t1\t1\n", "line 1: expected different column names"),
        ("word\tlength\n字\t1\n", "line 1: column 'length': expected a name other than"),
        ("word\t\n字\t1\n", "line 1: column '': expected a name"),
        ("wrod\tcount\n字\t1\n字\n", "line 1: expected a header with a column 'word', found 'wrod, count'"),
        ("word\tcount\n字\t1\n字\t9223372036854775807\n", "add up to more than"),
    ],
)
def test_broken_tsv(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "words.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError) as caught:
        Lexicon.load(path, "tsv")
    assert str(caught.value).startswith(str(path))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_tsv_of_others(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_bytes("\ufeffpmi\tword\r\n1.5\t字\r\n\r\n\t词\r\n2\t字\r\n".encode())
    assert Lexicon.load(path) == Lexicon.from_arrays(["字", "词"], pmi=[1.5, NAN])
    path.write_text("rank\tterm\tcount\tword\n1\t字\t5\tx\n2\t词\t\ty\n", encoding="utf-8")
    assert Lexicon.load(path, column="term").to_dict() == {"字": 5, "词": -1}
    path.write_text("word\tbig\n字\t99999999999999999999\n词\t1\n", encoding="utf-8")
    assert Lexicon.load(path).columns["big"].tolist() == [1e20, 1.0]
    with pytest.raises(OptionError, match="column=1"):
        Lexicon.load(path, "tsv", column=1)


def write_parquet(path: Path, metadata: dict[str, str] | None = None, **columns: object) -> Path:
    pq.write_table(pa.table(columns).replace_schema_metadata(metadata), path)
    return path


def test_parquet_of_others(tmp_path: Path) -> None:
    path = tmp_path / "words.parquet"
    words = pa.array(["字", "词", "字"]).dictionary_encode()
    write_parquet(
        path,
        word=words,
        count=pa.array([1, None, 2], pa.uint8()),
        flag=pa.array([True, False, True]),
        small=pa.array([0.5, None, 1], pa.float32()),
        holes=pa.array([None, 4, 5]),
    )
    expected = Lexicon.from_arrays(
        ["字", "词"], count=[3, -1], flag=[1, 0], small=[0.5, NAN], holes=[5.0, 4.0]
    )
    assert Lexicon.load(path) == expected
    assert Lexicon.load(path.rename(tmp_path / "words")) == expected  # known by its first bytes
    write_parquet(path, term=pa.array(["字"], pa.large_string()), count=[4], pinyin=["zi4"])
    assert Lexicon.load(path, column="term").to_dict() == {"字": 4}


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"term": ["字"]}, "expected one column 'word', found term"),
        ({"word": [1]}, "expected strings, found int64"),
        ({"word": ["字", None]}, "1 nulls"),
        ({"word": ["字", " "]}, "row 2: expected a word, found ' '"),
        ({"word": ["字", "词"], "count": [1, -1]}, "row 2: expected 0 to"),
        ({"word": ["字"], "count": [1.5]}, "column count: expected numbers"),
        ({"word": ["字"], "count": pa.array([2**63], pa.uint64())}, "column count: expected numbers"),
        ({"word": ["字"], "pinyin": ["zi4"]}, "column pinyin: expected numbers (found string)"),
        ({"word": ["字"], "pinyin": ["1"]}, "column pinyin: expected numbers (found string)"),
        ({"word": ["字"], "tags": [["n"]]}, "column tags: expected numbers"),
        ({"word": ["字"], "length": [1]}, "column length"),
    ],
)
def test_broken_parquet(tmp_path: Path, columns: dict[str, object], message: str) -> None:
    path = write_parquet(tmp_path / "words.parquet", **columns)
    with pytest.raises(FormatError) as caught:
        Lexicon.load(path)
    assert message in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ('{"format": "zici.lexicon", "version": 2}', "found zici.lexicon 2"),
        ('{"format": "zici.ngrams", "version": 1}', "found zici.ngrams 1"),
        ("{", "expected JSON"),
        ("[]", "expected JSON"),
        ('{"meta": 3}', "expected JSON"),
    ],
)
def test_parquet_of_another_time_or_kind(tmp_path: Path, head: str, message: str) -> None:
    path = write_parquet(tmp_path / "words.parquet", {"zici": head}, word=["字"])
    with pytest.raises(FormatError, match=message):
        Lexicon.load(path)


def test_cut_parquet(tmp_path: Path) -> None:
    path = tmp_path / "words.parquet"
    Lexicon(["字"]).save(path)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(FormatError, match="expected a Parquet file"):
        Lexicon.load(path)
    path.write_bytes(b"")
    with pytest.raises(FormatError, match="expected a Parquet file"):
        Lexicon.load(path)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="found nothing there"):
        Lexicon.load(tmp_path / "words.tsv")
    with pytest.raises(InputError, match="found a folder"):
        Lexicon.load(tmp_path)
    with pytest.raises(OptionError, match="format='json'"):
        Lexicon.load(tmp_path / "words.tsv", "json")

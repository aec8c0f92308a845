"""The same bytes as on one machine, with Spark's part played in this process."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zici
from zici.errors import CorpusError, EmptyError, InputError, OptionError
from zici.lexicon import Lexicon
from zici.ngrams import NgramCounts
from zici.vectors import PairCounts, Vocabulary, count_pairs

from .in_process import Frame, engine


def assert_same_counts(one: NgramCounts, other: NgramCounts) -> None:
    assert one.alphabet.tobytes() == other.alphabet.tobytes()
    assert (one.min_count, one.total, one.order) == (other.min_count, other.total, other.order)
    for level, other_level in zip(one.levels, other.levels, strict=True):
        for name in ("prefix", "char", "suffix", "count"):
            mine, its = getattr(level, name), getattr(other_level, name)
            assert (mine.dtype, mine.tobytes()) == (its.dtype, its.tobytes()), name


def assert_same_words(one: Lexicon, other: Lexicon) -> None:
    assert one.words == other.words
    assert one.meta == other.meta
    assert one.columns.keys() == other.columns.keys()
    assert all(one.columns[name].tobytes() == other.columns[name].tobytes() for name in one.columns)


def assert_same_pairs(one: PairCounts, other: PairCounts) -> None:
    assert one.vocabulary == other.vocabulary
    for name in ("data", "indices", "indptr"):
        mine, its = getattr(one.matrix, name), getattr(other.matrix, name)
        assert (mine.dtype, mine.tobytes()) == (its.dtype, its.tobytes()), name


@pytest.mark.parametrize("parts", [None, 1, 2, 7, 40])
@pytest.mark.parametrize(
    "options", [{"order": 4}, {"order": 7, "min_count": {1: 1, 3: 3, 6: 2}}, {"order": 1}]
)
def test_ngrams(corpus: zici.Corpus, parts: int | None, options: dict[str, Any]) -> None:
    assert_same_counts(
        zici.count_ngrams(corpus, **options), zici.count_ngrams(corpus, engine=engine(parts=parts), **options)
    )


@settings(max_examples=30)
@given(st.lists(st.text("天地玄黄宇宙 ,a1\r\n𠀀", max_size=40), min_size=1, max_size=20), st.integers(1, 5))
def test_ngrams_of_any_texts(texts: list[str], cores: int) -> None:
    corpus = zici.Corpus.from_texts(texts)
    try:
        here = zici.count_ngrams(corpus, min_count=1, order=3)
    except EmptyError as error:
        with pytest.raises(EmptyError) as other:
            zici.count_ngrams(corpus, min_count=1, order=3, engine=engine(cores))
        assert str(other.value) == str(error)
    else:
        assert_same_counts(here, zici.count_ngrams(corpus, min_count=1, order=3, engine=engine(cores)))


def test_one_character_that_makes_a_third_of_the_text() -> None:
    source = np.random.default_rng(0)
    points = np.where(source.random(60_000) < 0.3, ord("的"), source.integers(0x4E00, 0x4F00, 60_000))
    corpus = zici.Corpus.from_texts(["".join(map(chr, row)) for row in points.reshape(300, 200).tolist()])
    assert_same_counts(
        zici.count_ngrams(corpus, min_count=2), zici.count_ngrams(corpus, min_count=2, engine=engine(4))
    )


@pytest.mark.parametrize("method", ["ngram", "pair", "min-entropy", "best"])
def test_words(corpus: zici.Corpus, method: str) -> None:
    options: dict[str, Any] = {"method": method, "min_count": 3}
    assert_same_words(
        zici.discover(corpus, **options), zici.discover(corpus, engine=engine(parts=5), **options)
    )


def test_words_with_thresholds_of_the_text(corpus: zici.Corpus) -> None:
    options: dict[str, Any] = {"min_pmi": "auto", "strict": True, "min_length": 2}
    assert_same_words(zici.discover(corpus, **options), zici.discover(corpus, engine=engine(2), **options))


def test_words_of_counts_that_were_saved(corpus: zici.Corpus, tmp_path: Path) -> None:
    zici.count_ngrams(corpus, engine=engine()).save(tmp_path / "counts")
    counts = NgramCounts.load(tmp_path / "counts")
    assert counts.text is None
    assert_same_words(zici.discover(corpus), zici.discover(counts, corpus))
    assert_same_words(zici.discover(corpus), zici.discover(counts, corpus, engine=engine()))
    with pytest.raises(OptionError, match="expected the corpus beside the counts"):
        zici.discover(counts, engine=engine())


@pytest.mark.parametrize("options", [{"method": "entropy"}, {"method": "svd"}, {"entropy": True}])
def test_what_needs_the_order_of_the_text_is_refused(corpus: zici.Corpus, options: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match="needs the text in its order"):
        zici.discover(corpus, engine=engine(), **options)


@pytest.mark.parametrize("parts", [1, 6])
def test_cut_text_comes_in_its_order(corpus: zici.Corpus, parts: int) -> None:
    segmenter = zici.Segmenter(zici.discover(corpus))
    here = list(segmenter.cut_corpus(corpus))
    there = segmenter.cut_corpus(corpus, engine=engine(parts=parts))
    assert list(there) == here
    assert list(there) == here  # as often as needed


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"window": 2, "direction": "left"},
        {"dynamic": False, "direction": "right", "max_words": 7},
        {"min_count": 1, "vocabulary": Vocabulary(["新词", "发现", "无"], [3, 2, 1])},
    ],
)
def test_pairs(corpus: zici.Corpus, options: dict[str, Any]) -> None:
    segmenter = zici.Segmenter(zici.discover(corpus))
    here = count_pairs(segmenter.cut_corpus(corpus), **options)
    spark = engine(parts=3)
    assert_same_pairs(here, count_pairs(segmenter.cut_corpus(corpus, engine=spark), engine=spark, **options))


def test_pairs_of_lists_of_words_in_a_frame() -> None:
    texts = [["新", "词", " ", "发现"], [], ["新", "词"], ["词", "\n", "新", "新"]] * 5
    parts = [pa.table({"words": pa.array(texts[a:b], pa.list_(pa.string()))}) for a, b in ((0, 9), (9, 20))]
    spark = engine()
    assert_same_pairs(count_pairs(texts), count_pairs(spark.words(Frame(parts)), engine=spark))


def test_text_of_a_frame(lines: list[str]) -> None:
    spark = engine()
    column = pa.array([*lines, None, ""], pa.string())
    frame = Frame(
        [pa.table({"id": range(len(column)), "正文": column}).slice(a, 700) for a in (0, 700, 1400)]
    )
    text = spark.text(frame, "正文")
    assert_same_counts(
        zici.count_ngrams(zici.Corpus.from_texts(lines)), zici.count_ngrams(text, engine=spark)
    )
    assert_same_words(zici.discover(zici.Corpus.from_texts(lines)), zici.discover(text, engine=spark))
    with pytest.raises(CorpusError, match=r"expected a column 'text', found id, 正文"):
        spark.text(frame)
    with pytest.raises(CorpusError, match="expected strings in column 'id', found bigint"):
        spark.text(frame, "id")
    with pytest.raises(OptionError, match="expected a data frame of Spark, got list"):
        spark.text(lines)


def test_text_is_normalised_in_the_executors(tmp_path: Path) -> None:
    lines = ["漢字ＡＢＣ與詞語"] * 40
    (tmp_path / "a.txt").write_text("\n".join(lines), encoding="utf-8")
    for corpus in (
        zici.Corpus(tmp_path, nfkc=True, simplify=True),
        zici.Corpus.from_texts(lines, nfkc=True, simplify=True),
    ):
        counts = zici.count_ngrams(corpus, engine=engine(parts=3))
        assert counts.count("汉字ABC"[:4]) == 40
        assert_same_counts(zici.count_ngrams(corpus), counts)


def test_files_that_are_left_out_are_told(files: Path, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("新词新词", encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"\x89PNG\r\n" + bytes(100))
    corpus = zici.Corpus(tmp_path, errors="skip")
    zici.count_ngrams(corpus, engine=engine(parts=2))
    assert [path.name for path, _ in corpus.skipped] == ["bad.txt"]


def test_a_byte_that_is_no_text_is_told_with_its_line(tmp_path: Path) -> None:
    text = "新词发现\n".encode() * 3000
    (tmp_path / "a.txt").write_bytes(text + b"\xff\n" + text)
    with pytest.raises(CorpusError, match=r"a\.txt, line 3001: byte 39000 of the file is not valid utf-8"):
        zici.count_ngrams(zici.Corpus(tmp_path), engine=engine(parts=4))


def test_a_text_that_changes_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("新词发现" * 10, encoding="utf-8")

    def change(step: Any) -> None:
        if step.stage == "count 3-grams":
            path.write_text("新词发现" * 9, encoding="utf-8")

    with pytest.raises(InputError, match="expected the 40 characters of the first pass, found 36"):
        zici.count_ngrams(zici.Corpus(path), engine=engine(), progress=change)


def test_wrong_arguments_are_refused() -> None:
    corpus = zici.Corpus.from_texts(["新词"])
    with pytest.raises(OptionError, match=r"expected a zici\.Corpus, or what Spark\.text made"):
        zici.count_ngrams(["新词"], engine=engine())  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="folder: not with engine="):
        zici.count_ngrams(corpus, engine=engine(), folder="counts")
    with pytest.raises(OptionError, match="expected words that the engine cuts, got list"):
        count_pairs([["新", "词"]], engine=engine())
    with pytest.raises(OptionError, match="subsample: not with engine="):
        count_pairs([["新", "词"]], engine=engine(), subsample=1e-4)
    with pytest.raises(EmptyError, match="found no word character"):
        zici.count_ngrams(zici.Corpus.from_texts(["，。"]), engine=engine())


def test_every_part_of_a_file_is_read_once(lines: list[str], tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n".join(lines[:50]), encoding="utf-8")
    expected = list(zici.Corpus(path))
    segmenter = zici.Segmenter(["新词"])
    for parts in range(1, 120, 23):
        cut = segmenter.cut_corpus(zici.Corpus(path), engine=engine(parts=parts))
        assert ["".join(words) for words in cut] == expected


def test_lines_longer_than_parts_are_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    sizes = [3, 400, 1, 0, 0, 900, 2]
    path.write_text("\n".join("新" * size for size in sizes), encoding="utf-8")
    for parts in range(1, 30):
        counts = zici.count_ngrams(zici.Corpus(path), order=1, min_count=1, engine=engine(parts=parts))
        assert counts.total == sum(sizes)


def test_the_parts_of_a_table_are_even() -> None:
    from zici.cluster._tables import even_marks

    weights = np.random.default_rng(0).integers(0, 50, 1000)
    edges = [0, *even_marks(weights, 8).tolist(), 1000]
    shares = [weights[a:b].sum() for a, b in pairwise(edges)]
    assert sum(shares) == weights.sum()
    assert max(shares) - min(shares) <= 100

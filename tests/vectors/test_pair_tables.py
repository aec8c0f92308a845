"""Counted pairs on disk, in parts, and longer than memory."""

from __future__ import annotations

import json
import shutil
from mmap import mmap

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference import ref_vectors
from zici.errors import EmptyError, FormatError, InputError, OptionError, OutputError
from zici.vectors import (
    PairCounts,
    Vocabulary,
    WordVectors,
    _count_pairs,
    _pair_margins,
    _pair_runs,
    count_pairs,
    ppmi,
    truncated_svd,
)

WORDS = ["新", "词", "的", "发现", "𠮷", "a\nb"]
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9), min_size=1, max_size=6)


def random_texts(seed=0, texts=60, words=50):
    rng = np.random.default_rng(seed)
    return [[f"词{k}" for k in rng.zipf(1.4, rng.integers(2, 30)) % words] for _ in range(texts)]


def is_mapped(array):
    while isinstance(array, np.ndarray):
        array = array.base
    return isinstance(array, mmap)


def assert_same(one, two):
    assert one.vocabulary == two.vocabulary
    assert one.contexts == two.contexts
    assert (one.window, one.dynamic, one.direction) == (two.window, two.dynamic, two.direction)
    for name in ("indptr", "indices", "data"):
        ours, theirs = getattr(one.matrix, name), getattr(two.matrix, name)
        assert ours.dtype == theirs.dtype
        assert np.array_equal(ours, theirs)
    assert (one.margins is None) == (two.margins is None)
    for ours, theirs in zip((one.margins or ())[1:], (two.margins or ())[1:], strict=True):
        assert ours.tolist() == theirs.tolist()


# On disk


@given(
    TEXTS,
    st.integers(1, 4),
    st.booleans(),
    st.sampled_from(["both", "left", "right"]),
    st.none() | st.integers(1, 6),
)
def test_what_is_written_comes_back(tmp_path_factory, texts, window, dynamic, direction, size):
    pairs = count_pairs(texts, window=window, dynamic=dynamic, direction=direction, min_count=1)
    if size:
        pairs = pairs.part(words=size, contexts=max(size - 2, 1))
    folder = tmp_path_factory.mktemp("pairs") / "词对"
    pairs.save(folder)
    assert_same(PairCounts.load(folder), pairs)


def test_cells_stay_on_disk_and_can_be_used(tmp_path):
    pairs = count_pairs(random_texts(), min_count=1)
    pairs.save(tmp_path / "p")
    loaded = PairCounts.load(tmp_path / "p")
    for name in ("indptr", "indices", "data"):
        assert is_mapped(getattr(loaded.matrix, name))
    assert (ppmi(loaded) != ppmi(pairs)).nnz == 0
    ours, theirs = truncated_svd(loaded.matrix, 3), truncated_svd(pairs.matrix, 3)
    assert ours.left.tobytes() == theirs.left.tobytes()
    assert repr(loaded) == repr(pairs)
    loaded.part(words=3).save(tmp_path / "p")  # over what is mapped
    assert len(PairCounts.load(tmp_path / "p").vocabulary) == 3
    assert loaded.matrix.sum() == pairs.matrix.sum()


def test_loaded_tables_add_up(tmp_path):
    texts = random_texts()
    words = count_pairs(texts, min_count=1).vocabulary
    tables = [count_pairs(half, vocabulary=words) for half in (texts[:30], texts[30:])]
    for number, table in enumerate(tables):
        table.save(tmp_path / str(number))
    one, two = (PairCounts.load(tmp_path / str(number)) for number in range(2))
    assert (one + two).matrix.tocsr().toarray().tolist() == count_pairs(
        texts, min_count=1
    ).matrix.toarray().tolist()
    with pytest.raises(OptionError, match="expected whole tables to add, got a part"):
        one + two.part(words=2)


def test_words_that_can_not_be_written(tmp_path):
    pairs = count_pairs([["新", "\ud800"]], min_count=1)
    with pytest.raises(InputError, match="UTF-8"):
        pairs.save(tmp_path / "p")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(OutputError):
        pairs.save(tmp_path / "none" / "p")


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """A whole table and a part."""
    folder = tmp_path_factory.mktemp("saved")
    pairs = count_pairs(random_texts(words=7), min_count=1)
    pairs.save(folder / "whole")
    pairs.part(words=4, contexts=5).save(folder / "part")
    return folder


FILES = ["meta.json", "words.parquet", "indptr.npy", "indices.npy", "data.npy"]
MORE = ["contexts.parquet", "words.npy", "columns.npy", "others.npy"]


@given(data=st.data())
def test_tampered_bytes_are_told_or_give_a_sound_table(saved, tmp_path_factory, data):
    kind = data.draw(st.sampled_from(["whole", "part"]))
    name = data.draw(st.sampled_from(FILES + MORE * (kind == "part")))
    folder = tmp_path_factory.mktemp("tampered") / "p"
    shutil.copytree(saved / kind, folder)
    content = bytearray((folder / name).read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    if data.draw(st.booleans()):
        content[place] = data.draw(st.integers(0, 255))
    else:
        content[place : place + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    (folder / name).write_bytes(content)
    try:
        pairs = PairCounts.load(folder)
    except FormatError as error:
        assert str(folder) in str(error)
        assert "\n" not in str(error)
        return
    matrix = pairs.matrix
    matrix.check_format(full_check=True)
    assert matrix.shape == (len(pairs.vocabulary), len(pairs.contexts))
    assert matrix.data.min() >= 1
    assert np.isfinite(ppmi(pairs).data).all()


def rewrite(folder, **changes):
    meta = json.loads((folder / "meta.json").read_text())
    (folder / "meta.json").write_text(json.dumps(meta | changes))


def change(name, function):
    def damage(folder):
        np.save(folder / f"{name}.npy", function(np.load(folder / f"{name}.npy")))

    return damage


def put(place, value):
    def changed(array):
        array[place] = value
        return array

    return changed


def words(**columns):
    return lambda folder: pq.write_table(pa.table(columns), folder / "words.parquet")


COUNTS = list(range(7, 0, -1))
DAMAGES = {
    "no meta": (lambda folder: (folder / "meta.json").unlink(), "expected counted pairs"),
    "meta is a list": (lambda folder: (folder / "meta.json").write_text("[1]"), "expected counted pairs"),
    "deep meta": (lambda folder: (folder / "meta.json").write_text("[" * 10**5), "expected counted pairs"),
    "later version": (lambda folder: rewrite(folder, version=2), "of version 1"),
    "other format": (lambda folder: rewrite(folder, format="zici-word-vectors"), "zici-pair-counts"),
    "no window": (lambda folder: rewrite(folder, window=0), "how pairs were counted"),
    "long window": (lambda folder: rewrite(folder, window=256), "how pairs were counted"),
    "other direction": (lambda folder: rewrite(folder, direction="up"), "how pairs were counted"),
    "dynamic is a number": (lambda folder: rewrite(folder, dynamic=1), "how pairs were counted"),
    "more words": (lambda folder: rewrite(folder, words=8, contexts=8), "expected 8 different words"),
    "other contexts": (lambda folder: rewrite(folder, contexts=8), "as many contexts as words"),
    "more cells": (lambda folder: rewrite(folder, cells=99), "and 99 cells"),
    "a part without contexts": (lambda folder: rewrite(folder, part=True), "contexts.parquet"),
    "no table of words": (lambda folder: (folder / "words.parquet").write_bytes(b"PAR1"), "words.parquet"),
    "a word twice": (words(word=["字"] * 7, count=COUNTS), "different words"),
    "rising counts": (words(word=list("甲乙丙丁戊己庚"), count=COUNTS[::-1]), "falling counts"),
    "negative counts": (words(word=list("甲乙丙丁戊己庚"), count=[-k for k in COUNTS[::-1]]), "falling"),
    "no counts": (words(word=list("甲乙丙丁戊己庚")), "words.parquet"),
    "float32": (change("data", lambda a: a.astype(np.float32)), "array of integers"),
    "two axes": (change("data", lambda a: a[None]), "array of integers"),
    "one count less": (change("data", lambda a: a[:-1]), "cells"),
    "a count of 0": (change("data", put(3, 0)), "at least 1"),
    "counts too large": (
        change("data", lambda a: np.full(a.size, 2**62, np.int64)),
        "below 2\\*\\*53",
    ),
    "a column too far": (change("indices", put(-1, 7)), "columns from 0 to 6"),
    "a negative column": (change("indices", put(0, -1)), "columns from 0 to 6"),
    "a column twice": (change("indices", put(1, 0)), "rising columns"),
    "indices of another dtype": (change("indices", lambda a: a.astype(np.int64)), "starts of rows"),
    "indptr falls": (change("indptr", put(1, 10**6)), "rising starts"),
    "indptr begins late": (change("indptr", put(0, 1)), "rising starts"),
    "indptr ends early": (change("indptr", lambda a: np.minimum(a, a[-1] - 1)), "rising starts"),
    "a start less": (change("indptr", lambda a: a[1:]), "starts of rows"),
    "no array": (lambda folder: (folder / "data.npy").unlink(), "data.npy"),
    "cut array": (
        lambda folder: (folder / "data.npy").write_bytes((folder / "data.npy").read_bytes()[:-1]),
        "whole array",
    ),
    "objects": (lambda folder: np.save(folder / "data.npy", np.array([{}, None])), "array of integers"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damaged_folders(saved, tmp_path, name):
    damage, message = DAMAGES[name]
    shutil.copytree(saved / "whole", tmp_path / "p")
    damage(tmp_path / "p")
    with pytest.raises(FormatError, match=message) as caught:
        PairCounts.load(tmp_path / "p")
    assert str(tmp_path / "p") in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "function", "message"),
    [
        ("words", lambda a: a * 0, "at least those of the part"),
        ("columns", lambda a: a * 0, "at least those of the part"),
        ("others", lambda a: a * 0 - 1, "at least those of the part"),
        ("others", lambda a: a * 0 + 2**62, "below 2\\*\\*53"),
        ("columns", lambda a: a[1:], "a sum for every row and column"),
    ],
)
def test_damaged_sums(saved, tmp_path, name, function, message):
    shutil.copytree(saved / "part", tmp_path / "p")
    change(name, function)(tmp_path / "p")
    with pytest.raises(FormatError, match=message):
        PairCounts.load(tmp_path / "p")


def test_no_folder(tmp_path):
    with pytest.raises(InputError, match="expected a folder of counted pairs, found nothing"):
        PairCounts.load(tmp_path / "none")


# Parts


@given(
    TEXTS,
    st.lists(st.sampled_from(WORDS), min_size=1),
    st.lists(st.sampled_from(WORDS), min_size=1),
    st.sampled_from([1, 2]),
    st.sampled_from([0.5, 0.75, 1.0]),
    st.sampled_from(["both", "right"]),
)
def test_a_part_is_that_of_the_whole(texts, rows, columns, shift, smoothing, direction):
    pairs = count_pairs(texts, window=2, min_count=1, direction=direction)
    known = set(pairs.vocabulary.words)
    rows, columns = set(rows) & known, set(columns) & known
    if not (rows and columns):
        return
    part = pairs.part(words=rows).part(contexts=columns)  # a part of a part keeps the whole sums too
    assert set(part.vocabulary.words) == rows
    assert set(part.contexts.words) == columns
    counts = ref_vectors.pairs(texts, window=2, direction=direction)
    for row in rows:
        for column in columns:
            assert part[row, column] == pytest.approx(float(counts.get((row, column), 0)))
    expected = ref_vectors.ppmi(counts, shift=shift, smoothing=smoothing)
    found = ppmi(part, shift=shift, context_smoothing=smoothing).toarray()
    for i, row in enumerate(part.vocabulary.words):
        for j, column in enumerate(part.contexts.words):
            assert found[i, j] == pytest.approx(expected.get((row, column), 0.0), abs=1e-6)


def test_vectors_of_a_part_are_those_of_the_dense_table():
    """From counts to vectors of 8 words by 20 contexts, against NumPy on the definition."""
    texts = random_texts(seed=3)
    part = count_pairs(texts, window=3, min_count=1).part(words=8, contexts=20)
    svd = truncated_svd(ppmi(part), 3)
    vectors = WordVectors(part.vocabulary.words, svd.left * svd.values**0.5, counts=part.vocabulary.counts)
    expected = ref_vectors.ppmi(ref_vectors.pairs(texts, window=3), shift=1, smoothing=0.75)
    dense = np.array(
        [[expected.get((w, c), 0.0) for c in part.contexts.words] for w in part.vocabulary.words]
    )
    left, values, _ = np.linalg.svd(dense)
    best = left[:, :3] * values[:3] ** 0.5
    # Up to the signs of the columns.
    assert vectors.matrix @ vectors.matrix.T == pytest.approx(best @ best.T, abs=1e-3)
    assert svd.right.shape == (20, 3)


def test_parts_asked_for_wrongly():
    pairs = count_pairs([["新", "词", "发现"]], min_count=1)
    assert repr(pairs.part(contexts=99)).startswith("PairCounts(3 words x 3 contexts, ")
    part = pairs.part(words=["词"], contexts=["新", "新"])
    assert part["词", "新"] == pairs["词", "新"]
    with pytest.raises(InputError, match="'新'"):
        part["新", "新"]
    with pytest.raises(InputError, match="'罕'"):
        pairs.part(words=["罕"])
    with pytest.raises(EmptyError):
        pairs.part(words=[])
    for wrong in ("新词", 0, True, 1.5):
        with pytest.raises(OptionError, match="words"):
            pairs.part(words=wrong)


# Longer than memory


@pytest.mark.parametrize("unit", [1 << 24, 100])
@pytest.mark.parametrize("budget", [100, 10_000, 1 << 20])
def test_the_same_table_within_any_memory(monkeypatch, budget, unit):
    texts = random_texts(texts=300)
    expected = count_pairs(texts, min_count=1)
    monkeypatch.setattr(_count_pairs, "for_arrays", lambda _: budget)
    monkeypatch.setattr(_count_pairs, "UNIT", unit)
    monkeypatch.setattr("zici.vectors._sentences.BLOCK", 90)
    for workers in (1, 3):
        pairs = count_pairs(texts, min_count=1, memory="1GB", workers=workers)
        assert_same(pairs, expected)
        assert is_mapped(pairs.matrix.data) == (expected.matrix.nnz * 8 > budget * _count_pairs.SHARE)
    assert (ppmi(pairs) != ppmi(expected)).nnz == 0


def test_texts_without_pairs_within_memory(monkeypatch):
    monkeypatch.setattr(_count_pairs, "for_arrays", lambda _: 8)
    pairs = count_pairs([["新"], ["词"]], min_count=1, memory="1GB")
    assert_same(pairs, count_pairs([["新"], ["词"]], min_count=1))
    assert pairs.matrix.nnz == 0


@given(
    st.lists(st.lists(st.integers(0, 3), min_size=12, max_size=12), min_size=1, max_size=5),
    st.integers(1, 500),
)
def test_runs_add_up(tables, budget):
    dense = [np.array(table, np.int32).reshape(4, 3) for table in tables]
    runs = _pair_runs.Runs((4, 3), np.dtype(np.int32), budget)
    for table in dense:
        halves = (table[:2], table[2:])
        runs.append([((h > 0).sum(1), np.nonzero(h)[1].astype(np.int32), h[h > 0]) for h in halves])
    assert runs.sum().toarray().tolist() == sum(dense).tolist()


def test_a_full_disk_is_told_in_one_line(monkeypatch):
    def full(*_args, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(_pair_runs.tempfile, "TemporaryFile", full)
    with pytest.raises(OutputError, match="temporary file of counted pairs failed"):
        count_pairs([["新", "词"]], min_count=1, memory="1GB")


def test_sums_piece_by_piece(monkeypatch):
    matrix = count_pairs(random_texts(), min_count=1, direction="left").matrix
    monkeypatch.setattr(_pair_margins, "CELLS", 7)
    rows, columns = _pair_margins.matrix_sums(matrix)
    assert rows.tolist() == matrix.toarray().sum(1).tolist()
    assert columns.tolist() == matrix.toarray().sum(0).tolist()


def test_a_vocabulary_with_words_that_the_text_lacks(tmp_path):
    pairs = count_pairs([["新", "词"]], vocabulary=Vocabulary(["新", "词", "无"], [3, 2, 0]))
    pairs.save(tmp_path / "p")
    assert_same(PairCounts.load(tmp_path / "p"), pairs)

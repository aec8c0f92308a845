"""Vectors on disk: what is written comes back, what is damaged is told."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import struct
import tracemalloc
from itertools import product
from mmap import mmap
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.errors import FormatError, InputError, OutputError
from zici.vectors import WordVectors, _word2vec

FLOATS = st.floats(width=32, allow_nan=False, allow_infinity=False)
WORD = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=4)
PLAIN = WORD.filter(lambda word: not set(word) & set(" \t\n\r\v\f"))


@st.composite
def vectors(draw, words):
    words = draw(st.lists(words, min_size=1, max_size=5, unique=True))
    dim = draw(st.integers(1, 4))
    row = st.lists(FLOATS, min_size=dim, max_size=dim)
    matrix = draw(st.lists(row, min_size=len(words), max_size=len(words)))
    counts = draw(st.none() | st.just(list(range(len(words)))))
    extra = draw(st.sampled_from([(), ("contexts",), ("contexts", "bias")]))
    arrays = {"contexts": np.flip(matrix), "bias": np.arange(len(words)) / 7}
    return WordVectors(
        words,
        np.array(matrix, np.float32),
        counts=counts,
        info={"方法": "svd", "dim": dim},
        **{name: arrays[name] for name in extra},
    )


@given(vectors(WORD))
def test_own_format(tmp_path_factory, written):
    folder = tmp_path_factory.mktemp("vectors") / "向量"
    written.save(folder)
    read = WordVectors.load(folder)
    assert read.words == written.words
    assert read.matrix.tobytes() == written.matrix.tobytes()
    assert read.info == written.info
    assert (read.counts is None) == (written.counts is None)
    assert read.counts is None or read.counts.tolist() == written.counts.tolist()
    for name in ("contexts", "bias"):
        back, first = getattr(read, name), getattr(written, name)
        assert (back is None) == (first is None)
        assert back is None or (back.tobytes() == first.tobytes() and isinstance(back.base, np.memmap | mmap))


PACKED = ["", ".gz", ".xz", ".bz2", ".zst"]


@pytest.mark.parametrize("binary", [False, True])
@given(data=st.data())
def test_word2vec(tmp_path_factory, binary, data):
    written = data.draw(vectors(PLAIN))
    path = tmp_path_factory.mktemp("vectors") / ("向量.w2v" + data.draw(st.sampled_from(PACKED)))
    written.save_word2vec(path, binary=binary)
    read = WordVectors.load_word2vec(path, binary=binary)
    assert read.words == written.words
    assert read.matrix.tobytes() == written.matrix.tobytes()


VECTORS = WordVectors(
    ["字", "词"],
    [[0.5, -1.25], [1e-3, 3]],
    counts=[9, 4],
    contexts=[[1, 2], [3, 4]],
    bias=[-0.5, -0.9],
    info={"seed": 3},
)


def test_word2vec_byte_by_byte(tmp_path: Path):
    path = tmp_path / "v"
    VECTORS.save_word2vec(path)
    assert path.read_text(encoding="utf-8") == "2 2\n字 0.5 -1.25\n词 0.00100000005 3\n"
    VECTORS.save_word2vec(path, binary=True)
    rows = [("字", 0.5, -1.25), ("词", 1e-3, 3)]
    expected = b"".join(word.encode() + b" " + struct.pack("<ff", x, y) + b"\n" for word, x, y in rows)
    assert path.read_bytes() == b"2 2\n" + expected


@pytest.mark.parametrize(
    ("binary", "content"),
    [
        (
            False,
            "2 2 \n字 0.5 -1.25 \r\n词 1 2\n\n".encode(),
        ),  # blanks at line ends, as word2vec itself writes
        (False, "2 2\n字 0.5 -1.25\n词 1e0 2.".encode()),
        (
            True,
            "2 2\n字 ".encode() + struct.pack("<ff", 0.5, -1.25) + "词 ".encode() + struct.pack("<ff", 1, 2),
        ),
    ],
)
def test_word2vec_of_others(tmp_path: Path, binary, content):
    path = tmp_path / "v"
    path.write_bytes(content)
    read = WordVectors.load_word2vec(path, binary=binary)
    assert read.words == ("字", "词")
    assert read.matrix.tolist() == [[0.5, -1.25], [1, 2]]


def test_a_word_with_a_blank_can_be_read_but_not_written(tmp_path: Path):
    path = tmp_path / "v"
    path.write_text("1 2\nNew York 1 2\n", encoding="utf-8")
    read = WordVectors.load_word2vec(path)
    assert read.words == ("New York",)
    with pytest.raises(OutputError, match="'New York'"):
        read.save_word2vec(path)
    assert path.read_text(encoding="utf-8").startswith("1 2\nNew")


PAIR = struct.pack("<ff", 1, 2)


@pytest.mark.parametrize(
    ("binary", "content", "message"),
    [
        (False, b"", "line 1: expected the numbers"),
        (False, b"0 3\n", "line 1"),
        (False, "字 1 2\n".encode(), "line 1"),
        (False, "3 2\n字 1 2\n词 1 2\n".encode(), "expected 3 words"),
        (False, "1 2\n字 1 2\n词 1 2\n".encode(), "line 3: expected the end"),
        (False, "2 2\n字 1\n词 1 2 \n".encode(), "line 2: expected a word in UTF-8 and 2 numbers"),
        (False, "2 2\n字 1 二\n词 1 2\n".encode(), "line 2"),
        (False, "1 2\n\u5b57 1 2\n".encode("gb18030"), "word 1: expected a word in UTF-8"),
        (False, "2 2\n字 1 2\n字 1 2\n".encode(), "word 2: '字' is already word 1"),
        (False, b"1 2\na 1 " + b"2" * 70000 + b"\n", "line 2"),
        (True, b"1 2\na " + PAIR + b"\nb " + PAIR, "expected the end after 1 words"),
        (True, b"2 2\na " + PAIR + b"\na " + PAIR, "word 2: 'a' is already word 1"),
        (True, b"999999999999 300\n", "too short"),
        (False, b"999999999999 300\n", "too short"),
        (True, b"2 2\na " + PAIR + b"\nb " + PAIR[:6], "expected 2 words .line 1., found 1"),
        (True, b"1 2\n\xff " + PAIR, "word 1: expected a word in UTF-8"),
        (True, b"1 2\n" + b"a" * 70000 + b" " + PAIR, "expected 1 words .line 1., found 0"),
    ],
)
def test_word2vec_that_is_none(tmp_path: Path, binary, content, message):
    path = tmp_path / "v"
    path.write_bytes(content)
    with pytest.raises(FormatError, match=message):
        WordVectors.load_word2vec(path, binary=binary)


PACKERS = {".gz": gzip.compress, ".xz": lzma.compress, ".bz2": bz2.compress}


@pytest.mark.parametrize("suffix", PACKERS)
@pytest.mark.parametrize("binary", [False, True])
def test_packed_files_that_are_damaged(tmp_path: Path, suffix, binary):
    path = tmp_path / f"v{suffix}"
    VECTORS.save_word2vec(path, binary=binary)
    whole = path.read_bytes()
    VECTORS.save_word2vec(path, binary=binary)
    assert path.read_bytes() == whole  # nothing of the time or the place
    for stop in range(len(whole) - 1):
        path.write_bytes(whole[:stop])
        with pytest.raises(InputError) as caught:
            WordVectors.load_word2vec(path, binary=binary)
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)
    path.write_bytes(b"2 2\nplain 1 2\n")
    with pytest.raises(InputError, match="isn't compressed"):
        WordVectors.load_word2vec(path, binary=binary)


@pytest.mark.parametrize("suffix", PACKERS)
@pytest.mark.parametrize("binary", [False, True])
def test_a_first_line_can_not_ask_for_memory(tmp_path: Path, suffix, binary):
    """The size of a packed file says nothing, so room is made as rows come."""
    path = tmp_path / f"v{suffix}"
    path.write_bytes(PACKERS[suffix](b"999999999999 999999\na 1 2\n"))
    tracemalloc.start()
    try:
        with pytest.raises(FormatError):
            WordVectors.load_word2vec(path, binary=binary)
        assert tracemalloc.get_traced_memory()[1] < 1 << 28
    finally:
        tracemalloc.stop()


def test_a_matrix_that_grows(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(_word2vec, "FIRST", 2)
    matrix = np.arange(33, dtype=np.float32).reshape(11, 3)
    written = WordVectors([f"词{k}" for k in range(11)], matrix)
    for binary in (False, True):
        written.save_word2vec(tmp_path / "v", binary=binary)
        assert WordVectors.load_word2vec(tmp_path / "v", binary=binary).matrix.tolist() == matrix.tolist()


def test_a_word_longer_than_a_block(tmp_path: Path):
    """Words end where they end, wherever the blocks that are read do."""
    written = WordVectors([chr(0x4E00 + k) * 15000 for k in range(60)], np.eye(60))
    written.save_word2vec(tmp_path / "v", binary=True)
    assert WordVectors.load_word2vec(tmp_path / "v", binary=True).words == written.words


@given(vectors(WORD))
def test_projector(tmp_path_factory, written):
    folder = tmp_path_factory.mktemp("projector") / "板"
    written.save_projector(folder)
    tensors = (folder / "tensors.tsv").read_bytes().decode().split("\n")
    rows = [[float(number) for number in line.split("\t")] for line in tensors[:-1]]
    assert np.array(rows, np.float32).tobytes() == written.matrix.tobytes()
    lines = (folder / "metadata.tsv").read_bytes().decode().split("\n")
    assert lines.pop() == ""
    if written.counts is not None:
        assert lines.pop(0) == "word\tcount"
        assert [int(line.split("\t")[1]) for line in lines] == written.counts.tolist()
    words = [line.split("\t")[0] for line in lines]
    escapes = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}
    assert words == ["".join(escapes.get(sign, sign) for sign in word) for word in written.words]
    config = (folder / "projector_config.pbtxt").read_text(encoding="utf-8")
    assert 'tensor_path: "tensors.tsv"' in config
    assert 'metadata_path: "metadata.tsv"' in config


@given(st.binary(max_size=60), st.booleans())
def test_any_bytes_are_read_or_refused(tmp_path_factory, content, binary):
    path = tmp_path_factory.mktemp("bytes") / "v"
    path.write_bytes(b"1 2\n" + content)
    try:
        read = WordVectors.load_word2vec(path, binary=binary)
    except FormatError as error:
        assert str(path) in str(error)
        assert "\n" not in str(error)
    else:
        assert read.matrix.shape == (1, 2)


def test_missing_files(tmp_path: Path):
    with pytest.raises(InputError, match="can't be opened"):
        WordVectors.load_word2vec(tmp_path / "none")
    with pytest.raises(InputError, match="can't be"):
        WordVectors.load_word2vec(tmp_path)
    with pytest.raises(InputError, match="found nothing"):
        WordVectors.load(tmp_path / "none")
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="found a file"):
        WordVectors.load(tmp_path / "file")
    with pytest.raises(OutputError):
        VECTORS.save(tmp_path / "no" / "folder")


def rewrite(folder: Path, **changes: object) -> None:
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    (folder / "meta.json").write_text(json.dumps({**meta, **changes}), encoding="utf-8")


DAMAGES = {
    "no meta": lambda folder: (folder / "meta.json").unlink(),
    "meta is no JSON": lambda folder: (folder / "meta.json").write_text("{"),
    "meta of another kind": lambda folder: (folder / "meta.json").write_text("[]"),
    "other format": lambda folder: rewrite(folder, format="else"),
    "later version": lambda folder: rewrite(folder, version=2),
    "other size": lambda folder: rewrite(folder, words=3),
    "no size": lambda folder: rewrite(folder, dim=0),
    "info is no mapping": lambda folder: rewrite(folder, info=[]),
    "no words": lambda folder: (folder / "words.parquet").unlink(),
    "words are no table": lambda folder: (folder / "words.parquet").write_bytes(b"PAR1"),
    "no word column": lambda folder: pq.write_table(pa.table({"w": ["字"]}), folder / "words.parquet"),
    "a word twice": lambda folder: pq.write_table(pa.table({"word": ["字", "字"]}), folder / "words.parquet"),
    "numbers as words": lambda folder: pq.write_table(pa.table({"word": [1, 2]}), folder / "words.parquet"),
    "negative counts": lambda folder: pq.write_table(
        pa.table({"word": ["字", "词"], "count": [1, -1]}), folder / "words.parquet"
    ),
    "fewer words": lambda folder: pq.write_table(pa.table({"word": ["字"]}), folder / "words.parquet"),
    "no matrix": lambda folder: (folder / "matrix.npy").unlink(),
    "cut matrix": lambda folder: (folder / "matrix.npy").write_bytes(
        (folder / "matrix.npy").read_bytes()[:-1]
    ),
    "empty matrix": lambda folder: (folder / "matrix.npy").write_bytes(b""),
    "other numbers": lambda folder: np.save(folder / "matrix.npy", np.zeros((2, 2))),
    "other shape": lambda folder: np.save(folder / "matrix.npy", np.zeros((2, 3), np.float32)),
    "no contexts": lambda folder: (folder / "contexts.npy").unlink(),
    "cut contexts": lambda folder: (folder / "contexts.npy").write_bytes(
        (folder / "contexts.npy").read_bytes()[:-1]
    ),
    "other contexts": lambda folder: np.save(folder / "contexts.npy", np.zeros((2, 3), np.float32)),
    "bias without contexts": lambda folder: rewrite(folder, contexts=False),
    "bias of other shape": lambda folder: np.save(folder / "bias.npy", np.zeros((2, 2), np.float32)),
    "bias that is no number": lambda folder: np.save(folder / "bias.npy", np.full(2, np.nan, np.float32)),
    "objects": lambda folder: np.save(folder / "matrix.npy", np.array([{}, None]), allow_pickle=True),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_folders(tmp_path: Path, damage):
    folder = tmp_path / "v"
    VECTORS.save(folder)
    DAMAGES[damage](folder)
    with pytest.raises(FormatError) as caught:
        WordVectors.load(folder)
    assert str(folder) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_saving_over_what_was_loaded(tmp_path: Path):
    folder = tmp_path / "v"
    VECTORS.save(folder)
    loaded = WordVectors.load(folder)
    loaded.subset(["词"]).save(folder)
    assert WordVectors.load(folder).words == ("词",)
    assert loaded["字"].tolist() == [0.5, -1.25]


def test_both_ways_with_gensim(tmp_path: Path):
    gensim = pytest.importorskip("gensim.models", reason="gensim is not installed")
    for binary, suffix in product((False, True), ("", ".gz", ".bz2")):
        ours, others = tmp_path / f"ours{suffix}", tmp_path / f"theirs{suffix}"
        VECTORS.save_word2vec(ours, binary=binary)
        theirs = gensim.KeyedVectors.load_word2vec_format(str(ours), binary=binary)
        assert theirs.index_to_key == ["字", "词"]
        assert np.array_equal(theirs.vectors, VECTORS.matrix)
        theirs.save_word2vec_format(str(others), binary=binary)
        back = WordVectors.load_word2vec(others, binary=binary)
        assert back.words == VECTORS.words
        assert back.matrix == pytest.approx(VECTORS.matrix, rel=1e-6)

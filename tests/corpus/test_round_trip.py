"""What is written in any format, compression and encoding is read back, as the slow twin reads it."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path
from unittest import mock

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference import ref_corpus
from zici import Corpus

COMPRESSIONS = list(ref_corpus.SUFFIX)
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]

chars = st.one_of(
    st.sampled_from("中文字詞，。“”\n\r\t\"',\\ aA1\0\u3000\ufeff\x0b\x0c\x1c\x85\u2028😀𠀀é́"),
    st.characters(exclude_categories=["Cs"]),
)
texts = st.lists(st.text(chars, max_size=12), max_size=8)
compressions = st.sampled_from(COMPRESSIONS)
encodings = st.sampled_from(ENCODINGS)


small = st.sampled_from([1, 2, 3, 7, 1 << 20])


def read_in(size: int) -> mock._patch[int]:
    """Make files be read so many bytes at a time, so that everything is cut at every place."""
    return mock.patch("zici.corpus._open.BLOCK", size)


def saved(folder: str, name: str, data: bytes, compression: str | None) -> Path:
    path = Path(folder, name + ref_corpus.SUFFIX[compression])
    path.write_bytes(ref_corpus.packed(data, compression))
    return path


def agrees(corpus: Corpus, expected: list[str], chars: int) -> None:
    assert list(corpus) == expected
    assert "".join(corpus.blocks(chars)) == "".join(text + "\n" for text in expected)
    assert list(corpus.raw_blocks(chars)) == list(corpus.blocks(chars))


@given(st.text(chars, max_size=60), compressions, encodings, st.integers(1, 20), small)
def test_text(text: str, compression: str | None, encoding: str, chars: int, size: int) -> None:
    with tempfile.TemporaryDirectory() as folder, read_in(size):
        path = saved(folder, "a.txt", text.encode(encoding), compression)
        corpus = Corpus(path, encoding=encoding)
        whole = ref_corpus.characters(path, encoding)
        assert list(corpus) == ref_corpus.lines(whole)
        assert "".join(corpus.raw_blocks(chars)) == whole
        blocks = list(corpus.blocks(chars))
        assert ref_corpus.lines("".join(blocks)) == ref_corpus.lines(whole)
        assert all(0 < len(block) <= chars for block in blocks)


@given(texts, compressions, encodings, small, st.sampled_from(["\n", "\r\n"]))
@pytest.mark.parametrize(("suffix", "delimiter"), [(".csv", ","), (".tsv", "\t")])
def test_delimited(
    suffix: str, delimiter: str, docs: list[str], compression: str | None, encoding: str, size: int, end: str
) -> None:
    out = io.StringIO(newline="")
    # Before Python 3.13 the writer leaves a lone "\r" without quotes.
    quoting = csv.QUOTE_ALL if "\r" in "".join(docs) else csv.QUOTE_MINIMAL
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerows([["id", "text"], *([str(i), doc] for i, doc in enumerate(docs))])
    with tempfile.TemporaryDirectory() as folder, read_in(size):
        path = saved(folder, "a" + suffix, out.getvalue().encode(encoding), compression)
        expected = ref_corpus.cells(ref_corpus.characters(path, encoding), delimiter, 1, header=True)
        assert expected == [doc for doc in docs if doc]
        agrees(Corpus(path, encoding=encoding), expected, 7)
        agrees(Corpus(path, encoding=encoding, text="text"), expected, 7)
        agrees(Corpus(path, encoding=encoding, text=2), ["text", *expected], 7)


json_texts = st.lists(
    st.one_of(st.none(), st.text(st.one_of(chars, st.characters(categories=["Cs"])))), max_size=8
)


@given(json_texts, compressions, encodings, small, st.booleans())
def test_json_lines(
    docs: list[str | None], compression: str | None, encoding: str, size: int, escaped: bool
) -> None:
    if not escaped:
        docs = [doc and doc.encode("utf-8", "replace").decode() for doc in docs]
    raw = "".join(json.dumps({"n": 1, "正文": doc}, ensure_ascii=escaped) + "\n" for doc in docs)
    with tempfile.TemporaryDirectory() as folder, read_in(size):
        path = saved(folder, "a.jsonl", raw.encode(encoding), compression)
        expected = ref_corpus.records(ref_corpus.characters(path, encoding), "正文")
        agrees(Corpus(path, encoding=encoding), expected, 7)
        for doc in Corpus(path, encoding=encoding, errors="skip"):
            doc.encode()


@given(
    json_texts, compressions, st.integers(1, 20), st.sampled_from(["string", "large_string", "dictionary"])
)
def test_parquet(docs: list[str | None], compression: str | None, chars: int, kind: str) -> None:
    kinds = {
        "string": pa.string(),
        "large_string": pa.large_string(),
        "dictionary": pa.dictionary(pa.int32(), pa.string()),
    }
    docs = [doc and doc.encode("utf-8", "replace").decode() for doc in docs]
    table = pa.table(
        {"text": pa.array(docs, pa.string()).cast(kinds[kind]), "content": list(range(len(docs)))}
    )
    out = io.BytesIO()
    pq.write_table(table, out, row_group_size=3)
    with tempfile.TemporaryDirectory() as folder:
        path = saved(folder, "a.parquet", out.getvalue(), compression)
        agrees(Corpus(path), ref_corpus.column(path, "text"), chars)
        agrees(Corpus(path, text="text"), [doc for doc in docs if doc], chars)


@given(texts, st.integers(1, 20))
def test_texts(docs: list[str], chars: int) -> None:
    agrees(Corpus.from_texts(docs), [doc for doc in docs if doc], chars)


@given(st.lists(st.text(st.sampled_from("字\n\r"), max_size=9), min_size=1, max_size=4), st.integers(1, 9))
def test_files_are_never_glued(contents: list[str], chars: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number, content in enumerate(contents):
            saved(folder, f"{number}.txt", content.encode(), None)
        corpus = Corpus(folder)
        expected = [line for content in contents for line in ref_corpus.lines(content)]
        assert list(corpus) == expected
        assert ref_corpus.lines("".join(corpus.blocks(chars))) == expected
        assert ref_corpus.lines("".join(corpus.raw_blocks(chars))) == expected
        # the last file stays as it is
        assert "".join(corpus.raw_blocks(chars)).endswith(contents[-1])


@given(st.lists(st.text(st.sampled_from("字词\n"), max_size=9)), st.integers(1, 9))
def test_blocks_end_where_documents_end(docs: list[str], chars: int) -> None:
    """A block that ends inside a document is full; no two neighbours would fit into one block."""
    blocks = list(Corpus.from_texts(docs).blocks(chars))
    ends = {0}
    for doc in filter(None, docs):
        ends.add(max(ends) + len(doc) + 1)
    place = 0
    for block in blocks:
        place += len(block)
        assert place in ends or len(block) == chars

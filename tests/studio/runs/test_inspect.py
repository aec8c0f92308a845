"""A look into uploads: how large they are unpacked, and which columns they have."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import tracemalloc
from collections.abc import Callable

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zici.errors import CorpusError, EmptyError, ZiciError
from zici.studio.runs import TooLargeError, Upload, Uploads


def zstd(data: bytes) -> bytes:
    packed: bytes = pa.Codec("zstd").compress(data, asbytes=True)
    return packed


PACK: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".xz": lzma.compress,
    ".bz2": bz2.compress,
    ".zst": zstd,
}
packings = pytest.mark.parametrize("end", PACK)


def put(uploads: Uploads, name: str, data: bytes) -> Upload:
    with uploads.begin(name, size=len(data)) as receiver:
        receiver.write(data)
        return receiver.finish()


def digits(count: int) -> bytes:
    """Text that packs to about half: no bomb, whatever its size."""
    return random.Random(0).randbytes(count // 2).hex().encode()


@packings
def test_packed_text_is_kept_packed(uploads: Uploads, end: str) -> None:
    data = "从无标注语料中发现新词。\n".encode() * 50
    upload = put(uploads, f"a.txt{end}", PACK[end](data))
    assert upload.unpacked == len(data) > upload.size
    assert upload.path.name == f"data.txt{end}"


@packings
def test_a_bomb_is_refused_by_its_ratio(uploads: Uploads, end: str) -> None:
    bomb = PACK[end](b" " * (6 << 20))
    with pytest.raises(TooLargeError, match=r"a.txt.* unpacks to more than 100 times its"):
        put(uploads, f"a.txt{end}", bomb)
    assert list(uploads.folder.iterdir()) == []


@packings
def test_a_file_is_refused_by_its_size_unpacked(uploads: Uploads, end: str) -> None:
    uploads.limit = 20_000
    large = PACK[end](b"".join(bytes([65 + i % 26]) * 64 for i in range(4000)) + digits(10_000))
    assert len(large) < 20_000
    with pytest.raises(TooLargeError, match=r"unpacks to more than 156\.2 KB"):
        put(uploads, f"a.txt{end}", large)


@packings
def test_a_bomb_is_not_held_in_memory(uploads: Uploads, end: str) -> None:
    uploads.limit = 8 << 20
    bomb = PACK[end](bytes(60 << 20))
    tracemalloc.start()
    try:
        with pytest.raises(TooLargeError):
            put(uploads, f"a.txt{end}", bomb)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 16 << 20


def test_a_bomb_in_a_bomb_is_no_text(uploads: Uploads) -> None:
    with pytest.raises(CorpusError, match="a gzip file"):
        put(uploads, "a.txt.gz", gzip.compress(gzip.compress(bytes(1 << 20))))


def test_a_page_of_blanks_packs_well_and_is_no_bomb(uploads: Uploads) -> None:
    assert put(uploads, "a.txt.gz", gzip.compress(b"a" + b" " * 500_000)).unpacked == 500_001


@packings
def test_damaged_files_are_told(uploads: Uploads, end: str) -> None:
    data = PACK[end](digits(20_000))
    with pytest.raises(CorpusError, match=r"a.txt.*: this \w+ file is (truncated|corrupt)"):
        put(uploads, f"a.txt{end}", data[:-100])


@packings
def test_packed_nothing_is_empty(uploads: Uploads, end: str) -> None:
    with pytest.raises(EmptyError, match="no text in it"):
        put(uploads, f"a.txt{end}", PACK[end](b""))


@pytest.mark.parametrize(
    ("name", "text", "columns", "column"),
    [
        ("a.csv", "id,text,label\n1,字,好\n", ("id", "text", "label"), "text"),
        ("a.csv", "\ufeff编号,评论\n1,字\n", ("编号", "评论"), "评论"),
        ("a.csv", '"a, b",c\n1,2\n', ("a, b", "c"), None),
        ("a.tsv", "id\ttext\tcontent\n1\t2\t3\n", ("id", "text", "content"), None),
        ("a.csv", "好,这家店很好\n坏,不好\n", ("好", "这家店很好"), None),
        ("a.jsonl", '{"id": 1, "body": "字"}\n{"label": "b"}\n', ("id", "body", "label"), "body"),
        ("a.jsonl", '\n{"question": "a", "answer": "b"}\n', ("question", "answer"), None),
        ("a.txt", "id,text\n", (), None),
    ],
)
def test_columns(
    uploads: Uploads, name: str, text: str, columns: tuple[str, ...], column: str | None
) -> None:
    upload = put(uploads, name, text.encode())
    assert (upload.columns, upload.column) == (columns, column)


@packings
def test_columns_of_packed_tables(uploads: Uploads, end: str) -> None:
    assert put(uploads, f"a.csv{end}", PACK[end](b"id,text\n1,2\n")).columns == ("id", "text")


def parquet(table: pa.Table) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


def test_columns_of_parquet(uploads: Uploads) -> None:
    upload = put(uploads, "a.parquet", parquet(pa.table({"id": [1], "review": ["字"], "label": [0]})))
    assert (upload.columns, upload.column) == (("id", "review", "label"), "review")


def test_parquet_without_rows_or_with_far_too_many(uploads: Uploads) -> None:
    with pytest.raises(EmptyError):
        put(uploads, "a.parquet", parquet(pa.table({"text": pa.array([], pa.string())})))
    many = pa.nulls(9 << 20, pa.string())
    with pytest.raises(TooLargeError, match="unpacks to more than 8 MB"):
        put(uploads, "a.parquet", parquet(pa.table({"text": many})))


def test_a_table_with_thousands_of_long_columns_offers_some(uploads: Uploads) -> None:
    upload = put(uploads, "a.csv", ",".join(f"{i}" * 100 for i in range(1500)).encode())
    assert len(upload.columns) == 1000 and max(map(len, upload.columns)) == 200


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b"a" * (9 << 20)),
        ("a.jsonl", b'{"text": "' + b"a" * (9 << 20)),
    ],
)
def test_a_table_that_is_one_endless_row_is_not_read_to_its_end(
    uploads: Uploads, name: str, data: bytes
) -> None:
    uploads.limit = 16 << 20
    with pytest.raises(
        CorpusError, match=r"^a\.\w+: expected a table, found a first row of more than 4,194,304"
    ):
        put(uploads, name, data)


def test_columns_of_the_records_that_are_short_enough(uploads: Uploads) -> None:
    uploads.limit = 16 << 20
    data = b'{"text": "a"}\n{"other": "' + b"a" * (9 << 20) + b'"}\n'
    assert put(uploads, "a.jsonl", data).columns == ("text",)


def test_names_that_no_database_takes_are_offered_and_not_chosen(uploads: Uploads) -> None:
    upload = put(uploads, "a.jsonl", b'{"\\ud800\\u0000": "a"}')
    assert (upload.columns, upload.column) == (("\ud800\0",), None)


@given(
    st.binary(max_size=300), st.sampled_from(["txt", "csv", "tsv", "jsonl", "parquet", "txt.gz", "csv.zst"])
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_kept_or_refused_in_one_line(uploads: Uploads, data: bytes, end: str) -> None:
    before = set(uploads.folder.iterdir())
    try:
        upload = put(uploads, f"a.{end}", data)
    except ZiciError as error:
        assert "\n" not in str(error) and str(error).startswith(f"a.{end}")
        assert set(uploads.folder.iterdir()) == before
    else:
        assert upload.path.read_bytes() == data


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_parquet_is_kept_or_refused_in_one_line(uploads: Uploads, place: int, wrong: bytes) -> None:
    data = bytearray(parquet(pa.table({"id": [1, 2], "text": ["字", "词"]})))
    place = len(data) - 1 - place % (len(data) - len(wrong))
    data[place : place + len(wrong)] = wrong
    try:
        put(uploads, "a.parquet", bytes(data))
    except ZiciError as error:
        assert "\n" not in str(error)

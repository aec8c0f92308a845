"""The corpus from its definition: whole files in memory, one after the other, no streaming, no detection."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

SUFFIX = {None: "", "gzip": ".gz", "xz": ".xz", "bzip2": ".bz2", "zstd": ".zst"}


def packed(data: bytes, compression: str | None) -> bytes:
    """Compress; zstd through pyarrow, which writes a frame."""
    if compression == "zstd":
        sink = pa.BufferOutputStream()
        with pa.CompressedOutputStream(sink, "zstd") as out:
            out.write(data)
        return sink.getvalue().to_pybytes()
    how = {None: bytes, "gzip": gzip.compress, "xz": lzma.compress, "bzip2": bz2.compress}
    return how[compression](data)


def unpacked(path: Path) -> bytes:
    data = path.read_bytes()
    if path.suffix == ".zst":
        return pa.CompressedInputStream(pa.BufferReader(data), "zstd").read()
    how = {".gz": gzip.decompress, ".xz": lzma.decompress, ".bz2": bz2.decompress}
    return how.get(path.suffix, bytes)(data)


def characters(path: Path, encoding: str = "utf-8") -> str:
    return unpacked(path).decode(encoding).removeprefix("\ufeff")


def lines(text: str) -> list[str]:
    """The documents of a plain text."""
    return [line for line in re.split("\r\n|\r|\n", text) if line]


def cells(text: str, delimiter: str, column: int, *, header: bool) -> list[str]:
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
    return [row[column] for row in rows[header:] if row[column]]


def records(text: str, key: str) -> list[str]:
    values = [json.loads(line)[key] for line in text.split("\n") if line.strip()]
    return [re.sub("[\ud800-\udfff]", "\ufffd", value) for value in values if value]


def column(path: Path, name: str) -> list[str]:
    table = pq.read_table(io.BytesIO(unpacked(path)))
    return [value for value in table[name].to_pylist() if value]

"""Files that may be packed, told by the suffix .gz .xz .bz2 .zst: their bytes as one stream."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from zici.corpus._open import BLOCK, chunks
from zici.corpus._source import Source, shape


class _Unpacked(io.RawIOBase):
    """The unpacked bytes of a source."""

    def __init__(self, source: Source) -> None:
        self._blocks = chunks(source)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:
        if not self._rest:
            self._rest = memoryview(next(self._blocks, b""))
        size = min(len(room), len(self._rest))
        room[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def open_packed(path: Path) -> tuple[io.BufferedReader, int | None]:
    """The unpacked bytes of a file, and how many there are where that is known before they are read.

    Reading raises CorpusError where the file can't be opened or read, is truncated or corrupt.
    """
    source = Source(path, "text", shape(path)[1])
    return io.BufferedReader(_Unpacked(source), BLOCK), None if source.compression else source.size


@contextmanager
def pack(file: BinaryIO, name: Path) -> Iterator[Any]:
    """Give a stream that packs what is written as the suffix of ``name`` says; same content, same bytes."""
    kind = shape(name)[1]
    with ExitStack() as stack:
        if kind == "gzip":
            yield stack.enter_context(gzip.GzipFile("", "wb", 6, file, mtime=0))
        elif kind == "xz":
            yield stack.enter_context(lzma.open(file, "wb"))
        elif kind == "bzip2":
            yield stack.enter_context(bz2.open(file, "wb"))
        elif kind == "zstd":
            import pyarrow as pa

            yield stack.enter_context(pa.CompressedOutputStream(pa.PythonFile(file, mode="w"), "zstd"))
        else:
            yield file

"""The bytes of a file, unpacked, a block at a time."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, BinaryIO

from zici.corpus._source import Source, open_file
from zici.errors import CorpusError

BLOCK = 1 << 20
"""Bytes per read: large enough that the loop costs nothing, small enough to stay in the cache."""

Seen = Callable[[int], None]


def chunks(source: Source, seen: Seen | None = None) -> Iterator[bytes]:
    """Yield the unpacked bytes; ``seen`` hears how many bytes of the file on disk were used.

    Raises:
        CorpusError: the file can't be opened or read, is truncated or corrupt.
    """
    with ExitStack() as stack:
        raw = stack.enter_context(open_file(source.file, source.name))
        try:
            stream = stack.enter_context(_unpacked(raw, source.compression))
            while block := stream.read(BLOCK):
                if seen is not None:
                    seen(raw.tell())
                yield block
        except (EOFError, zlib.error, lzma.LZMAError, OSError) as error:
            raise _unreadable(source, error) from error
        except MemoryError as error:
            if source.compression is None:
                raise
            raise CorpusError(
                f"{source.name}: this {source.compression} file asks for more memory than there is; "
                "it may be damaged: copy or download it again"
            ) from error


def _unpacked(raw: BinaryIO, compression: str | None) -> Any:
    if compression == "gzip":
        return gzip.open(raw)
    if compression == "xz":
        return lzma.open(raw)
    if compression == "bzip2":
        return bz2.open(raw)
    if compression == "zstd":
        import pyarrow as pa

        return pa.CompressedInputStream(pa.PythonFile(raw, mode="r"), "zstd")
    return raw


def _unreadable(source: Source, error: Exception) -> CorpusError:
    number = getattr(error, "errno", None)
    if source.compression is None or number is not None:
        return CorpusError(f"{source.name}: can't be read ({getattr(error, 'strerror', None) or error})")
    kind = "truncated" if isinstance(error, EOFError) or "runcated" in str(error) else "corrupt"
    return CorpusError(
        f"{source.name}: this {source.compression} file is {kind}; copy or download it again, "
        "or rename it if it isn't compressed"
    )

"""One file to read: where it is, what it holds, how it is packed."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import weakref
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from zici.errors import CorpusError, OutputError

FORMATS = ("text", "jsonl", "csv", "tsv", "parquet")

_SUFFIXES = {
    ".txt": "text",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
}
_PACKED = {".gz": "gzip", ".xz": "xz", ".bz2": "bzip2", ".zst": "zstd"}


def shape(path: Path) -> tuple[str | None, str | None]:
    """Tell format and compression by a file's suffixes; None where they say nothing."""
    compression = _PACKED.get(path.suffix.lower())
    inner = path.with_suffix("") if compression else path
    return _SUFFIXES.get(inner.suffix.lower()), compression


class Source:
    """A file that can be opened many times; what can't (standard input, a pipe) is copied to disk once.

    Attributes:
        path: the file, or ``-`` for standard input.
        format: one of ``FORMATS``.
        compression: "gzip", "xz", "bzip2", "zstd" or None.
        name: how messages call it; printable whatever bytes its name holds.
    """

    def __init__(self, path: Path, format_: str, compression: str | None = None) -> None:
        self.path = path
        self.format = format_
        self.compression = compression
        self.name = "standard input" if self.is_stdin else os.fsencode(path).decode("utf-8", "replace")
        self._copy: Path | None = None

    @property
    def is_stdin(self) -> bool:
        return str(self.path) == "-"

    @property
    def file(self) -> Path:
        """The regular file that holds the bytes."""
        if self._copy is not None:
            return self._copy
        if self.is_stdin:
            self._copy = self._spool(_stdin())
        elif self.path.exists() and not self.path.is_file():
            with open_file(self.path, self.name) as pipe:
                self._copy = self._spool(pipe)
        return self._copy or self.path

    @property
    def size(self) -> int | None:
        """Bytes on disk; None while standard input or a pipe was not read yet."""
        path = self._copy or self.path
        if self._copy is None and (self.is_stdin or not path.is_file()):
            return None
        return path.stat().st_size

    def _spool(self, stream: BinaryIO) -> Path:
        handle, name = tempfile.mkstemp(prefix="zici-")
        weakref.finalize(self, _remove, name)
        try:
            with open(handle, "wb") as out:  # noqa: PTH123 - a descriptor, not a path
                shutil.copyfileobj(stream, out, 1 << 20)
        except OSError as error:
            reason = error.strerror or str(error)
            raise OutputError(
                f"{self.name}: can't be kept in {name} ({reason}); free space there or set TMPDIR"
            ) from error
        return Path(name)


def open_file(path: Path, name: str) -> BinaryIO:
    """Open a file to read bytes; ``name`` is what a message calls it.

    Raises:
        CorpusError: it can't be opened.
    """
    try:
        return path.open("rb")
    except OSError as error:
        raise CorpusError(f"{name}: can't be opened ({error.strerror or error}); check the path") from error


def _stdin() -> BinaryIO:
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise CorpusError("standard input: nothing is connected to it; name a file instead of '-'")
    return stream  # type: ignore[no-any-return]


def _remove(name: str) -> None:
    with suppress(OSError):
        os.unlink(name)  # noqa: PTH108 - Path may be gone at interpreter exit

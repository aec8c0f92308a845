"""Bytes of a dictionary file to text and back: compressions by suffix, encodings by looking."""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import os
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from zici._files import atomic_file
from zici.errors import FormatError, InputError, OptionError

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


PART = 1 << 20  # bytes at once: Arrow takes room for all that it is asked for
LEAST, RATIO = 1 << 26, 100
"""Bytes that a packed file may always unpack to, and how many times its own size beyond that."""


def _open_zst(data: BinaryIO) -> Any:
    import pyarrow as pa

    return pa.CompressedInputStream(pa.PythonFile(data, mode="r"), "zstd")


def _pack_zst(data: bytes) -> bytes:
    import pyarrow as pa

    return bytes(pa.compress(data, codec="zstd", asbytes=True))


def _pack_gz(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)  # no time stamp: the same words give the same bytes


_UNPACK: dict[str, Callable[[BinaryIO], Any]] = {
    ".gz": gzip.open,
    ".xz": lzma.open,
    ".bz2": bz2.open,
    ".zst": _open_zst,
}
_PACK: dict[str, Callable[[bytes], bytes]] = {
    ".gz": _pack_gz,
    ".xz": lzma.compress,
    ".bz2": bz2.compress,
    ".zst": _pack_zst,
}


def bare_name(path: str | os.PathLike[str]) -> str:
    """The file's name without folder and without the suffix of a compression."""
    target = Path(path)
    return target.stem if target.suffix.lower() in _UNPACK else target.name


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """A file's bytes, unpacked by its suffix.

    Raises:
        InputError: missing, a folder, not readable.
        FormatError: not what its suffix says, cut short, or a hundred times larger when unpacked.
    """
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"{path}: expected a file, found nothing there; check the path") from error
    except IsADirectoryError as error:
        raise InputError(f"{path}: expected a file, found a folder; name a file in it") from error
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: can't be read ({error}); check the path and its permissions") from error
    suffix = Path(path).suffix.lower()
    if suffix not in _UNPACK:
        return data
    try:
        with _UNPACK[suffix](io.BytesIO(data)) as stream:
            most = max(LEAST, RATIO * len(data))
            unpacked = bytearray()
            while len(unpacked) <= most and (
                part := stream.read(PART)
            ):  # Arrow takes room for all it may read
                unpacked += part
    except (OSError, EOFError, ValueError, MemoryError, lzma.LZMAError, zlib.error) as error:
        raise FormatError(
            f"{path}: expected a whole {suffix} file, found a damaged or cut one ({error}); get it again"
        ) from error
    if len(unpacked) > most:
        raise FormatError(
            f"{path}: expected a word list, found more than {most:,} bytes in it; unpack it first"
        )
    return bytes(unpacked)


def write_text(path: str | os.PathLike[str], text: str) -> None:
    """Write UTF-8, packed by the suffix, so that the name never shows half a file."""
    data = text.encode("utf-8")
    suffix = Path(path).suffix.lower()
    if suffix in _PACK:
        data = _PACK[suffix](data)
    with atomic_file(path) as temporary:
        temporary.write_bytes(data)


def decode(data: bytes, path: str | os.PathLike[str], encoding: str | None) -> str:
    r"""Text of a dictionary, line ends made ``\n``.

    Without ``encoding``: UTF-16 with a byte order mark, UTF-8, else GB18030.

    Raises:
        FormatError: bytes that are no text, with the line.
        OptionError: no such encoding.
    """
    try:
        text = data.decode(encoding) if encoding else _detect(data, path)
    except LookupError as error:
        raise OptionError(f"encoding={encoding!r}: expected an encoding Python knows ({error})") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].decode(error.encoding, "replace").count("\n") + 1
        raise FormatError(
            f"{path}: line {line}: expected {encoding or 'UTF-8 or GB18030'} text, "
            f"found byte 0x{error.object[error.start]:02x}; name its encoding= if it is text"
        ) from error
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    for sign, name in (("\0", "a NUL byte"), ("\r", "a carriage return inside a line")):
        if sign in text:
            line = text.count("\n", 0, text.index(sign)) + 1
            raise FormatError(f"{path}: line {line}: expected text, found {name}; is it a word list?")
    return text


def _detect(data: bytes, path: str | os.PathLike[str]) -> str:
    if data.startswith(_UTF16_MARKS):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if _mostly_utf8(data):
            raise
    return data.decode("gb18030")


def _mostly_utf8(data: bytes) -> bool:
    """Whether most lines beyond ASCII are UTF-8: then a broken line is damage, not another encoding."""
    lines = [line for line in data.split(b"\n") if not line.isascii()]
    return 2 * sum(map(_is_utf8, lines)) > len(lines)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True

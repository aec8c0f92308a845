"""Arrays in files of ours, .npy and .npz, read without trusting a word of them.

NumPy's own reader takes a header for a piece of Python, and room for as many numbers as it tells. This one
takes the headers that NumPy writes for plain numbers and no other, and no more room than the file has bytes.
"""

from __future__ import annotations

import lzma
import math
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Collection
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from zici._plain import open_plain

Array = npt.NDArray[Any]

HEADER = re.compile(
    rb"\{'descr': '([<>|][fiub][1248])', 'fortran_order': (False|True), "
    rb"'shape': \((|\d{1,18},|\d{1,18}(?:, \d{1,18}){1,7})\), \} *\n"
)
BEGIN = b"\x93NUMPY\x01\x00"
NAME = re.compile(r"[\w-]+(?:/[\w-]+)*\.npy", re.ASCII)
PACKED = 1 << 24, 100
"""Bytes of a packed array that are always believed, and how many times its packed bytes beyond that."""
BROKEN = (  # what zipfile raises at damaged bytes; a flipped flag reads as encryption
    EOFError,
    LookupError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    lzma.LZMAError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


def map_array(path: Path) -> Array:
    """The array of a .npy file in a saved folder, which stays on disk; it can't be written to.

    Raises:
        OSError: the file can't be opened.
        ValueError: it is anything else than one whole array of numbers.
    """
    with open_plain(path) as file:
        kind, shape, order = _read_header(file, path.stat().st_size)
        if not math.prod(shape):
            return np.zeros(shape, kind)  # nothing can't be mapped
        return np.memmap(file, kind, "r", file.tell(), shape, order)


def read_array(path: Path) -> Array:
    """As ``map_array``, but in memory: the array may be written to."""
    with open_plain(path) as file:
        return _read(file, path.stat().st_size)


def read_arrays(
    path: str | os.PathLike[str],
    names: Collection[str] | None = None,
    *,
    packed: bool = False,
    inside: bool = False,
) -> dict[str, Array]:
    """The arrays of an .npz file by name, in memory; they may be written to.

    Args:
        path: the file.
        names: those that are wanted; None: all.
        packed: whether they may be compressed.
        inside: whether it stands in a saved folder, where links are refused.

    Raises:
        OSError: the file can't be opened.
        ValueError: it is no such file, damaged, lacks a name, or asks for more room than its bytes can fill.
    """
    with open_plain(Path(path)) if inside else Path(path).open("rb") as file:
        try:
            with zipfile.ZipFile(file) as archive:
                entries = _entries(archive, os.fstat(file.fileno()).st_size, packed=packed)
                found = {}
                for name in entries if names is None else names:
                    with archive.open(entries[name]) as stream:
                        found[name] = _read(stream, entries[name].file_size)
        except BROKEN as error:
            raise ValueError(f"damaged: {error}"[:200]) from error
    return found


def _entries(archive: zipfile.ZipFile, size: int, *, packed: bool) -> dict[str, zipfile.ZipInfo]:
    """The entries by name, once it is known that they are credible."""
    entries = {}
    for entry in archive.infolist():
        name = entry.filename.removesuffix(".npy")
        if not NAME.fullmatch(entry.filename) or name in entries:
            raise ValueError(f"{entry.filename!r:.80}: a name that zici doesn't write, or twice")
        if entry.compress_type != zipfile.ZIP_STORED and not (
            packed and entry.compress_type == zipfile.ZIP_DEFLATED
        ):
            raise ValueError(f"{name}: packed in another way than zici does")
        if packed and entry.file_size > max(PACKED[0], PACKED[1] * entry.compress_size):
            raise ValueError(f"{name}: more bytes than can be in it")
        entries[name] = entry
    if sum(entry.compress_size for entry in entries.values()) > size:
        raise ValueError("more bytes than the file has")
    if not packed and sum(entry.file_size for entry in entries.values()) > size:
        raise ValueError("more bytes than the file has")
    return entries


def _read(stream: IO[bytes], size: int) -> Array:
    """The array that a stream of so many bytes holds."""
    kind, shape, order = _read_header(stream, size)
    flat = np.empty(math.prod(shape), kind)
    view = memoryview(flat.view(np.uint8).data)
    done = 0
    while done < view.nbytes:
        part = stream.read(min(view.nbytes - done, 1 << 22))
        if not part:
            raise ValueError("cut short")
        view[done : done + len(part)] = part
        done += len(part)
    if stream.read(1):  # the end has to be met: there the checksum of an archive is compared
        raise ValueError("longer than told")
    return flat.reshape(shape, order=order)


def _read_header(stream: IO[bytes], size: int) -> tuple[np.dtype[Any], tuple[int, ...], Any]:
    """Type, shape and order of the numbers, which are the rest of a stream of so many bytes."""
    head = stream.read(len(BEGIN) + 2)
    length = int.from_bytes(head[len(BEGIN) :], "little")
    match = HEADER.fullmatch(stream.read(length)) if head.startswith(BEGIN) else None
    if match is None:
        raise ValueError("no array of numbers as NumPy writes it")
    shape = tuple(int(number) for number in re.findall(rb"\d+", match[3]))
    try:
        kind = np.dtype(match[1].decode())
    except TypeError as error:
        raise ValueError("numbers of an unknown type") from error
    if len(head) + length + math.prod(shape) * kind.itemsize != size:
        raise ValueError(f"another number of bytes than an array of shape {shape} has")
    return kind, shape, "F" if match[2] == b"True" else "C"

"""Arrays in idx files, the format of MNIST."""

from __future__ import annotations

import gzip
import math
import os
import zlib
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np
import numpy.typing as npt

from zici.errors import FormatError, InputError

TYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
MOST = 1 << 30  # bytes of an array: a damaged head may claim anything
PART = 1 << 22  # bytes that are read at once
AXES = 32  # the most that every NumPy can have
GZIP = b"\x1f\x8b"


def load_idx(path: str | os.PathLike[str]) -> npt.NDArray[Any]:
    r"""Read an array from an idx file, packed with gzip or not.

    The file has two zero bytes, the type of the numbers, how many axes there are, the length of each as a
    32-bit number, and the numbers, all with the greatest byte first.

    Args:
        path: the file; whether it is packed is told by its first bytes, not by its name.

    Returns:
        An array of the file's type and shape, in the byte order of the machine.

    Raises:
        InputError: the file can't be read.
        FormatError: not an idx file, cut short, with bytes left over, or a claim of over a gigabyte.

    Example:
        >>> import pathlib, tempfile
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "labels.idx"
        >>> _ = path.write_bytes(b"\0\0\x08\x01" + b"\0\0\0\x03" + b"\x05\0\x04")
        >>> load_idx(path).tolist()
        [5, 0, 4]
    """
    file = Path(path)
    try:
        with file.open("rb") as stream:
            packed = stream.read(2) == GZIP
            stream.seek(0)
            if not packed:
                return _read(file, stream)
            with gzip.GzipFile(fileobj=stream) as unpacked:
                return _read(file, cast(BinaryIO, unpacked))
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        told = str(error).rstrip(".")
        raise FormatError(
            f"{file}: expected a complete gzip file, found a damaged one ({told}); get it anew"
        ) from error
    except OSError as error:
        raise InputError(f"{file}: can't be read ({error.strerror or error})") from error


def _read(file: Path, stream: BinaryIO) -> npt.NDArray[Any]:
    head = stream.read(4)
    if len(head) < 4 or head[:2] != b"\0\0" or head[2] not in TYPES or not 1 <= head[3] <= AXES:
        raise FormatError(f"{file}: expected an idx file, found one that begins with {head!r}")
    lengths = stream.read(4 * head[3])
    if len(lengths) < 4 * head[3]:
        raise FormatError(f"{file}: expected the lengths of {head[3]} axes, found {len(lengths)} bytes")
    shape = tuple(np.frombuffer(lengths, ">u4").tolist())
    kind = np.dtype(TYPES[head[2]])
    size = math.prod(shape) * kind.itemsize
    told = f"{kind.name} numbers of shape {shape}"
    if size > MOST:
        raise FormatError(f"{file}: expected at most {MOST:,} bytes, found a claim of {told}")
    content = _up_to(stream, size + 1)
    if len(content) != size:
        found = f"{len(content):,}" if len(content) < size else "more"
        raise FormatError(f"{file}: expected {size:,} bytes for {told}, found {found}; get the file anew")
    return np.frombuffer(content, kind).reshape(shape).astype(kind.newbyteorder("="))


def _up_to(stream: BinaryIO, size: int) -> bytearray:
    """So many bytes, or what there is: room is taken as they come, for the claim may be wrong."""
    content = bytearray()
    while len(content) < size and (part := stream.read(min(size - len(content), PART))):
        content += part
    return content

"""Pictures as PNG, and many of them side by side."""

from __future__ import annotations

import math
import struct
import zlib
from typing import Any

import numpy as np
import numpy.typing as npt

from zici.errors import EmptyError, InputError

Bytes = npt.NDArray[np.uint8]

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURS = {1: 0, 2: 4, 3: 2, 4: 6}  # channels: grey, grey and alpha, colours, colours and alpha
GAP = 2  # points between two pictures


def png(picture: Bytes) -> bytes:
    r"""A picture as a PNG file (ISO/IEC 15948), 8 bits a channel.

    Args:
        picture: uint8 of shape (height, width) or (height, width, channels): 1 grey, 2 grey and alpha, 3 red,
            green and blue, 4 these and alpha.

    Raises:
        InputError: another shape or type.

    Example:
        >>> png(np.zeros((2, 3), np.uint8))[:8]
        b'\x89PNG\r\n\x1a\n'
    """
    pixels = picture[..., None] if picture.ndim == 2 else picture
    if pixels.ndim != 3 or 0 in pixels.shape or pixels.shape[2] not in COLOURS or pixels.dtype != np.uint8:
        raise InputError(
            f"picture: expected uint8 with 1 to 4 channels, got {picture.dtype} of shape {picture.shape}"
        )
    height, width, channels = pixels.shape
    head = struct.pack(">IIBBBBB", width, height, 8, COLOURS[channels], 0, 0, 0)
    rows = np.zeros((height, 1 + width * channels), np.uint8)  # each begins with 0: no filter
    rows[:, 1:] = pixels.reshape(height, -1)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(name, content) for name, content in parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def picture_grid(images: Any, *, columns: int | None = None, gap: int = GAP) -> Bytes:
    """Images side by side, row by row, with a grey gap between them.

    Args:
        images: (n, height, width) or (n, height, width, channels), uint8, or floats 0 to 1; floats of which
            one is below 0 go from -1.
        columns: how many in a row; None: about as many as rows.
        gap: points between them.

    Returns:
        uint8, of one picture.

    Raises:
        EmptyError: no image.
        InputError: something else than images.

    Example:
        >>> picture_grid(np.zeros((5, 8, 8)), columns=3).shape
        (18, 28)
    """
    found = as_bytes(images)
    if not len(found):
        raise EmptyError("images: expected at least one, got none")
    across = columns or math.ceil(math.sqrt(len(found)))
    down = -(-len(found) // across)
    height, width, *rest = found.shape[1:]
    out = np.full((down * (height + gap) - gap, across * (width + gap) - gap, *rest), 128, np.uint8)
    for place, image in enumerate(found):
        y, x = (place // across) * (height + gap), (place % across) * (width + gap)
        out[y : y + height, x : x + width] = image
    return out


def as_bytes(images: Any) -> Bytes:
    """Images as uint8; see :func:`picture_grid`."""
    found = np.asarray(images)
    if found.ndim not in (3, 4) or found.dtype.kind not in "uf" or 0 in found.shape[1:]:
        raise InputError(
            f"images: expected (n, height, width[, channels]), got {found.dtype} of shape {found.shape}"
        )
    if found.dtype == np.uint8:
        return found
    shares = (found + 1) / 2 if len(found) and found.min() < 0 else found
    return np.rint(np.clip(shares, 0, 1) * 255).astype(np.uint8)

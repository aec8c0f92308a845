"""PNG as its standard tells it, for pictures of 8 bits without filters and interlacing."""

from __future__ import annotations

import struct
import zlib

import numpy as np


def decoded(content):
    """A PNG without filters and interlacing, read by the standard's chapters 5 and 11."""
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    at, parts = 8, []
    while at < len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        name, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        (check,) = struct.unpack(">I", content[at + 8 + length : at + 12 + length])
        assert check == zlib.crc32(name + body)
        parts.append((name, body))
        at += 12 + length
    assert [name for name, _ in parts] == [b"IHDR", b"IDAT", b"IEND"]
    width, height, depth, colour, packing, filters, interlaced = struct.unpack(">IIBBBBB", parts[0][1])
    assert (depth, packing, filters, interlaced) == (8, 0, 0, 0)
    channels = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
    rows = np.frombuffer(zlib.decompress(parts[1][1]), np.uint8).reshape(height, 1 + width * channels)
    assert not rows[:, 0].any()
    return rows[:, 1:].reshape(height, width, channels)

"""What the page of a map holds of the words, in as few bytes as it can."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from zici.vectors import Nearest

LEVELS = 65535  # of a coordinate
COSINE_LEVELS = 200  # a cosine to a hundredth: -1 is 0, 1 is 200

Float32 = npt.NDArray[np.float32]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]


@dataclass(frozen=True)
class WordMap:
    """Words with all that the page shows of them.

    Attributes:
        words: as they are; of any script.
        counts: int64 of shape (words,), or None where unknown.
        places: float32 of shape (words, 2).
        groups: the number of each word's group, int32 of shape (words,), 0 to 255.
        names: for each group the numbers of the words that stand for it.
        nearest: the nearest words of each.
    """

    words: list[str]
    counts: Int64 | None
    places: Float32
    groups: Int32
    names: list[list[int]]
    nearest: Nearest


def pack(data: WordMap) -> str:
    r"""The map as base64 of zlib of a head and columns; holds no character that HTML reads as its own.

    The head is one line of JSON: the words, the names of groups, how many neighbours each word has, whether
    there are counts, and the width in bytes of a row number. After its line break come the columns,
    little-endian, all rows of one before the next: x and y as uint16, groups as uint8, counts as float64,
    row numbers of the neighbours as uint16 or uint32, cosines as uint8. The browser undoes zlib itself.

    Example:
        >>> near = Nearest(np.array([[1], [0]], np.int32), np.ones((2, 1), np.float32))
        >>> places = np.array([[0, 0], [2, 1]], np.float32)
        >>> text = pack(WordMap(["</script>", "字"], None, places, np.zeros(2, np.int32), [[0]], near))
        >>> zlib.decompress(base64.b64decode(text)).split(b"\n")[0].decode()
        '{"words": ["</script>", "\\u5b57"], "names": [[0]], "near": 1, "counts": false, "width": 2}'
    """
    width = 2 if len(data.words) <= 1 << 16 else 4
    head = {
        "words": data.words,
        "names": data.names,
        "near": data.nearest.rows.shape[1],
        "counts": data.counts is not None,
        "width": width,
    }
    columns: list[npt.NDArray[Any]] = [
        *_levels(data.places).T.astype("<u2"),
        data.groups.astype(np.uint8),
        *([] if data.counts is None else [data.counts.astype("<f8")]),
        *data.nearest.rows.T.astype(f"<u{width}"),
        *np.rint((data.nearest.cosines.T + 1) * (COSINE_LEVELS / 2)).astype(np.uint8),
    ]
    # ASCII: half of a pair of surrogates, which no UTF-8 holds, passes too.
    line = json.dumps(head).encode("ascii") + b"\n"
    body = b"".join(column.tobytes() for column in columns)
    return base64.b64encode(zlib.compress(line + body, 9)).decode("ascii")


def _levels(places: Float32) -> Float32:
    """The places as whole numbers from 0 to 65535, the same scale in x and y; y goes down as on a screen."""
    low = places.min(axis=0)
    extent = max(float((places.max(axis=0) - low).max()), 1e-12)
    levels: Float32 = np.rint((places - low) * (LEVELS / extent))
    levels[:, 1] = levels[:, 1].max() - levels[:, 1]
    return levels

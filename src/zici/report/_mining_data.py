"""What the page of a run holds of the words, in as few bytes as it can."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Container
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from zici.lexicon import Lexicon
from zici.report._mining_contexts import WIDTH, Examples

SHOWN = 50_000  # words of the table; of more the most frequent
NONE = 0xFFFF_FFFF  # in the place of an example
NAN = -32768  # in a column of hundredths
MOST = 327.0  # what a column of hundredths holds

Bools = npt.NDArray[np.bool_]
Typed = tuple[str, npt.NDArray[Any]]


@dataclass(frozen=True)
class WordTable:
    """The words that the page lists, the most frequent first.

    Attributes:
        lexicon: the words with their columns.
        new: which a dictionary lacks, bool of shape (words,); None: there is no dictionary.
        mapped: which are on the map, bool of shape (words,).
        examples: of each.
    """

    lexicon: Lexicon
    new: Bools | None
    mapped: Bools
    examples: Examples


def membership(words: tuple[str, ...], among: Container[str]) -> Bools:
    """Which of the words are among others."""
    return np.fromiter((word in among for word in words), np.bool_, len(words))


def pack_table(table: WordTable) -> str:
    r"""The words as base64 of zlib of a head and columns; holds no character that HTML reads as its own.

    The head is one line of JSON: the words, the columns with their types, the bytes of the examples' text.
    After its line break come the columns, little-endian, the places of the examples as uint32, and the text
    around them as UTF-16, in which the places count. Types: "h" hundredths as int16, with -32768 for NaN,
    "f" float32, "u" uint32, "d" float64, "b" uint8.

    Example:
        >>> words = Lexicon(["</script>", "字"], {"count": [3, 1], "pmi": [1.257, float("nan")]})
        >>> none = Examples("", np.full((2, 2), -1))
        >>> text = pack_table(WordTable(words, None, np.zeros(2, np.bool_), none))
        >>> head, _, body = zlib.decompress(base64.b64decode(text)).partition(b"\n")
        >>> json.loads(head)["columns"], np.frombuffer(body[8:12], "<i2").tolist()
        ([['count', 'u'], ['pmi', 'h']], [126, -32768])
    """
    columns = [(name, *_typed(name, values)) for name, values in table.lexicon.columns.items()]
    flags = table.mapped.astype(np.uint8)
    if table.new is not None:
        flags |= table.new.astype(np.uint8) << 1
    examples = table.examples.text.encode("utf-16-le", "replace")
    head = {
        "words": table.lexicon.words,
        "columns": [[name, kind] for name, kind, _ in columns],
        "known": table.new is not None,
        "text": len(examples),
        "examples": table.examples.places.shape[1],
        "width": WIDTH,
    }
    places = np.where(table.examples.places < 0, NONE, table.examples.places).T.astype("<u4")
    body = [*(values for _, _, values in columns), flags, *places]
    line = json.dumps(head).encode("ascii") + b"\n"  # half of a pair of surrogates passes too
    return packed(line + b"".join(values.tobytes() for values in body) + examples)


def packed(content: bytes) -> str:
    """Bytes as base64 of zlib, which the browser undoes itself."""
    return base64.b64encode(zlib.compress(content, 6)).decode("ascii")


def _typed(name: str, values: npt.NDArray[Any]) -> Typed:
    """The letter of a column's type, and the column in it; an unknown count is NaN."""
    if name == "count" and values.size and values.min() < 0:
        return "d", np.where(values < 0, np.nan, values).astype("<f8")
    if values.dtype.kind == "i":
        small = not values.size or (values.min() >= 0 and values.max() <= NONE)
        return ("u", values.astype("<u4")) if small else ("d", values.astype("<f8"))
    finite = values[np.isfinite(values)]
    if finite.size < np.count_nonzero(~np.isnan(values)) or np.abs(finite).max(initial=0) > MOST:
        return "f", values.astype("<f4")
    return "h", np.where(np.isnan(values), NAN, np.rint(np.nan_to_num(values) * 100)).astype("<i2")

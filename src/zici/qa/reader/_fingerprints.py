"""What tells one training of a reader from another."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from zici.qa._example import QAExample
from zici.qa.reader._rows import Row
from zici.qa.reader._words import Words


def fingerprints(rows: Sequence[Row], words: Words, held: Sequence[QAExample]) -> dict[str, str]:
    """What tells the data of a training from others."""
    of_rows, of_words, of_held = (hashlib.blake2b(digest_size=8) for _ in range(3))
    for row in rows:
        for array in row[:6]:
            of_rows.update(array.shape[0].to_bytes(8, "little"))
            of_rows.update(np.ascontiguousarray(array).data)
    of_words.update(np.ascontiguousarray(words.matrix).data)
    of_held.update(repr(held).encode("utf-8", "surrogatepass"))
    return {
        "data": f"{len(rows)} rows, {of_rows.hexdigest()}",
        "vectors": f"{len(words.words)} words, {of_words.hexdigest()}",
        "validation": f"{len(held)} questions, {of_held.hexdigest()}",
    }

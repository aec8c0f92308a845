"""Texts in batches of few shapes: a backend that compiles does so once for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici.classify.networks._vocabulary import Int32, Int64, Rows

SHARES = (8, 4, 2, 1)  # a batch is as long as the length that is read, divided by one of these
SHORTEST = 4


class Batch(NamedTuple):
    """Some texts of about the same length.

    Attributes:
        ids: int32 of shape (batch, width), 0 behind the end of a text and in rows without one.
        texts: which text each row is; there may be fewer than rows.
    """

    ids: Int32
    texts: Int64


def widths(length: int) -> Int64:
    """The widths that batches may have, rising.

    Example:
        >>> widths(100).tolist()
        [13, 25, 50, 100]
    """
    return np.unique([max(-(-length // share), min(SHORTEST, length)) for share in SHARES])


def batches(
    rows: Rows, length: int, batch_size: int, random: np.random.Generator | None = None
) -> Iterator[Batch]:
    """All texts once. A text's width depends on itself alone, so its neighbours don't change its result.

    Args:
        rows: the texts.
        length: the most units of a text.
        batch_size: rows of a batch; the last ones of a width may be without a text.
        random: for an order by chance, of the texts and of the batches; None: the order given, by width.
    """
    known = widths(length)
    group = np.searchsorted(known, rows.sizes)
    order = np.arange(rows.sizes.size) if random is None else random.permutation(rows.sizes.size)
    parts: list[tuple[int, Int64]] = []
    for place, width in enumerate(known.tolist()):
        texts = order[group[order] == place]
        parts += [(width, texts[begin : begin + batch_size]) for begin in range(0, texts.size, batch_size)]
    turns = range(len(parts)) if random is None else random.permutation(len(parts)).tolist()
    for turn in turns:
        width, texts = parts[turn]
        yield Batch(fill(rows, texts, (batch_size, width)), texts)


def fill(rows: Rows, texts: npt.NDArray[np.int64], shape: tuple[int, int]) -> Int32:
    """The units of some texts as a matrix."""
    ids = np.zeros(shape, np.int32)
    for row, text in enumerate(texts.tolist()):
        begin, end = rows.starts[text], rows.starts[text + 1]
        ids[row, : end - begin] = rows.ids[begin:end]
    return ids

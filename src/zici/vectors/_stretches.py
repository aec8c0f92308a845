"""Blocks of word numbers as stretches of about one size: what a thread trains on at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from zici.errors import InputError, OptionError
from zici.vectors._sentences import BREAK

Int32 = npt.NDArray[np.int32]

STRETCH = 1 << 16  # tokens: some 50 ms of training, and the rate of the next stretch is not far off


def check_blocks(blocks: Any) -> None:
    """Refuse what can't be gone through once an epoch.

    Raises:
        OptionError: a one-pass iterator, or nothing that can be gone through.
    """
    if isinstance(blocks, Iterator):
        raise OptionError(
            f"expected arrays that every epoch can go through again, got a one-pass {type(blocks).__name__}; "
            "pass Sentences, or list(...) of it"
        )
    if not isinstance(blocks, Iterable):
        raise OptionError(
            f"expected arrays of word numbers, got {type(blocks).__name__}; pass Sentences, or a list of them"
        )


def stretches(blocks: Iterable[Int32], *, words: int, size: int = STRETCH) -> Iterator[Int32]:
    """Join short blocks and cut long ones, after a sentence if there is one that ends in time.

    Args:
        blocks: word numbers; what is below 0 ends a sentence, and so does the end of a block.
        words: size of the vocabulary.
        size: the most items of a stretch.

    Raises:
        InputError: a block that is no int32 array of one dimension, or a number outside the vocabulary.
    """
    waiting: list[Int32] = []
    room = size
    for number, block in enumerate(blocks):
        _check_block(block, number, words)
        if block.size + 1 > room and waiting:
            yield np.concatenate(waiting)
            waiting, room = [], size
        if block.size + 1 > size:
            yield from _cut(block, size)
        else:
            waiting += [block, _BREAKS]
            room -= block.size + 1
    if waiting:
        yield np.concatenate(waiting)


_BREAKS = np.array([BREAK], np.int32)


def _cut(block: Int32, size: int) -> Iterator[Int32]:
    begin = 0
    while begin < block.size:
        part = block[begin : begin + size]
        if part.size == size:
            breaks = np.flatnonzero(part < 0)
            if breaks.size:
                part = part[: breaks[-1] + 1]
        yield part
        begin += part.size


def _check_block(block: Any, number: int, words: int) -> None:
    if not isinstance(block, np.ndarray) or block.dtype != np.int32 or block.ndim != 1:
        found = f"{block.dtype} {block.shape}" if isinstance(block, np.ndarray) else type(block).__name__
        raise InputError(f"block {number}: expected an int32 array of one dimension, got {found}; convert it")
    if block.size and block.max() >= words:
        raise InputError(
            f"block {number}: expected word numbers below {words} (the vocabulary), got {block.max()}; "
            "number the words with the vocabulary that the counts are of"
        )

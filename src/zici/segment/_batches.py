"""Long input in pieces that are cut apart from each other without changing the cut."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zici._kernels.segment_units import BLANK, BREAK, CLASS_MASK, CLASS_SHIFT, CODE_MASK, MARK, RUN
from zici.errors import InputError
from zici.segment._alphabet import holds_break, to_chars

BATCH = 1 << 20
"""Characters that are cut at once: some tens of megabytes of memory per thread."""


def batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Group texts so that a group has about BATCH characters.

    Raises:
        InputError: a text is not a string; names its position.
    """
    group: list[str] = []
    size = 0
    for number, text in enumerate(texts):
        if not isinstance(text, str):
            raise InputError(f"text {number}: expected a string, found {text!r} ({type(text).__name__})")
        group.append(text)
        # An empty text counts too: endless empty texts must not pile up.
        size += len(text) + 1
        if size >= BATCH:
            yield group
            group, size = [], 0
    if group:
        yield group


def blocks(pieces: Iterable[str], table: NDArray[np.int32]) -> Iterator[tuple[str, str]]:
    """Regroup pieces of one text into blocks that no token spans, each with the character before it.

    A block ends behind a line where there is one, else behind a blank or a sign that is in no word. A text
    without any of these is one block.
    """
    waiting: list[str] = []
    size = 0
    before = ""
    for part in _parts(pieces):
        waiting.append(part)
        size += len(part)
        if size < BATCH:
            continue
        text = "".join(waiting)
        end = _safe_end(text, table)
        if end:
            yield text[:end], before
            before = text[end - 1]
        waiting = [text[end:]]
        # A text without a safe end is looked at again only when it has grown by half.
        size = len(text) - end if end else -len(text) // 2
    text = "".join(waiting)
    if text:
        yield text, before


def _parts(pieces: Iterable[str]) -> Iterator[str]:
    for piece in pieces:
        for start in range(0, len(piece), BATCH):
            yield piece[start : start + BATCH]


def _safe_end(text: str, table: NDArray[np.int32]) -> int:
    """The last position that no token can span; 0 where there is none."""
    line = text.rfind("\n", 0, len(text) - 1) + 1
    if line and not holds_break(text[line]):
        return line
    cells = table[to_chars(text)]
    kinds = (cells >> CLASS_SHIFT) & CLASS_MASK
    free = (cells & CODE_MASK) == 0
    alone = np.isin(kinds, (BLANK, BREAK, RUN, MARK)) & free
    ends = np.flatnonzero(alone[:-1] & (kinds[:-1] != kinds[1:]))
    return int(ends[-1]) + 1 if ends.size else 0


def spread(func: Callable[[Any], Any], items: Iterable[Any], workers: int | None) -> Iterator[Any]:
    """``func`` of every item in order: here, or in threads that run ahead by two items each."""
    if workers == 1:
        return map(func, items)
    from zici.parallel import cpu_count, parallel_imap

    window = 2 * (workers or cpu_count())
    return parallel_imap(func, items, workers=workers, backend="thread", window=window, chunk=1)

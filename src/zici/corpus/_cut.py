"""Blocks of text that end where documents end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# Nothing before such a place combines with what follows it.
_PAUSE = re.compile(r"[\s,.!?;:，。！？；：、](?=[0-9A-Za-z一-鿿])")
_PAUSE_WITHIN = 4096


def cut_blocks(pieces: Iterable[str], chars: int, *, pause: bool = False) -> Iterator[str]:
    """Regroup a text into blocks of up to ``chars`` characters that end at line ends.

    Args:
        pieces: the text, in pieces of any length.
        chars: most characters of a block.
        pause: where a line is longer than a block, look for punctuation to cut at, so that each part can be
            normalised by itself.
    """
    parts: list[str] = []
    length = 0
    for piece in pieces:
        parts.append(piece)
        length += len(piece)
        if length <= chars:
            continue
        text, start = "".join(parts), 0
        while len(text) - start > chars:
            stop = _cut(text, start, start + chars, pause=pause)
            yield text[start:stop]
            start = stop
        parts = [text[start:]]
        length = len(parts[0])
    if last := "".join(parts):
        yield last


def _cut(text: str, start: int, stop: int, *, pause: bool) -> int:
    newline = text.rfind("\n", start, stop)
    end = max(newline, text.rfind("\r", max(newline, start), stop)) + 1
    if end > start:
        return end
    if pause:
        for found in _PAUSE.finditer(text, max(start, stop - _PAUSE_WITHIN), stop):
            end = found.end()
    return end if end > start else stop


def cut_documents(documents: Iterable[str], chars: int) -> Iterator[str]:
    r"""Put whole documents, each followed by "\n", into blocks of up to ``chars`` characters.

    A document longer than a block goes on in the next one.
    """
    parts: list[str] = []
    length = 0
    for document in documents:
        if length and length + len(document) + 1 > chars:
            yield "".join(parts)
            parts, length = [], 0
        text, start = document + "\n", 0
        while len(text) - start > chars:
            yield text[start : start + chars]
            start += chars
        parts.append(text[start:])
        length += len(text) - start
    if parts:
        yield "".join(parts)

"""Long texts as passages: whole sentences, as many as fit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zici.errors import OptionError

_SENTENCE = re.compile(r"[^。！？!?；;…\r\n]*(?:[。！？!?；;…]+[”’」』）)\"]*|[\r\n]+|$)")
_PAUSE = re.compile(r"[，,、：:\s]")
_EMPTY_LINE = re.compile(r"\n\s*\n|\r\s*\r")


def split_passages(text: str, *, chars: int = 200) -> list[tuple[int, int]]:
    r"""Where the passages of a text begin and end.

    A passage is made of sentences that follow each other, as many as fit; it ends at an empty line, and
    before a sentence that would make it too long. A sentence longer than a passage is cut at a comma or
    blank, or where it must be. Passages hold a letter, character or digit, and neither begin nor end with a
    blank.

    Args:
        text: any text.
        chars: most characters of a passage, from 1.

    Returns:
        Begin and end (not included) of each passage, in characters, in order; they don't overlap.

    Raises:
        OptionError: ``chars`` is less than 1.

    Example:
        >>> text = "白云山在广州。主峰高382米。\n\n越秀山也在广州。"
        >>> [text[begin:end] for begin, end in split_passages(text, chars=20)]
        ['白云山在广州。主峰高382米。', '越秀山也在广州。']
    """
    if chars < 1:
        raise OptionError(f"chars: expected at least 1, got {chars}")
    trimmed = (_trimmed(text, begin, end) for begin, end in _packed(text, chars))
    return [(begin, end) for begin, end in trimmed if any(char.isalnum() for char in text[begin:end])]


def _packed(text: str, chars: int) -> Iterator[tuple[int, int]]:
    """Stretches of whole sentences; together they are the text."""
    begin = last = 0
    for start, end, closes in _sentences(text, chars):
        if end - begin > chars and start > begin:
            yield begin, start
            begin = start
        last = end
        if closes:
            yield begin, end
            begin = end
    if last > begin:
        yield begin, last


def _sentences(text: str, chars: int) -> Iterator[tuple[int, int, bool]]:
    """Begin and end of each sentence or part of a long one, and whether an empty line follows."""
    for match in _SENTENCE.finditer(text):
        begin, end = match.span()
        while end - begin > chars:
            cut = _cut(text, begin, begin + chars)
            yield begin, cut, False
            begin = cut
        if end > begin:
            yield begin, end, _EMPTY_LINE.search(match[0]) is not None


def _cut(text: str, begin: int, most: int) -> int:
    """Behind the last pause in the second half of a stretch, or else its end."""
    for place in range(most, (begin + most) // 2, -1):
        if _PAUSE.match(text, place - 1):
            return place
    return most


def _trimmed(text: str, begin: int, end: int) -> tuple[int, int]:
    part = text[begin:end]
    return end - len(part.lstrip()), begin + len(part.rstrip())

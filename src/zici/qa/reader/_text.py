"""Text as the reader compares it: character by character, so that places stay what they are."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any

BLANKS = "\t\n\r\x0b\x0c\u3000\xa0"


class _Plain(dict[int, str]):
    """A table for ``str.translate`` that is filled as characters come."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _plain(chr(code))
        return found


_TABLE = _Plain()


def plain(text: str) -> str:
    """Half-width, lower-case, simplified characters; the result is as long as ``text``.

    A character whose plain form has another length stays as it is.

    Example:
        >>> plain("ＡＢ１２，廣東㎞")
        'ab12,广东㎞'
    """
    return text.translate(_TABLE)


def _plain(char: str) -> str:
    found = char
    for step in (_compatible, _simplified, str.lower):
        changed = step(found)
        found = changed if len(changed) == 1 else found
    return " " if found in BLANKS else found


def _compatible(char: str) -> str:
    return unicodedata.normalize("NFKC", char)


def _simplified(char: str) -> str:
    if ord(char) < 0x2E80 or 0xD800 <= ord(char) < 0xE000:  # before the first radical; half of a pair
        return char
    converted: str = _opencc().convert(char)
    return converted


@cache
def _opencc() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def shorten(text: str, length: int) -> str:
    """The beginning and the end of a text, ``length`` characters together; a shorter one as it is.

    Example:
        >>> shorten("0123456789", 5)
        '01789'
    """
    head = length // 2
    return text if len(text) <= length else text[:head] + text[len(text) - (length - head) :]

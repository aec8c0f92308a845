"""What is done to a text before anybody counts its characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any

_SURROGATE = re.compile("[\ud800-\udfff]")


def without_surrogates(text: str) -> str:
    """Replace lone surrogates, which no encoding can write, by U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


def normaliser(*, nfkc: bool, simplify: bool) -> Callable[[str], str] | None:
    """Give the function that does what is asked for, or None if nothing is.

    NFKC comes first, so that compatibility forms of a character are known to the conversion.
    """
    if nfkc and simplify:
        return _both
    if nfkc:
        return compatible
    return simplified if simplify else None


def _both(text: str) -> str:
    return simplified(compatible(text))


def compatible(text: str) -> str:
    """Bring compatibility forms to the usual ones (NFKC)."""
    return unicodedata.normalize("NFKC", text)


def simplified(text: str) -> str:
    """Turn traditional characters into simplified ones, by OpenCC's phrases."""
    converted: str = _opencc().convert(text)
    return converted


@cache
def _opencc() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")

"""Where a word stands in a cut text of any size, found in its bytes without reading them all."""

from __future__ import annotations

import mmap
import re
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from zici.errors import InputError, OptionError
from zici.studio._segmented import join
from zici.vectors._options import check_integer

BLOCK = 1 << 20  # bytes between two looks at the clock; other threads wait for so long, too
MOST, WIDEST = 1000, 200
_BREAK = b"\n"


class KeyWord(NamedTuple):
    """A place where a word stands.

    Attributes:
        left: what comes before it in its line, without the blanks of the cut.
        word: the word.
        right: what follows in its line.
        whole: whether it was cut as this word: else it stands inside a longer one, or was cut apart.
    """

    left: str
    word: str
    right: str
    whole: bool


class Contexts(NamedTuple):
    """What was found of a word.

    Attributes:
        word: the word.
        rows: the first different places, those where it was cut as this word before the others.
        complete: whether the search ended because it was done: else time was up, and there may be more.
        searched: the share of the text that was looked at, 0 to 1.
    """

    word: str
    rows: tuple[KeyWord, ...]
    complete: bool
    searched: float


def find_contexts(path: Path, word: str, *, n: int, width: int, seconds: float) -> Contexts:
    """The first different contexts of a word in cut text (words between blanks).

    The search ends with ``n`` places where the word was cut as such, at the end of the text, or when time is
    up. A word is found wherever its characters stand in a line, cut apart or not.

    Args:
        path: the text, UTF-8.
        word: at least one character.
        n: how many, 1 to 1,000.
        width: characters on each side, from 0 to 200.
        seconds: after so long no further block of the text is searched.

    Raises:
        InputError: the file can't be read.
        OptionError: an empty word, or a number outside its range.
    """
    check_integer("n", n, most=MOST)
    check_integer("width", width, least=0, most=WIDEST)
    if not word.strip():
        raise OptionError(f"word: expected at least one character, got {word!r:.60}")
    try:
        with path.open("rb") as file:
            if not path.stat().st_size:
                return Contexts(word, (), True, 1.0)
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
                return _search(text, word, (n, width), time.monotonic() + seconds)
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror or error})") from error


def _search(text: mmap.mmap, word: str, wanted: tuple[int, int], until: float) -> Contexts:
    n, width = wanted
    whole: dict[KeyWord, None] = {}
    others: dict[KeyWord, None] = {}
    size, begin = len(text), 0
    while begin < size and len(whole) < n and (begin == 0 or time.monotonic() < until):
        for first, last in _places(text, word, begin):
            row = _row(text, (first, last), word, width)
            kept = whole if row.whole else others
            if len(kept) < n:
                kept[row] = None
            if len(whole) == n:
                break
        begin = min(begin + BLOCK, size)
    rows = (*whole, *others)[:n]
    return Contexts(word, rows, begin >= size or len(whole) == n, begin / size)


def _places(text: mmap.mmap, word: str, begin: int) -> Iterator[tuple[int, int]]:
    """Begin and end of what may be the word and begins in a block."""
    pattern, longest = _pattern(word)
    for found in pattern.finditer(text, begin, min(begin + BLOCK + longest, len(text))):
        if found.start() >= begin + BLOCK:
            return
        yield found.span()


def _pattern(word: str) -> tuple[re.Pattern[bytes], int]:
    """What finds a word, also where it was cut apart, and the most bytes of it."""
    parts = [re.escape(char.encode("utf-8", "surrogatepass")) for char in word]
    for place, (left, right) in enumerate(pairwise(word)):
        apart = join(f"{left} {right}") == left + right or left.isdecimal() != right.isdecimal()
        if apart and not (left.isspace() or right.isspace()):
            parts[place] += b" ?"
    return re.compile(b"".join(parts)), len(word.encode("utf-8", "surrogatepass")) + len(word)


def _row(text: mmap.mmap, place: tuple[int, int], word: str, width: int) -> KeyWord:
    first, last = place
    around = 8 * width + 8  # bytes that hold the characters and a blank after each
    left = text[max(0, first - around) : first].rpartition(_BREAK)[2]
    right = text[last : last + around].partition(_BREAK)[0].rstrip(b"\r")
    whole = text[first:last] == word.encode("utf-8", "surrogatepass")
    whole = whole and (not left or left.endswith(b" ")) and (not right or right.startswith(b" "))
    # Joined with the word: whether a blank is the text's own depends on what stands on both sides.
    before = join(_text(left) + word[0])[:-1]
    after = join(word[-1] + _text(right))[1:]
    return KeyWord(before[max(0, len(before) - width) :], word, after[:width], whole)


def _text(part: bytes) -> str:
    """Bytes that may begin and end inside a character."""
    return part.decode("utf-8", "ignore")

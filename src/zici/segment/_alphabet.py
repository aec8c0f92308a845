"""What each character is to the cutter: its class, what it is matched as, and its code in the lexicon."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from zici._kernels import segment_units as units

CODE_POINTS = 0x110000
_POINTS = ".:/\u00b7\u2236"  # between digits: 3.5, 15:06, 1/3, 7·23, 2∶1
_CHINESE = {
    "〇○零一二两三四五六七八九壹贰叁肆伍陆柒捌玖兩貳參陸": units.NUMERAL,
    "十百千拾佰仟": units.SCALE,
    "万亿萬億": units.MYRIAD,
    "第": units.ORDINAL,
    "几数幾數": units.SEVERAL,
    "点點": units.DOT,
    "分": units.PART,
    "之": units.OF,
    "年": units.YEAR,
    "月日时時": units.DAY,
}


_BREAKS = "\n\r\v\f\x85\u2028\u2029"


def holds_break(word: str) -> bool:
    """Whether a line break stands in ``word``."""
    return any(char in word for char in _BREAKS)


def to_chars(text: str) -> NDArray[np.uint32]:
    """The code points of ``text``, lone surrogates included; read-only."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


@lru_cache(maxsize=1)
def _classes() -> NDArray[np.int32]:
    """The table without codes: class and FOLDED flag of every code point."""
    table = np.zeros(CODE_POINTS, np.int32)
    for point in (*range(0x3100), *range(0xA000, 0xA640), *range(0xFE00, 0x10000)):
        table[point] = _class_of(chr(point)) << units.CLASS_SHIFT
    table[0xAC00:0xD7A4] = units.LETTER << units.CLASS_SHIFT
    for chars, kind in _CHINESE.items():
        table[[ord(char) for char in chars]] = kind << units.CLASS_SHIFT
    table[0xFF01:0xFF5F] = table[0x21:0x7F] | units.FOLDED
    return table


def _class_of(char: str) -> int:
    category = unicodedata.category(char)
    if char in _BREAKS:
        return units.BREAK
    if char.isspace():
        return units.BLANK
    if char in "0123456789":
        return units.DIGIT
    if char in _POINTS:
        return units.POINT
    if char == ",":
        return units.COMMA
    if char in "%‰":
        return units.PERCENT
    if category in ("Ps", "Pe", "Pi", "Pf") or char in "\"'、；;":
        return units.MARK
    if category[0] in "LM" and not "\u2e80" <= char < "\u3041":
        return units.LETTER
    return units.RUN if category[0] in "PS" else units.OTHER


def character_table(letters: NDArray[np.uint32]) -> NDArray[np.int32]:
    """The table of cells for an alphabet: ``letters[k]`` has code ``k + 1``, and so has its full-width kin.

    Line breaks keep code 0, whatever the alphabet holds: no word spans a line end.
    """
    table = _classes().copy()
    table[letters] |= np.arange(1, letters.size + 1, dtype=np.int32)
    table[0xFF01:0xFF5F] |= table[0x21:0x7F] & units.CODE_MASK
    return table


_HALF_WIDTH = {point: point - 0xFEE0 for point in range(0xFF01, 0xFF5F)}


def fold(word: str) -> str:
    """Full-width ASCII as half-width: how words are stored.

    Example:
        >>> fold("Ｋ线图")
        'K线图'
    """
    return word.translate(_HALF_WIDTH)


@lru_cache(maxsize=1)
def single_characters() -> NDArray[np.object_]:
    """Every character of the basic plane as a string, shared by all tokens of one character."""
    singles = np.empty(0x10000, dtype=object)
    singles[:] = [chr(point) for point in range(0x10000)]
    return singles

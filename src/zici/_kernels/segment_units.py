"""Units of text that are never cut inside (Latin words, figures, blanks, runs of one sign), and numbers.

A *cell* is an int32 per character: its dense code in the lexicon's alphabet (0: in no word), its class, and
two flags. The kernels that cut read cells only.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import kernel

Int32 = npt.NDArray[np.int32]
UInt32 = npt.NDArray[np.uint32]

CODE_MASK = 0xFFFFF
CLASS_SHIFT = 20
CLASS_MASK = 0x1F
FOLDED = 1 << 28
"""The character is matched as another one (a full-width digit as its half-width kin)."""
INSIDE = 1 << 29
"""The character continues a unit: no token begins here."""

# Classes up to MARK decide units; those from NUMERAL on are Chinese characters that build numbers.
OTHER, BLANK, BREAK, LETTER, DIGIT, POINT, COMMA, PERCENT, RUN, MARK = range(10)
NUMERAL, SCALE, MYRIAD, ORDINAL, SEVERAL, DOT, PART, OF, YEAR, DAY = range(10, 20)

NUMBERS_OFF, NUMBERS_JOIN, NUMBERS_DATES = range(3)


@kernel
def class_at(cells: Int32, at: int, end: int) -> int:
    """The class of the character at ``at``, or -1 from ``end`` on."""
    return (cells[at] >> CLASS_SHIFT) & CLASS_MASK if at < end else -1


@kernel
def fill_cells(chars: UInt32, table: Int32, cells: Int32) -> None:
    """Look up every character and mark those that continue a unit."""
    end = chars.size
    for k in range(end):
        cells[k] = table[chars[k]]
    k = 0
    while k < end:
        kind = (cells[k] >> CLASS_SHIFT) & CLASS_MASK
        stop = k + 1
        if kind == DIGIT:
            stop = _figure_end(cells, k, end)
        elif kind != OTHER and kind <= LETTER:
            while class_at(cells, stop, end) == kind:
                stop += 1
        elif kind >= POINT and kind <= RUN:
            while stop < end and chars[stop] == chars[k]:
                stop += 1
        for inner in range(k + 1, stop):
            cells[inner] |= INSIDE
        k = stop


@kernel
def _digits_end(cells: Int32, at: int, end: int) -> int:
    while class_at(cells, at, end) == DIGIT:
        at += 1
    return at


@kernel
def _figure_end(cells: Int32, at: int, end: int) -> int:
    """The end of digits with single points between digits, thousands commas and one percent sign."""
    stop = _digits_end(cells, at, end)
    grouped = stop - at <= 3
    while True:
        sign = class_at(cells, stop, end)
        after = _digits_end(cells, stop + 1, end)
        if sign == COMMA and grouped and after - stop == 4:
            stop = after
        elif sign == POINT and after > stop + 1:
            stop = after
            grouped = False
        else:
            break
    return stop + 1 if sign == PERCENT else stop


@kernel
def _unit_end(cells: Int32, at: int, end: int) -> int:
    at += 1
    while at < end and cells[at] & INSIDE:
        at += 1
    return at


@kernel
def _numeral_end(cells: Int32, at: int, end: int) -> int:
    while NUMERAL <= class_at(cells, at, end) <= MYRIAD:
        at += 1
    return at


@kernel
def _dated(cells: Int32, at: int, stop: int, end: int, dates: bool) -> int:
    """``stop`` moved past 年 after four digits, or past 月 日 时, where dates are joined."""
    kind = class_at(cells, stop, end)
    return stop + 1 if dates and (kind == DAY or (kind == YEAR and stop - at == 4)) else stop


@kernel
def number_end(cells: Int32, at: int, end: int, rule: int) -> int:
    """The end of the number expression that begins at ``at``; ``at`` itself where none begins.

    Figures with 万 and 亿; numerals with 几, 点 and 分之; 第 with either; 几 and 数 with 十 百 千 万 亿.
    """
    kind = class_at(cells, at, end)
    if kind < DIGIT or kind > SEVERAL or (DIGIT < kind < NUMERAL):
        return at
    dates = rule == NUMBERS_DATES
    if kind == ORDINAL:
        figure = class_at(cells, at + 1, end) == DIGIT
        stop = _unit_end(cells, at + 1, end) if figure else _numeral_end(cells, at + 1, end)
        return stop if stop > at + 1 else at
    if kind == DIGIT:
        stop = _unit_end(cells, at, end)
        unit = stop
        while class_at(cells, stop, end) == MYRIAD:
            stop += 1
        stop = _dated(cells, at, stop, end, dates) if stop == unit else stop
        return stop if stop > unit else at
    before = class_at(cells, at - 1, end) if at > 0 else -1
    if NUMERAL <= before <= MYRIAD or before == SEVERAL:
        return at
    if kind == SEVERAL:
        stop = at + 1
        while SCALE <= class_at(cells, stop, end) <= MYRIAD:
            stop += 1
        return stop if stop > at + 1 else at
    stop = _chinese_end(cells, at, end)
    stop = _dated(cells, at, stop, end, dates)
    return stop if stop > at + 1 else at


@kernel
def _chinese_end(cells: Int32, at: int, end: int) -> int:
    stop = _numeral_end(cells, at, end)
    if class_at(cells, stop, end) == SEVERAL and class_at(cells, stop - 1, end) == SCALE:
        stop = _numeral_end(cells, stop + 1, end)
    if class_at(cells, stop, end) == PART and class_at(cells, stop + 1, end) == OF:
        after = _numeral_end(cells, stop + 2, end)
        stop = after if after > stop + 2 else stop
    if class_at(cells, stop, end) == DOT:
        after = _numeral_end(cells, stop + 1, end)
        stop = after if after > stop + 1 else stop
    return stop

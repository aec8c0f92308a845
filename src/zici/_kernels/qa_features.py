"""How much the stretches of a passage look like the question: features for reading (kexue.fm/archives/5409).

Units are characters or words, as numbers. Around unit i stands the window of as many units as the question
has, n, from i - n // 2; what of it lies outside the passage is left out.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import inline, kernel

Float32 = npt.NDArray[np.float32]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]

MATCH, SHARED, JACCARD, EDIT = 0, 1, 2, 3  # columns


@kernel
def fill_features(passages: Int32, ends: Int64, question: Int32, kinds: int, out: Float32) -> None:
    """Fill the columns of ``out``, shape (units, 4), for all passages of one question.

    Args:
        passages: the units of all passages one behind the other, numbers from 0 to ``kinds - 1``.
        ends: where each passage ends in them.
        question: its units, numbers of the same table.
        kinds: how many different units there are.
        out: MATCH: 1 where the unit stands in the question. SHARED: the other passages that hold it, by the
            number of all passages. JACCARD: the units common to the window and the question by the
            units of either. EDIT: the edit distance of the window and the question by the question's length.
    """
    asked = np.zeros(kinds, np.bool_)
    distinct = 0
    for unit in question:
        if not asked[unit]:
            asked[unit] = True
            distinct += 1
    _fill_shared(passages, ends, kinds, out)
    counts = np.zeros(kinds, np.int64)
    row = np.empty(question.size + 1, np.int64)
    begin = 0
    for end in ends:
        units = passages[begin:end]
        _fill_jaccard(units, asked, distinct, question.size, counts, out[begin:end])
        _fill_edits(units, asked, question, row, out[begin:end])
        begin = end


@inline
def _fill_shared(passages: Int32, ends: Int64, kinds: int, out: Float32) -> None:
    """In how many other passages each unit stands."""
    last = np.full(kinds, -1, np.int64)
    holders = np.zeros(kinds, np.int64)
    begin = 0
    for k in range(ends.size):
        for i in range(begin, ends[k]):
            unit = passages[i]
            if last[unit] != k:
                last[unit] = k
                holders[unit] += 1
        begin = ends[k]
    for i in range(passages.size):
        out[i, SHARED] = (holders[passages[i]] - 1) / ends.size


@inline
def _fill_jaccard(
    units: Int32, asked: npt.NDArray[np.bool_], distinct: int, n: int, counts: Int64, out: Float32
) -> None:
    """MATCH and JACCARD of one passage; ``counts`` is zero before and after."""
    inside = 0  # different units in the window
    common = 0  # those of them that the question has
    first, behind = 0, 0  # the window is units[first:behind]
    for i in range(units.size):
        begin, end = max(i - n // 2, 0), min(i - n // 2 + n, units.size)
        while behind < end:
            unit = units[behind]
            counts[unit] += 1
            if counts[unit] == 1:
                inside += 1
                common += asked[unit]
            behind += 1
        while first < begin:
            unit = units[first]
            counts[unit] -= 1
            if counts[unit] == 0:
                inside -= 1
                common -= asked[unit]
            first += 1
        either = inside + distinct - common
        out[i, MATCH] = np.float32(asked[units[i]])
        out[i, JACCARD] = common / either if either else 0.0
    for i in range(first, behind):
        counts[units[i]] = 0


@inline
def _fill_edits(
    units: Int32, asked: npt.NDArray[np.bool_], question: Int32, row: Int64, out: Float32
) -> None:
    """EDIT of one passage; a window without any unit of the question has nothing to align."""
    n = question.size
    for i in range(units.size):
        begin, end = max(i - n // 2, 0), min(i - n // 2 + n, units.size)
        common = False
        for k in range(begin, end):
            common = common or asked[units[k]]
        distance = _edit_distance(units[begin:end], question, row) if common else max(n, end - begin)
        out[i, EDIT] = distance / n if n else 0.0


@inline
def _edit_distance(window: Int32, question: Int32, row: Int64) -> int:
    """Insertions, deletions and replacements that turn one into the other; ``row`` is room to work in."""
    for j in range(question.size + 1):
        row[j] = j
    for k in range(window.size):
        diagonal = row[0]
        row[0] = k + 1
        for j in range(question.size):
            cost = diagonal + (window[k] != question[j])
            diagonal = row[j + 1]
            row[j + 1] = min(cost, row[j] + 1, row[j + 1] + 1)
    return int(row[question.size])

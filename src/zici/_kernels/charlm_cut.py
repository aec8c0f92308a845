"""Cutting with the character language model: a Viterbi search over the places of characters in their words.

State j (1 .. ``states``): the character is the j-th of its word, or for the last state also any later one.
Its emission is the probability after the j-1 characters before it (at most ``order`` - 1), and a change of
state costs a weight. All are whole numbers of 1/UNIT nat, so sums are exact.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import inline, kernel
from zici._kernels.charlm_find import Trie, child
from zici._kernels.segment_cut import END, SLICE, TOKENS, TOTAL
from zici._kernels.segment_units import (
    BLANK,
    BREAK,
    CLASS_MASK,
    CLASS_SHIFT,
    CODE_MASK,
    DIGIT,
    INSIDE,
    LETTER,
    MARK,
    NUMBERS_OFF,
    NUMERAL,
    OTHER,
    POINT,
    SEVERAL,
    fill_cells,
    number_end,
)

Float32 = npt.NDArray[np.float32]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
UInt8 = npt.NDArray[np.uint8]
UInt32 = npt.NDArray[np.uint32]

UNIT = 1 << 20
NEVER = -(1 << 60)
STAYS = 0x80
"""Flag in ``back``: the last state was reached from itself. The other bits: the state before a new word."""


class Weights(NamedTuple):
    """What a change of state costs, in 1/UNIT nat.

    Attributes:
        cut: int64, ``cut[j]``: a new word begins after state j.
        join: int64, ``join[j]``: from state j-1 to j; one entry more: from the last state to itself.
        order: how many characters an emission looks at.
        numbers: the rule for numbers, see ``segment_units``.
    """

    cut: Int64
    join: Int64
    order: int
    numbers: int


@kernel
def cut_documents(
    chars: UInt32, documents: Int64, table: Int32, trie: Trie, weights: Weights, tokens: Int32
) -> int:
    """Cut the documents that lie one behind the other in ``chars``; return the number of tokens.

    ``documents`` and ``tokens`` are those of ``segment_cut.cut_documents``, without any words.
    """
    longest = 0
    begin = 0
    for d in range(documents.shape[0]):
        longest = max(longest, documents[d, END] - begin)
        begin = documents[d, END]
    cells = np.empty(longest, np.int32)
    back = np.empty(longest, np.uint8)
    begin = 0
    made = 0
    for d in range(documents.shape[0]):
        end = documents[d, END]
        part = cells[: end - begin]
        fill_cells(chars[begin:end], table, part)
        made, documents[d, TOTAL] = _cut_one(chars, begin, part, trie, weights, back, tokens, made)
        documents[d, TOKENS] = made
        begin = end
    return made


# One loop over the characters: its parts as functions would hand over a dozen numbers at every character.
@kernel
def _cut_one(
    chars: UInt32,
    origin: int,
    cells: Int32,
    trie: Trie,
    weights: Weights,
    back: UInt8,
    tokens: Int32,
    made: int,
) -> tuple[int, int]:
    """Cut one document; return the number of tokens and the best sum.

    A sign, blank or line break settles the run before it. Among equal sums the one whose last token is
    longest wins, then the last but one, and so on. Gaps inside units and numbers are closed at no cost; those
    between a number and anything but a letter are open.
    """
    start, char, prob, backoff = trie.start, trie.char, trie.prob, trie.backoff
    cut, join, order, numbers = weights.cut, weights.join, weights.order, weights.numbers
    states = cut.size - 1
    end = cells.size
    contexts = np.zeros(order + 1, np.int64)
    emission = np.zeros(states + 1, np.int64)
    score = np.zeros(states + 1, np.int64)
    run = 0  # where the open run of characters began
    closed = 0  # gaps before this position are closed
    total = 0
    before = OTHER  # class of the unit before
    i = 0
    while i < end:
        inner = i < closed or cells[i] & INSIDE
        kind = (cells[i] >> CLASS_SHIFT) & CLASS_MASK
        if not inner and (BLANK <= kind <= BREAK or POINT <= kind <= MARK):
            if run < i:
                made, best = _settle(chars, origin, run, i, score, back, tokens, made)
                total += best
            stop = i + 1
            while stop < end and cells[stop] & INSIDE:
                stop += 1
            _write(chars, origin + i, origin + stop, tokens, made)
            made += 1
            i = int(stop)
            run = i
            continue
        apart = False  # the gap before i is open: a number ends or begins there
        if not cells[i] & INSIDE:
            if numbers != NUMBERS_OFF and (kind == DIGIT or (kind >= NUMERAL and kind <= SEVERAL)):
                closed = max(closed, int(number_end(cells, i, end, numbers)))
            kind = DIGIT if i < closed else kind
            apart = not inner and (kind == DIGIT or before == DIGIT) and kind != LETTER and before != LETTER
            before = kind
        if i == run:
            contexts[:] = 0
        code = np.int64(cells[i] & CODE_MASK)
        value = _whole(prob[code])
        emission[1] = value
        longer = code
        for n in range(1, order):
            context = contexts[n]
            contexts[n] = longer
            longer = child(start, char, context, code)
            value = _whole(prob[longer]) if longer != 0 else value + _whole(backoff[context])
            emission[n + 1] = value
        for n in range(order + 1, states + 1):
            emission[n] = value
        if i == run:
            score[:] = NEVER
            score[1] = emission[1]
            back[i] = 0
            i += 1
            continue
        last = 1
        for j in range(2, states + 1):
            if cut[j] + score[j] >= cut[last] + score[last]:
                last = j
        free = cut[last] + score[last]
        stay = score[states] + (np.int64(0) if inner else join[states + 1])
        for j in range(states, 1, -1):
            score[j] = score[j - 1] + emission[j] + (np.int64(0) if inner else join[j])
        back[i] = last
        if stay + emission[states] >= score[states]:
            score[states] = stay + emission[states]
            back[i] = last | STAYS
        if apart:
            score[:] = NEVER
        score[1] = np.int64(NEVER) if inner else free + emission[1]
        i += 1
    if run < end:
        made, best = _settle(chars, origin, run, end, score, back, tokens, made)
        total += best
    return made, total


@inline
def _whole(value: float) -> np.int64:
    """An ln probability in 1/UNIT nat."""
    return np.int64(np.rint(np.float64(value) * UNIT))


@inline
def _settle(
    chars: UInt32, origin: int, run: int, end: int, score: Int64, back: UInt8, tokens: Int32, made: int
) -> tuple[int, int]:
    """Write the tokens of the best way through the run that ends here; return tokens so far and its sum."""
    states = score.size - 1
    state = 1
    for j in range(2, states + 1):
        if score[j] >= score[state]:
            state = j
    best = score[state]
    first = made
    at = end - 1
    while True:
        stop = at + 1
        while state == states and back[at] & STAYS:
            at -= 1
        at -= state - 1
        _write(chars, origin + at, origin + stop, tokens, made)
        made += 1
        if at == run:
            break
        state = int(back[at]) & (STAYS - 1)
        at -= 1
    for k in range((made - first) // 2):
        for row in range(2):
            swap = tokens[row, first + k]
            tokens[row, first + k] = tokens[row, made - 1 - k]
            tokens[row, made - 1 - k] = swap
    return made, best


@inline
def _write(chars: UInt32, begin: int, end: int, tokens: Int32, at: int) -> None:
    """A token's end, and its code point if it is one character of the basic plane."""
    tokens[0, at] = end
    tokens[1, at] = np.int64(chars[begin]) if end == begin + 1 and chars[begin] < 0x10000 else np.int64(SLICE)

"""The random draws of word2vec: which tokens stay, how far a window reaches, which words are negatives.

The generator is xorshift64* (Vigna 2016). Its state is an array of one uint64 that is not 0; every stretch of
text has one of its own, so what is drawn doesn't depend on the thread that gets the stretch.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import inline, kernel

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
UInt32 = npt.NDArray[np.uint32]
UInt64 = npt.NDArray[np.uint64]
Float64 = npt.NDArray[np.float64]

FACTOR = np.uint64(0x2545F4914F6CDD1D)
LOW = np.uint64(0xFFFFFFFF)
FULL = np.uint32(0xFFFFFFFF)


class Draws(NamedTuple):
    """How likely things are, in units of 2**-32; arrays by word.

    Attributes:
        keep: uint32; a token stays if the upper half of a draw is not above.
        accept: uint32; the column k of the alias table means k if the lower half of a draw is below.
        other: int32; what it means else.
    """

    keep: UInt32
    accept: UInt32
    other: Int32


@inline
def draw(state: UInt64) -> np.uint64:
    """The next 64 random bits."""
    x: np.uint64 = state[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    state[0] = x
    return x * FACTOR


@inline
def draw_below(state: UInt64, bound: int) -> np.int64:
    """A whole number from 0 to ``bound - 1``; ``bound`` is below 2**31."""
    return np.int64(((draw(state) >> np.uint64(32)) * np.uint64(bound)) >> np.uint64(32))


@inline
def draw_word(state: UInt64, draws: Draws) -> np.int64:
    """A word by the alias table: the upper half of the draw gives the column, the lower one decides."""
    drawn = draw(state)
    column = np.int64(((drawn >> np.uint64(32)) * np.uint64(draws.accept.size)) >> np.uint64(32))
    if (drawn & LOW) < np.uint64(draws.accept[column]):
        return column
    return np.int64(draws.other[column])


@inline
def keep_words(ids: Int32, begin: int, end: int, draws: Draws, state: UInt64, out: Int32) -> int:
    """Sub-sampling: copy the tokens that stay; returns how many."""
    count = 0
    for k in range(begin, end):
        if (draw(state) >> np.uint64(32)) <= np.uint64(draws.keep[ids[k]]):
            out[count] = ids[k]
            count += 1
    return count


@inline
def choose_outputs(target: int, negative: int, draws: Draws, state: UInt64, outputs: Int64) -> int:
    """Put the target and up to ``negative`` drawn words that are not the target; returns how many."""
    outputs[0] = target
    count = 1
    for _ in range(negative):
        word = draw_word(state, draws)
        if word != target:
            outputs[count] = word
            count += 1
    return count


@kernel
def fill_alias(share: Float64, accept: UInt32, other: Int32) -> None:
    """Vose's alias table: ``share`` is each word's probability times the number of words, and is spent."""
    size = share.size
    waiting = np.empty(size, np.int32)  # columns with room from the left, words with too much from the right
    small = 0
    large = size
    for k in range(size):
        accept[k] = FULL
        other[k] = k
        if share[k] < 1.0:
            waiting[small] = k
            small += 1
        else:
            large -= 1
            waiting[large] = k
    while small > 0 and large < size:
        small -= 1
        low = waiting[small]
        high = waiting[large]
        accept[low] = np.uint32(share[low] * 4294967296.0)
        other[low] = high
        share[high] -= 1.0 - share[low]
        if share[high] < 1.0:
            large += 1
            waiting[small] = high
            small += 1

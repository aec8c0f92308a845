"""word2vec where a word's vector is the mean of its own row and the rows of its character n-grams.

That is fastText (Bojanowski et al. 2017). A token's vector is put together once, when the window reaches it,
and trained as a word's row is otherwise; what it moved by is added to all its rows when the window has left
it. As in the original, every row gets the whole move, not its share: so the mean moves by just as much.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from zici._kernels._jit import fast_kernel
from zici._kernels.cbow import cbow_step
from zici._kernels.draws import Draws, Int32, Int64, UInt64, choose_outputs, draw_below, keep_words
from zici._kernels.sgns import GROUP, Curve, Float32, Model, Scratch, sgns_step
from zici._kernels.word2vec import Settings


class Ngrams(NamedTuple):
    """The rows of n-grams and which of them a word has.

    Attributes:
        rows: float32 of shape (n-grams, dim).
        start: int64 of shape (words + 1,): word k has ``places[start[k] : start[k + 1]]``.
        places: int32, row numbers.
    """

    rows: Float32
    start: Int64
    places: Int32


class Window(NamedTuple):
    """The tokens that the window may reach; the one at place p stands in the slot p modulo their number.

    Attributes:
        now: float32 of shape (slots, dim): their vectors, which are trained.
        before: float32 of shape (slots, dim): the same as put together.
    """

    now: Float32
    before: Float32


@fast_kernel
def compose(words: Float32, ngrams: Ngrams, word: int, out: Float32) -> None:
    """The mean of a word's own row and of its n-grams' rows."""
    begin, end = ngrams.start[word], ngrams.start[word + 1]
    out[:] = words[word]
    for k in range(begin, end):
        row = ngrams.rows[ngrams.places[k]]
        for j in range(out.size):
            out[j] += row[j]
    share = np.float32(1.0) / np.float32(end - begin + 1)
    for j in range(out.size):
        out[j] *= share


@fast_kernel
def compose_all(words: Float32, ngrams: Ngrams, out: Float32) -> None:
    """The vectors of all words; ``out`` may be ``words``."""
    for word in range(words.shape[0]):
        compose(words, ngrams, word, out[word])


@fast_kernel
def mean_rows(rows: Float32, start: Int64, index: Int64, out: Float32) -> None:
    """``out[k]`` = the mean of the rows ``index[start[k] : start[k + 1]]``; zeros where there are none."""
    for k in range(out.shape[0]):
        out[k] = np.float32(0.0)
        begin, end = start[k], start[k + 1]
        share = np.float32(1.0) / np.float32(max(end - begin, 1))
        for m in range(begin, end):
            for j in range(out.shape[1]):
                out[k, j] += share * rows[index[m], j]


@fast_kernel
def _enter(model: Model, ngrams: Ngrams, window: Window, word: int, slot: int) -> None:
    compose(model.words, ngrams, word, window.now[slot])
    window.before[slot, :] = window.now[slot]


@fast_kernel
def _leave(model: Model, ngrams: Ngrams, window: Window, word: int, slot: int) -> None:
    """Add what the token's vector moved by to all its rows."""
    now, move = window.now[slot], window.before[slot]
    for j in range(move.size):
        move[j] = now[j] - move[j]
    own = model.words[word]
    for j in range(move.size):
        own[j] += move[j]
    for k in range(ngrams.start[word], ngrams.start[word + 1]):
        row = ngrams.rows[ngrams.places[k]]
        for j in range(move.size):
            row[j] += move[j]


@fast_kernel
def train_subwords(
    ids: Int32,
    state: UInt64,
    model: Model,
    ngrams: Ngrams,
    draws: Draws,
    curve: Curve,
    settings: Settings,
) -> tuple[float, int]:
    """Train on word numbers; as train_stretch, with the same draws, windows and rates."""
    slots = 2 * settings.window + 1
    dim = model.words.shape[1]
    window = Window(np.empty((slots, dim), np.float32), np.empty((slots, dim), np.float32))
    outputs = (settings.negative + GROUP) // GROUP * GROUP
    scratch = Scratch(
        np.empty(slots - 1, np.int64),
        np.empty(outputs, np.int64),
        np.empty((slots - 1, outputs), np.float32),
        np.empty((slots - 1, dim), np.float32),
    )
    kept = np.empty(ids.size, np.int32)
    loss = 0.0
    predicted = 0
    seen = 0
    end = 0
    while end < ids.size:
        begin = end
        while end < ids.size and ids[end] >= 0:
            end += 1
        size = keep_words(ids, begin, end, draws, state, kept)
        for place in range(min(settings.window, size)):
            _enter(model, ngrams, window, kept[place], place)
        for centre in range(size):
            coming, leaving = centre + settings.window, centre - settings.window
            if coming < size:
                _enter(model, ngrams, window, kept[coming], coming % slots)
            rate = settings.rate - settings.drop * (seen + (end - begin) * centre / size)
            more, count = _train_centre(
                kept[:size],
                centre,
                state,
                Model(window.now, model.contexts),
                scratch,
                draws,
                curve,
                settings,
                np.float32(max(rate, settings.floor)),
            )
            loss += more
            predicted += count
            if leaving >= 0:
                _leave(model, ngrams, window, kept[leaving], leaving % slots)
        for place in range(max(size - settings.window, 0), size):
            _leave(model, ngrams, window, kept[place], place % slots)
        seen += end - begin
        end += 1
    return loss, predicted


@fast_kernel
def _train_centre(
    kept: Int32,
    centre: int,
    state: UInt64,
    model: Model,
    scratch: Scratch,
    draws: Draws,
    curve: Curve,
    settings: Settings,
    rate: np.float32,
) -> tuple[float, int]:
    """``model.words`` are the slots of the window."""
    slots = model.words.shape[0]
    reach = settings.window
    if settings.dynamic:
        reach -= int(draw_below(state, settings.window))
    low = max(centre - reach, 0)
    high = min(centre + reach + 1, kept.size)
    around = high - low - 1
    loss = 0.0
    if settings.cbow or settings.shared:
        count = 0
        for place in range(low, high):
            if place != centre:
                scratch.inputs[count] = place % slots
                count += 1
        if count == 0:
            return 0.0, 0
        outputs = choose_outputs(kept[centre], settings.negative, draws, state, scratch.outputs)
        if settings.cbow:
            return cbow_step(model, scratch, curve, count, outputs, rate), 1
        return sgns_step(model, scratch, curve, count, outputs, rate), around
    for place in range(low, high):
        if place != centre:
            scratch.inputs[0] = place % slots
            outputs = choose_outputs(kept[centre], settings.negative, draws, state, scratch.outputs)
            loss += sgns_step(model, scratch, curve, 1, outputs, rate)
    return loss, around

"""word2vec over a stretch of text: sub-sampling, windows, negatives, and the rate that falls.

Several threads may train the same matrices at once without locks (Recht et al. 2011, Hogwild): updates that
meet at a row may lose some of each other, which is rare and does no harm.

After a change of a step, change this file or empty numba's cache: the code kept on disk holds the old step.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from zici._kernels._jit import fast_kernel
from zici._kernels.cbow import cbow_step
from zici._kernels.draws import Draws, Int32, UInt64, choose_outputs, draw_below, keep_words
from zici._kernels.sgns import GROUP, Curve, Model, Scratch, sgns_step


class Settings(NamedTuple):
    """How to train.

    Attributes:
        window: the most words to either side.
        dynamic: the reach of every window is drawn from 1 .. ``window``.
        negative: words drawn against the centre.
        cbow: predict from the mean of the words around, not from each.
        shared: skip-gram draws the negatives once for a centre, not for each word around it.
        rate: of the first token of the stretch.
        drop: what the rate loses with every token.
        floor: the least rate.
    """

    window: int
    dynamic: bool
    negative: int
    cbow: bool
    shared: bool
    rate: float
    drop: float
    floor: float


@fast_kernel
def train_stretch(
    ids: Int32, state: UInt64, model: Model, draws: Draws, curve: Curve, settings: Settings
) -> tuple[float, int]:
    """Train on word numbers; those below 0 end a sentence.

    Returns the summed loss from before each step, and the number of things predicted (skip-gram: pairs of a
    centre and a word around it; CBOW: centres).
    """
    scratch = _make_scratch(model, settings)
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
        for centre in range(size):
            rate = settings.rate - settings.drop * (seen + (end - begin) * centre / size)
            more, count = _train_centre(
                kept[:size],
                centre,
                state,
                model,
                scratch,
                draws,
                curve,
                settings,
                np.float32(max(rate, settings.floor)),
            )
            loss += more
            predicted += count
        seen += end - begin
        end += 1
    return loss, predicted


@fast_kernel
def _make_scratch(model: Model, settings: Settings) -> Scratch:
    inputs = 2 * settings.window
    outputs = (settings.negative + GROUP) // GROUP * GROUP
    return Scratch(
        np.empty(inputs, np.int64),
        np.empty(outputs, np.int64),
        np.empty((inputs, outputs), np.float32),
        np.empty((inputs, model.words.shape[1]), np.float32),
    )


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
    reach = settings.window
    if settings.dynamic:
        reach -= int(draw_below(state, settings.window))
    low = max(centre - reach, 0)
    high = min(centre + reach + 1, kept.size)
    around = high - low - 1
    loss = 0.0
    if settings.cbow or settings.shared:
        count = 0
        for k in range(low, high):
            if k != centre:
                scratch.inputs[count] = kept[k]
                count += 1
        if count == 0:
            return 0.0, 0
        outputs = choose_outputs(kept[centre], settings.negative, draws, state, scratch.outputs)
        if settings.cbow:
            return cbow_step(model, scratch, curve, count, outputs, rate), 1
        return sgns_step(model, scratch, curve, count, outputs, rate), around
    for k in range(low, high):
        if k != centre:
            scratch.inputs[0] = kept[k]
            outputs = choose_outputs(kept[centre], settings.negative, draws, state, scratch.outputs)
            loss += sgns_step(model, scratch, curve, 1, outputs, rate)
    return loss, around

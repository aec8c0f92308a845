"""Samples of word2vec for a model outside the kernels: words around a centre, the centre, and negatives."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici._kernels._jit import kernel
from zici._kernels.draws import Draws, Int32, UInt64, draw_below, draw_word

Float32 = npt.NDArray[np.float32]


class Samples(NamedTuple):
    """Room for a batch; a row is a centre.

    Attributes:
        around: int32 of shape (batch, 2 * window), the words around the centre from left to right, then 0.
        weights: float32 of that shape, 1 where there is a word.
        outputs: int32 of shape (batch, 1 + negative): the centre, then words drawn.
        features: int32 of shape (features, batch, 2 * window): what is known of the words around, else 0.
    """

    around: Int32
    weights: Float32
    outputs: Int32
    features: Int32


class Window(NamedTuple):
    """How far a window reaches to either side: ``size``, or, if ``dynamic``, a draw from 1 .. ``size``."""

    size: int
    dynamic: bool


@kernel
def fill_samples(
    ids: Int32,
    features: Int32,
    begin: int,
    samples: Samples,
    filled: int,
    window: Window,
    draws: Draws,
    state: UInt64,
) -> tuple[int, int]:
    """Write a row for every centre from ``ids[begin]`` on, behind the ``filled`` first rows.

    Numbers below 0 end a sentence; a word alone in its window gives no row. Negatives are drawn without
    regard to the centre, so they may hold it. Returns how many rows are filled, and the next place to go on
    from (the end of ``ids``, or where the room ended).
    """
    rows = samples.around.shape[0]
    for centre in range(begin, ids.size):
        if ids[centre] < 0:
            continue
        if filled == rows:
            return filled, centre
        reach = window.size
        if window.dynamic:
            reach -= int(draw_below(state, window.size))
        low = centre
        while low > 0 and centre - low < reach and ids[low - 1] >= 0:
            low -= 1
        high = centre
        while high + 1 < ids.size and high - centre < reach and ids[high + 1] >= 0:
            high += 1
        if low == high:
            continue
        count = 0
        for k in range(low, high + 1):
            if k != centre:
                samples.around[filled, count] = ids[k]
                samples.weights[filled, count] = np.float32(1.0)
                for f in range(features.shape[0]):
                    samples.features[f, filled, count] = features[f, k]
                count += 1
        for k in range(count, samples.around.shape[1]):
            samples.around[filled, k] = 0
            samples.weights[filled, k] = np.float32(0.0)
            samples.features[:, filled, k] = 0
        samples.outputs[filled, 0] = ids[centre]
        for k in range(1, samples.outputs.shape[1]):
            samples.outputs[filled, k] = draw_word(state, draws)
        filled += 1
    return filled, ids.size

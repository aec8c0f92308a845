"""The layers of ``_layers`` by NumPy alone, as reading needs them: nothing of training, no padding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici.qa.reader._lines import Lines

Float32 = npt.NDArray[np.float32]
Weights = Mapping[str, Float32]
"""float32 by "layer/weight", as in the network that is trained."""

EPSILON = 1e-3  # Keras' own


def dense(weights: Weights, name: str, x: Float32) -> Float32:
    """``keras.layers.Dense``, with a bias where there is one."""
    found: Float32 = x @ weights[f"{name}/kernel"]
    if f"{name}/bias" in weights:
        found += weights[f"{name}/bias"]
    return found


def normalise(weights: Weights, name: str, x: Float32) -> None:
    """Put ``x``, float32 of shape (places, width), through a ``keras.layers.LayerNormalization``."""
    x -= x.mean(axis=1, keepdims=True)
    x /= np.sqrt(np.mean(x * x, axis=1, keepdims=True) + np.float32(EPSILON))
    x *= weights[f"{name}/gamma"]
    x += weights[f"{name}/beta"]


class Convolution(NamedTuple):
    """A ``gated_convolution``.

    Attributes:
        kernel: float32 of shape (3 * width + 1, 2 * width); the last row is the bias, the right half negated,
            as the gates are needed as 1 + exp(-gate).
        step: the dilation.
    """

    kernel: Float32
    step: int

    @classmethod
    def of(cls, weights: Weights, name: str, step: int) -> Convolution:
        """From the weights of the layer called ``name``."""
        kernel = np.concatenate([weights[f"{name}/kernel"], weights[f"{name}/bias"][None]])
        kernel[:, kernel.shape[1] // 2 :] *= -1
        return cls(kernel, step)


def convolve(x: Float32, lines: Lines, layers: Sequence[Convolution]) -> None:
    """Put ``x``, float32 of shape (places, width), through convolutions; it takes the result."""
    places, width = x.shape
    sides = np.ones((places, 3 * width + 1), np.float32)
    both = np.empty((places, 2 * width), np.float32)
    values, gates = both[:, :width], both[:, width:]
    for kernel, step in layers:
        _lay_side_by_side(sides, x, lines, step)
        np.matmul(sides, kernel, out=both)
        with np.errstate(over="ignore"):  # exp(-gate) of a closed gate: x stays, as it should
            np.exp(gates, out=gates)
        gates += 1
        values -= x
        values /= gates
        x += values


def _lay_side_by_side(sides: Float32, x: Float32, lines: Lines, step: int) -> None:
    """Beside each place those ``step`` before and behind it in its row, 0 where there are none."""
    width = x.shape[1]
    sides[step:, :width] = x[:-step]
    sides[lines.before < step, :width] = 0
    sides[:, width : 2 * width] = x
    sides[:-step, 2 * width : -1] = x[step:]
    sides[lines.behind < step, 2 * width : -1] = 0


def pool(weights: Weights, name: str, x: Float32, lines: Lines) -> Float32:
    """``attention_pool`` of each row, float32 of shape (rows, width)."""
    scores = np.tanh(x @ weights[f"{name}/kernel"]) @ weights[f"{name}/weights"]
    found: Float32 = lines.sums(x * lines.shares(scores[:, 0])[:, None])
    return found


def align(weights: Weights, name: str, passage: Float32, question: Float32) -> Float32:
    """The weights of an ``alignment``: for every place of a passage the shares of the question's places."""
    rows = np.maximum(passage @ weights[f"{name}/kernel"], 0)
    columns = np.maximum(question @ weights[f"{name}/kernel"], 0) / np.float32(question.shape[1] ** 0.5)
    powers: Float32 = rows @ columns.T
    powers -= powers.max(axis=1, keepdims=True)
    np.exp(powers, out=powers)
    powers /= powers.sum(axis=1, keepdims=True)
    return powers

"""The layers of the reader: gated dilated convolutions, pooling by attention, alignment.

The classes are made when they are first asked for, so that Keras is loaded no sooner.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from zici._keras import load_keras

AWAY = -1e9  # a logit so low that its place is not there; infinity would make slopes NaN


@cache
def gated_convolution() -> Any:
    """A gated dilated convolution of three places, Y = X (1 - g) + Conv(X) g (kexue.fm/archives/5409)."""
    keras = load_keras()
    ops = keras.ops

    class GatedConvolution(keras.layers.Layer):  # type: ignore[misc, name-defined]  # Keras has no types
        """Inputs: [x of shape (batch, n, width), mask of shape (batch, n, 1)]; where the mask is 0 stand 0s.

        The three places are laid side by side and multiplied at once: on a CPU this is several times as fast
        as XLA's convolution with holes, whose slopes are slowest. The noise is drawn for each row and each of
        its numbers, not for each place: that takes a tenth off a step.
        """

        def __init__(self, dilation: int, noise: float, seed: int, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.dilation, self.noise = dilation, noise
            self.random = keras.random.SeedGenerator(seed)

        def build(self, shapes: Any) -> None:
            width = shapes[0][-1]
            self.kernel = self.add_weight(shape=(3 * width, 2 * width), name="kernel")
            self.bias = self.add_weight(shape=(2 * width,), initializer="zeros", name="bias")

        def call(self, inputs: Any, training: bool = False) -> Any:
            x, mask = inputs
            step = self.dilation
            wide = ops.pad(x, ((0, 0), (step, step), (0, 0)))
            sides = ops.concatenate([wide[:, : -2 * step], x, wide[:, 2 * step :]], axis=-1)
            values, gates = ops.split(ops.matmul(sides, self.kernel) + self.bias, 2, axis=-1)
            if training and self.noise:
                shape = (ops.shape(gates)[0], 1, gates.shape[-1])
                gates = gates * keras.random.uniform(shape, 1 - self.noise, 1 + self.noise, seed=self.random)
            gate = ops.sigmoid(gates)
            return (x + (values - x) * gate) * mask

        def compute_output_shape(self, shapes: Any) -> Any:
            return shapes[0]

    return GatedConvolution


@cache
def attention_pool() -> Any:
    """The mean of a sequence, weighted by softmax(a . tanh(W x)) (kexue.fm/archives/5409)."""
    keras = load_keras()
    ops = keras.ops

    class AttentionPool(keras.layers.Layer):  # type: ignore[misc, name-defined]
        """Inputs: [x of shape (batch, n, width), mask of shape (batch, n, 1)]; output (batch, width)."""

        def build(self, shapes: Any) -> None:
            width = shapes[0][-1]
            self.kernel = self.add_weight(shape=(width, width), name="kernel")
            self.weights_of = self.add_weight(shape=(width, 1), name="weights")

        def call(self, inputs: Any) -> Any:
            x, mask = inputs
            scores = ops.matmul(ops.tanh(ops.matmul(x, self.kernel)), self.weights_of)
            shares = ops.softmax(scores + (1.0 - mask) * AWAY, axis=1)
            return ops.sum(shares * x, axis=1)

        def compute_output_shape(self, shapes: Any) -> Any:
            return (shapes[0][0], shapes[0][-1])

    return AttentionPool


@cache
def alignment() -> Any:
    """For every place of a passage the mean of the question's places, weighted by how well they go with it.

    The weights are softmax over j of relu(W p_i) . relu(W q_j) (Lee et al. 2016, arXiv 1611.01436).
    """
    keras = load_keras()
    ops = keras.ops

    class Alignment(keras.layers.Layer):  # type: ignore[misc, name-defined]
        """Inputs: passage (batch, n, width), question (batch, q, width), its mask, what is averaged.

        The mask has the shape (batch, q, 1), what is averaged (batch, q, values), the output
        (batch, n, values).
        """

        def build(self, shapes: Any) -> None:
            width = shapes[0][-1]
            self.kernel = self.add_weight(shape=(width, width), name="kernel")

        def call(self, inputs: Any) -> Any:
            passage, question, mask, values = inputs
            rows = ops.relu(ops.matmul(passage, self.kernel))
            columns = ops.relu(ops.matmul(question, self.kernel))
            scores = ops.matmul(rows, ops.transpose(columns, (0, 2, 1)))
            scores = scores * (1.0 / question.shape[-1] ** 0.5)
            shares = ops.softmax(scores + ops.transpose((1.0 - mask) * AWAY, (0, 2, 1)), axis=-1)
            return ops.matmul(shares, values)

        def compute_output_shape(self, shapes: Any) -> Any:
            return (*shapes[0][:-1], shapes[3][-1])

    return Alignment

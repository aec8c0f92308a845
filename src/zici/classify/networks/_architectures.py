"""The three networks: from vectors of units to logits, and the model around them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from zici._keras import load_keras
from zici.classify.networks._embedding import embedding_layer
from zici.classify.networks._options import NetworkOptions
from zici.classify.networks._vocabulary import PADDING

AWAY = -1e9  # a score so low that its unit has no share; infinity would make a text without units NaN


class Network(NamedTuple):
    """A model and its parts.

    Attributes:
        model: Keras model from ids, int32 of shape (batch, length), to logits, (batch, classes).
        table: its layer of the units' vectors.
        body: Keras model of the rest, from vectors (batch, length, dim) and where there are units, bool of
            shape (batch, length), to logits.
    """

    model: Any
    table: Any
    body: Any


class Shape(NamedTuple):
    """The sizes of a network that its options don't tell."""

    units: int
    dim: int
    classes: int


def make_network(options: NetworkOptions, shape: Shape, *, seed: int) -> Network:
    """A network that is not trained; the seed gives the first weights and what is dropped."""
    keras = load_keras()
    seeds = _seeds(seed)
    vectors = keras.Input((None, shape.dim), name="vectors")
    mask = keras.Input((None,), dtype="bool", name="mask")
    pooled = {"lstm": lstm, "cnn": cnn, "dgcnn": dgcnn}[options.kind](vectors, mask, options, seeds)
    logits = dense(shape.classes, seeds, name="logits")(pooled)
    body = keras.Model([vectors, mask], logits, name="body")
    ids = keras.Input((None,), dtype="int32", name="ids")
    table = embedding_layer()(shape.units, shape.dim, embeddings_initializer="zeros", name="units")
    model = keras.Model(ids, body([table(ids), keras.ops.not_equal(ids, PADDING)]), name=options.kind)
    _name_operations(body)
    _name_operations(model)
    return Network(model, table, body)


def count_weights(options: NetworkOptions, shape: Shape) -> int:
    """How many numbers a network has, without making it."""
    width, dim, kernel = options.layer_width, shape.dim, options.kernel
    layers = {
        "lstm": 4 * width * (dim + width + 1),
        "cnn": width * (kernel * dim + 1) + width * (width + 1),
        "dgcnn": len(options.dilations) * 2 * width * (kernel * width + 1) + width * (width + 2),
    }[options.kind]
    widen = dim * width if options.kind == "dgcnn" and dim != width else 0
    return shape.units * dim + layers + widen + shape.classes * (width + 1)


def _name_operations(model: Any) -> None:
    """Number what has no name by its place: Keras counts all of a process, and files would differ by it."""
    for place, operation in enumerate(model.operations):
        if not isinstance(operation, load_keras().layers.Layer):
            operation.name = f"operation_{place}"


def lstm(vectors: Any, mask: Any, options: NetworkOptions, seeds: Iterator[int]) -> Any:
    """The state of an LSTM after the last unit (kexue.fm/archives/4293); zeros for a text without units."""
    keras = load_keras()
    layer = keras.layers.LSTM(
        options.layer_width,
        dropout=options.dropout,
        recurrent_dropout=options.dropout,
        kernel_initializer=keras.initializers.GlorotUniform(next(seeds)),
        recurrent_initializer=keras.initializers.Orthogonal(seed=next(seeds)),
        seed=next(seeds),
        name="lstm",
    )
    layer.cell.name = "cell"  # else it is numbered too, see _name_operations
    return layer(vectors, mask=mask)


def cnn(vectors: Any, mask: Any, options: NetworkOptions, seeds: Iterator[int]) -> Any:
    """The maxima of a convolution, and a dense layer (kexue.fm/archives/4293)."""
    keras = load_keras()
    there = _column(mask)
    x = _dropout("drop_units", options, seeds)(vectors) * there
    x = _convolution(options.layer_width, options, seeds, activation="relu")(x)
    x = keras.ops.max(x * there, axis=1)  # nothing is below 0, so what isn't there is never the greatest
    x = dense(options.layer_width, seeds, activation="relu", name="dense")(x)
    return _dropout("drop", options, seeds)(x)


def dgcnn(vectors: Any, mask: Any, options: NetworkOptions, seeds: Iterator[int]) -> Any:
    """Gated dilated convolutions (kexue.fm/archives/5409), then the mean by weights that are learned.

    A layer gives x (1 - g) + a g, where a is a convolution of x and g the sigmoid of another.
    """
    keras = load_keras()
    ops, there = keras.ops, _column(mask)
    x = _dropout("drop_units", options, seeds)(vectors) * there
    if x.shape[-1] != options.layer_width:
        x = dense(options.layer_width, seeds, use_bias=False, name="widen")(x)
    for number, distance in enumerate(options.dilations):
        both = _convolution(2 * options.layer_width, options, seeds, number=number, distance=distance)(x)
        found, gate = ops.split(both, 2, axis=-1)
        gate = ops.sigmoid(gate)
        x = (x * (1.0 - gate) + found * gate) * there
    scores = dense(options.layer_width, seeds, activation="tanh", name="attention")(x)
    scores = dense(1, seeds, use_bias=False, name="scores")(scores)
    shares = ops.softmax(scores * there + AWAY * (1.0 - there), axis=1) * there
    return _dropout("drop", options, seeds)(ops.sum(shares * x, axis=1))


def dense(width: int, seeds: Iterator[int], **settings: Any) -> Any:
    """A dense layer with first weights of its own."""
    keras = load_keras()
    first = keras.initializers.GlorotUniform(next(seeds))
    return keras.layers.Dense(width, kernel_initializer=first, **settings)


def _dropout(name: str, options: NetworkOptions, seeds: Iterator[int]) -> Any:
    return load_keras().layers.Dropout(options.dropout, seed=next(seeds), name=name)


def _convolution(
    width: int, options: NetworkOptions, seeds: Iterator[int], *, number: int = 0, distance: int = 1,
    activation: str | None = None,
) -> Any:  # fmt: skip
    keras = load_keras()
    return keras.layers.Conv1D(
        width,
        options.kernel,
        padding="same",
        dilation_rate=distance,
        activation=activation,
        kernel_initializer=keras.initializers.GlorotUniform(next(seeds)),
        name=f"convolution_{number}",
    )


def _column(mask: Any) -> Any:
    """1 where there is a unit, else 0, of shape (batch, length, 1)."""
    ops = load_keras().ops
    return ops.expand_dims(ops.cast(mask, "float32"), -1)


def _seeds(seed: int) -> Iterator[int]:
    random = np.random.default_rng([seed, 1])  # training draws from others
    while True:
        yield int(random.integers(1 << 31))

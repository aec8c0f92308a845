"""The network of ImageClassifier."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from zici._keras import load_keras

LAYERS = ((24, 5), (48, 3))  # filters and kernel
STRIDE = 2  # in place of maxima over neighbours, whose slopes take twenty times as long on a CPU with JAX
FEATURES = 64
DROPOUT = 0.3


class ImageShape(NamedTuple):
    """The sizes of a classifier.

    Attributes:
        height: of images, in pixels.
        width: of images.
        channels: 1 for grey.
        classes: how many there are.
    """

    height: int
    width: int
    channels: int
    classes: int


def make_network(shape: ImageShape, *, seed: int) -> Any:
    """A Keras model from images 0 to 1 to features and logits; the seed gives its first weights."""
    keras = load_keras()
    seeds = iter(np.random.default_rng([seed, 4]).integers(1 << 31, size=5).tolist())

    def first() -> Any:
        return keras.initializers.HeNormal(next(seeds))

    pixels = keras.Input(shape[:3], name="pixels")
    x = pixels
    for filters, kernel in LAYERS:
        x = keras.layers.Conv2D(
            filters, kernel, STRIDE, padding="same", activation="relu", kernel_initializer=first()
        )(x)
    x = keras.layers.Dropout(DROPOUT, seed=next(seeds))(keras.layers.Flatten()(x))
    features = keras.layers.Dense(FEATURES, activation="relu", kernel_initializer=first())(x)
    logits = keras.layers.Dense(shape.classes, kernel_initializer=first())(features)
    return keras.Model(pixels, [features, logits])


def weight_shapes(shape: ImageShape) -> list[tuple[int, ...]]:
    """The shapes of the network's weights, without making it."""
    height, width, before, shapes = *shape[:3], []
    for filters, kernel in LAYERS:
        shapes += [(kernel, kernel, before, filters), (filters,)]
        height, width, before = -(-height // STRIDE), -(-width // STRIDE), filters
    shapes += [(height * width * before, FEATURES), (FEATURES,)]
    return [*shapes, (FEATURES, shape.classes), (shape.classes,)]

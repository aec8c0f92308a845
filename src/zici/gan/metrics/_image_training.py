"""Training an ImageClassifier."""

from __future__ import annotations

from typing import Any

import numpy as np

from zici._keras import as_array, load_keras
from zici._progress import Progress, Step, silent
from zici.errors import EmptyError, InputError, OptionError
from zici.gan.metrics._image_classifier import Float32, ImageClassifier, Int64, check_images
from zici.gan.metrics._image_network import ImageShape, make_network

BATCH, RATE = 128, 2e-3


def train_image_classifier(
    images: Any, labels: Any, *, seed: int = 0, epochs: int = 10, progress: Progress | None = None
) -> ImageClassifier:
    """Train a small convolutional network on images with classes.

    Two convolutions of stride 2, then 64 features and the logits; Adam, with a rate that falls to 0
    along a cosine. It is meant for measuring generators of small images, such as digits: a distance in its
    features sees what tells the classes apart, where one of pixels sees little.

    Args:
        images: of shape (n, height, width) or (n, height, width, channels): uint8, or floats 0 to 1.
        labels: integers from 0, one for each; there are as many classes as the greatest one plus one.
        seed: gives the first weights and the order of images.
        epochs: how often each image is seen.
        progress: called with every batch.

    Raises:
        InputError: images outside their range, labels that are no integers from 0 or not one for each.
        EmptyError: one class only.
        OptionError: no epochs.
        MissingExtraError: Keras is not installed.

    Example:
        >>> images = np.zeros((32, 8, 8)); images[16:, :4] = 1.0
        >>> classifier = train_image_classifier(images, [0] * 16 + [1] * 16, epochs=20)
        >>> classifier.predict(images[14:18]).tolist()
        [0, 0, 1, 1]
    """
    pixels = check_images(images)
    targets = _check_labels(labels, len(pixels))
    if type(epochs) is not int or epochs < 1:
        raise OptionError(f"epochs: expected a number from 1, got {epochs!r}")
    _, height, width, channels = pixels.shape
    shape = ImageShape(height, width, channels, int(targets.max()) + 1)
    network = make_network(shape, seed=seed)
    size = min(BATCH, len(pixels))
    steps = len(pixels) // size
    learner = _learner(network, epochs * steps)
    for epoch in range(1, epochs + 1):
        order = np.random.default_rng([seed, 5, epoch]).permutation(len(pixels))
        _epoch(learner, pixels, targets, order[: steps * size].reshape(steps, size),
               stage=f"train epoch {epoch} of {epochs}", progress=progress or silent)  # fmt: skip
    return ImageClassifier(shape, [as_array(weight.value) for weight in network.weights])


def _learner(network: Any, steps: int) -> Any:
    """Another model of the same layers, with a loss and an optimizer."""
    keras = load_keras()
    learner = keras.Model(network.inputs[0], network.outputs[1])
    learner.compile(
        optimizer=keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(RATE, steps)),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    return learner


def _epoch(
    learner: Any, pixels: Float32, targets: Int64, batches: Int64, *, stage: str, progress: Progress
) -> None:
    """Train on some batches, given as rows of places."""
    total = 0.0
    for number, batch in enumerate(batches, 1):
        loss = learner.train_on_batch(pixels[batch], targets[batch])
        total += float(np.asarray(loss))
        progress(Step(stage, number * batch.size, batches.size, "images", f"loss {total / number:.4f}"))


def _check_labels(labels: Any, images: int) -> Int64:
    found = np.asarray(labels)
    if found.shape != (images,) or found.dtype.kind not in "iu":
        raise InputError(
            f"labels: expected an integer for each of {images:,} images, "
            f"got {found.dtype} of shape {found.shape}"
        )
    if found.min() < 0:
        raise InputError(f"labels: expected classes from 0, got {found.min()}")
    if len(np.unique(found)) < 2:
        raise EmptyError(f"labels: expected two classes or more, got one class only: {found[0]}")
    return found.astype(np.int64)

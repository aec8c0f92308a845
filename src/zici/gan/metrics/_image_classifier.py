"""ImageClassifier: a small network that sees the features of images."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
import numpy.typing as npt

from zici._keras import as_array
from zici.errors import InputError, OptionError
from zici.gan.metrics._image_network import ImageShape, make_network
from zici.gan.metrics._image_storage import read_classifier, write_classifier

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

ASKED = 256  # images of a batch


class ImageClassifier:
    """A trained network of two convolutions: the classes of images, and features to measure distances in.

    Made by :func:`train_image_classifier`.

    Attributes:
        shape: height, width and channels of images, the number of classes.
    """

    def __init__(self, shape: ImageShape, weights: list[Float32]) -> None:
        self.shape = shape
        self._network = make_network(shape, seed=0)
        for variable, value in zip(self._network.weights, weights, strict=True):
            variable.assign(value)

    def __repr__(self) -> str:
        height, width, channels, classes = self.shape
        return f"<ImageClassifier of {classes} classes; images of {height} x {width} x {channels}>"

    def predict(self, images: Any) -> Int64:
        """The class of every image.

        Args:
            images: of shape (n, height, width) or (n, height, width, channels): uint8, or floats 0 to 1.

        Returns:
            int64 of shape (n,).

        Raises:
            InputError: images of another size or outside their range.
        """
        found: Int64 = self._ask(images)[1].argmax(axis=1)
        return found

    def probabilities(self, images: Any) -> Float32:
        """The probability of every class, float32 of shape (n, classes); see :meth:`predict`."""
        logits = self._ask(images)[1]
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        found: Float32 = odds / odds.sum(axis=1, keepdims=True)
        return found

    def features(self, images: Any) -> Float32:
        """What the last layer but one sees, float32 of shape (n, 64), for :func:`frechet_distance`."""
        return self._ask(images)[0]

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the classifier to one file of arrays, ``.npz``; same classifier, same bytes.

        Raises:
            OutputError: the file can't be written.
        """
        write_classifier(path, self.shape, [as_array(weight.value) for weight in self._network.weights])

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> ImageClassifier:
        """Read what ``save`` wrote; nothing is unpickled.

        Raises:
            InputError: the file can't be read.
            FormatError: not such a file, or damaged.
        """
        return cls(*read_classifier(path))

    def _ask(self, images: Any) -> tuple[Float32, Float32]:
        """Features and logits."""
        pixels = check_images(images)
        if pixels.shape[1:] != self.shape[:3]:
            raise InputError(f"images: expected the shape (n, *{self.shape[:3]}), got {pixels.shape}")
        parts = [
            _padded(self._network, pixels[begin : begin + ASKED]) for begin in range(0, len(pixels), ASKED)
        ]
        features, logits = zip(*parts, strict=True)
        return np.concatenate(features), np.concatenate(logits)


def _padded(network: Any, pixels: Float32) -> tuple[Float32, Float32]:
    """Ask for a batch of always the same size: a backend that compiles does so once."""
    batch = np.zeros((ASKED, *pixels.shape[1:]), np.float32)
    batch[: len(pixels)] = pixels
    features, logits = (as_array(found)[: len(pixels)] for found in network.predict_on_batch(batch))
    return features, logits


def check_images(images: Any) -> Float32:
    """Images as float32 of shape (n, height, width, channels), 0 to 1.

    Raises:
        InputError: something else; no images.
    """
    found = np.asarray(images)
    if found.dtype.kind not in "fiu" or found.ndim not in (3, 4) or 0 in found.shape:
        raise InputError(
            f"images: expected numbers of shape (n, height, width) or (n, height, width, channels), "
            f"got {found.dtype} of shape {found.shape}"
        )
    if found.ndim == 3:
        found = found[..., None]
    if found.dtype == np.uint8:
        return found.astype(np.float32) / np.float32(255)
    low, high = found.min(), found.max()
    if not (low >= 0 and high <= 1):  # NaN is caught too
        raise InputError(
            f"images: expected uint8, or floats 0 to 1, got {found.dtype} from {low:.3g} to {high:.3g}; "
            f"for -1 to 1 give (images + 1) / 2"
        )
    return found.astype(np.float32)


def class_coverage(classes: Any, number: int) -> Float64:
    """The share of samples of each class.

    Args:
        classes: of the samples, integers from 0 to ``number`` - 1, as :meth:`ImageClassifier.predict` gives.
        number: how many classes there are.

    Returns:
        float64 of shape (number,), 1 in all.

    Raises:
        InputError: no samples, or something else than such classes.
        OptionError: no classes.

    Example:
        >>> class_coverage([0, 2, 2, 2], 3).tolist()
        [0.25, 0.0, 0.75]
    """
    if type(number) is not int or number < 1:
        raise OptionError(f"number: expected a number of classes from 1, got {number!r}")
    found = np.asarray(classes)
    if found.ndim != 1 or found.size == 0 or found.dtype.kind not in "iu":
        raise InputError(
            f"classes: expected integers of shape (n,), got {found.dtype} of shape {found.shape}"
        )
    if found.min() < 0 or found.max() >= number:
        raise InputError(f"classes: expected 0 to {number - 1}, got {found.min()} to {found.max()}")
    return np.bincount(found, minlength=number) / found.size

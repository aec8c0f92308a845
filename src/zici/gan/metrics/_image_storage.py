"""Image classifiers in files: weights, and a head in JSON beside them, in one .npz."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from zici._arrays import read_arrays
from zici._files import atomic_file
from zici.errors import FormatError, InputError
from zici.gan.metrics._image_network import ImageShape, weight_shapes

Float32 = npt.NDArray[np.float32]

FORMAT, VERSION = "zici image classifier", 1
MOST = 1 << 12  # pixels of a side, channels, classes
BROKEN = (ValueError, LookupError, TypeError, RecursionError)


def write_classifier(path: str | os.PathLike[str], shape: ImageShape, weights: list[Float32]) -> None:
    """Write a classifier; the order of weights is that of the network."""
    meta = {"format": FORMAT, "version": VERSION, **shape._asdict()}
    head = np.frombuffer(json.dumps(meta).encode("ascii"), np.uint8)
    arrays = {f"weights_{place}": weight.astype("<f4") for place, weight in enumerate(weights)}
    with atomic_file(path) as temporary, temporary.open("wb") as file:
        np.savez(file, head=head, **arrays)  # type: ignore[arg-type]  # names of arrays, no options


def read_classifier(path: str | os.PathLike[str]) -> tuple[ImageShape, list[Float32]]:
    """Shape and weights of what ``write_classifier`` wrote.

    Raises:
        InputError: the file can't be read.
        FormatError: not such a file, or damaged.
    """
    file = Path(path)
    try:
        arrays = read_arrays(file)
        shape = _read_head(arrays.pop("head"))
        due = [f"weights_{place}" for place in range(len(weight_shapes(shape)))]
        if arrays.keys() != set(due):
            raise ValueError("other arrays than told")
        weights = [arrays[name] for name in due]
        for weight, one in zip(weights, weight_shapes(shape), strict=True):
            _check_weight(weight, one)
    except OSError as error:
        raise InputError(f"{file}: can't be read ({error.strerror or error})") from error
    except BROKEN as error:
        raise FormatError(
            f"{file}: expected {FORMAT} of version {VERSION}, found something else ({error}); save it again"
        ) from error
    return shape, [weight.astype(np.float32) for weight in weights]


def _read_head(head: npt.NDArray[Any]) -> ImageShape:
    meta = json.loads(head.tobytes().decode("ascii"))
    if (meta["format"], meta["version"]) != (FORMAT, VERSION):
        raise ValueError(f"{meta['format']!r} of version {meta['version']!r}")
    shape = ImageShape(*(meta[name] for name in ImageShape._fields))
    if not all(type(size) is int and 0 < size <= MOST for size in shape) or shape.classes < 2:
        raise ValueError("sizes outside their range")
    return shape


def _check_weight(weight: npt.NDArray[Any], shape: tuple[int, ...]) -> None:
    if weight.shape != shape or weight.dtype != np.dtype("<f4") or not np.isfinite(weight).all():
        raise ValueError("weights of another shape, or that are no numbers")

"""What each unit of a text adds to the logits, to first order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from zici._keras import as_array, load_backend, load_keras
from zici.classify._model import Float32Array
from zici.classify.networks._architectures import Network
from zici.classify.networks._vocabulary import PADDING, Int32

CLASSES = 16  # whose slopes are found at once


def make_slopes(network: Network) -> Callable[..., Any]:
    """The slopes of one logit for each row, summed, by the vectors of units."""
    ops = load_keras().ops

    def chosen(vectors: Any, mask: Any, selection: Any) -> Any:
        logits = network.body([vectors, mask], training=False)
        return ops.sum(logits * selection)

    found: Callable[..., Any] = load_backend().gradient(chosen)
    return found


def gradient_times_input(
    network: Network, slopes: Callable[..., Any], ids: Int32, classes: int
) -> Float32Array:
    """Slope times vector of every unit, for every class.

    Args:
        network: the network.
        slopes: what ``make_slopes`` gave for it.
        ids: int32 of shape (1, length), padded.
        classes: how many there are.

    Returns:
        float32 of shape (length, classes).
    """
    ops = load_keras().ops
    vectors = as_array(network.table.embeddings.value)[ids]
    rows = min(CLASSES, classes)  # a row for each class: one shape for all parts
    inputs = np.repeat(vectors, rows, axis=0)
    mask = np.repeat(ids != PADDING, rows, axis=0)
    parts = []
    for begin in range(0, classes, rows):
        selection = np.zeros((rows, classes), np.float32)
        count = min(rows, classes - begin)
        selection[np.arange(count), np.arange(begin, begin + count)] = 1.0
        tensors = (ops.convert_to_tensor(array) for array in (inputs, mask, selection))
        parts.append((as_array(slopes(*tensors)) * inputs).sum(axis=2)[:count])
    return np.concatenate(parts).T.astype(np.float32)

"""The vectors of units: their layer, and what they are before training."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from zici._keras import load_keras
from zici.classify.features import Tokenizer
from zici.classify.networks._vocabulary import FIRST, PADDING, UInt64, Vocabulary, keys_of
from zici.errors import OptionError
from zici.vectors import WordVectors

Float32 = npt.NDArray[np.float32]

RANGE = 0.05  # first vectors are drawn from -RANGE to RANGE, as Keras does
KNOWN_SIZE = 0.1  # the root mean square of numbers in given vectors, after they are scaled


@cache
def embedding_layer() -> Any:
    """The class of embeddings whose gradient is one number for every weight, with every backend.

    TensorFlow's rows of gradients would be squared by Adam before those of one unit are summed; it has the
    same name there, so that files are the same.
    """
    keras = load_keras()
    if keras.backend.backend() != "tensorflow":
        return keras.layers.Embedding

    @keras.saving.register_keras_serializable("zici")
    class Embedding(keras.layers.Embedding):  # type: ignore[misc, name-defined]  # Keras has no types
        def call(self, inputs: Any) -> Any:
            return keras.ops.take(self.embeddings * 1.0, inputs, axis=0)  # the product sums the rows

    return Embedding


class Start:
    """What units' vectors begin with: those given, or numbers drawn by chance.

    Args:
        vectors: those of words, or None.
        tokenizer: what cuts texts into units.

    Raises:
        OptionError: ``vectors`` are something else.
    """

    def __init__(self, vectors: Any, tokenizer: Tokenizer) -> None:
        if vectors is not None and not isinstance(vectors, WordVectors):
            raise OptionError(f"vectors: expected WordVectors, got {type(vectors).__name__}")
        self._vectors = vectors
        self.keys: UInt64 = np.empty(0, np.uint64)
        if vectors is not None:
            self.keys, self._places = keys_of(vectors.words, tokenizer)

    @property
    def dim(self) -> int | None:
        """The length of the vectors given."""
        return None if self._vectors is None else int(self._vectors.matrix.shape[1])

    def table(self, vocabulary: Vocabulary, dim: int, *, seed: int) -> Float32:
        """The first vectors of all numbers, float32 of shape (numbers, dim); that of padding is 0."""
        random = np.random.default_rng([seed, 0]).random((len(vocabulary), dim), np.float32)
        table: Float32 = (random - np.float32(0.5)) * np.float32(2 * RANGE)
        if self._vectors is not None:
            _, ours, theirs = np.intersect1d(vocabulary.keys, self.keys, return_indices=True)
            found = np.asarray(self._vectors.matrix[self._places[theirs]], np.float32)
            size = float(np.sqrt(np.mean(np.square(found)))) if found.size else 0.0
            table[ours + FIRST] = found * np.float32(KNOWN_SIZE / size if size else 0.0)
        table[PADDING] = 0.0
        return table

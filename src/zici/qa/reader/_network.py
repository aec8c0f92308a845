"""The network of ``_model`` as it reads: NumPy alone, so that no Keras is loaded.

Rows lie end to end without padding, and a question is worked through once for all of its passages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zici.qa.reader._forward import Convolution, Float32, Weights, align, convolve, dense, normalise, pool
from zici.qa.reader._lines import Lines
from zici.qa.reader._options import ReaderOptions
from zici.qa.reader._rows import Row
from zici.qa.reader._vocabulary import UNKNOWN

Int32 = npt.NDArray[np.int32]

TOGETHER = 2048  # places that are read at once: what stands between two layers stays in the cache


class Asked(NamedTuple):
    """A question, as its passages need it.

    Attributes:
        seen: float32 of shape (q, width), the vectors of characters and words.
        known: float32 of shape (q, width), those after the convolutions.
        whole: float32 of shape (1, width).
    """

    seen: Float32
    known: Float32
    whole: Float32


class Network:
    """The weights of a reader, and reading with them.

    Args:
        weights: float32 by "layer/weight".
        vectors: float32 of shape (words, dim), the vectors of words; dim 0: there are none. They may be
            mapped from a file: only those of words that come are looked at.
        options: those of the network.

    Raises:
        LookupError: a weight is missing.
        ValueError: weights that don't go with the options.
    """

    def __init__(self, weights: Weights, vectors: Float32, options: ReaderOptions) -> None:
        self.weights, self.vectors, self.options = weights, vectors, options
        steps = {"question": options.question_dilations, "passage": options.dilations}
        self._layers = {
            side: [Convolution.of(weights, f"{side}_{k}", step) for k, step in enumerate(dilations)]
            for side, dilations in steps.items()
        }

    def read(self, rows: Sequence[Row]) -> list[Float32]:
        """The logits of a begin and an end at each place, and of an answer in the row: (n, 3) for each row.

        Rows of one question share its work where they follow each other.
        """
        return [logits for part in _parts(rows) for logits in self._read_part(part)]

    def try_out(self, chars: int, words: int) -> None:
        """Read the last of so many characters and words: a weight that doesn't fit is found here.

        Raises:
            LookupError: a weight is missing, or has too few rows.
            ValueError: one has another shape than the options ask for.
        """
        char, word = np.full(1, chars - 1, np.int32), np.full(1, words, np.int32)
        features = np.zeros((1, len(self.options.features)), np.float32)
        self.read([Row(char, word, char, word, features, np.zeros((0, 2), np.int32), 0, 0)])

    def _read_part(self, rows: Sequence[Row]) -> list[Float32]:
        x = np.concatenate([self._join(list(group)) for _, group in groupby(rows, _question)])
        lines = Lines([row.passage.size for row in rows])
        convolve(x, lines, self._layers["passage"])
        normalise(self.weights, "read_norm", x)
        hidden = np.tanh(dense(self.weights, "hidden", x))
        held = dense(self.weights, "answer", pool(self.weights, "passage_pool", x, lines))
        places = dense(self.weights, "places", hidden)
        return lines.split(np.concatenate([places, lines.spread(held)], axis=1))

    def _join(self, rows: Sequence[Row]) -> Float32:
        """What goes into the convolutions: the rows of one question, end to end."""
        asked = self._ask(rows[0])
        seen = self._embed(_joined([row.passage for row in rows]), _joined([row.words for row in rows]))
        parts = [seen, _joined([row.features for row in rows])]
        if self.options.aligned:
            parts.append(align(self.weights, "alignment", seen, asked.seen) @ asked.known)
        x = dense(self.weights, "join", np.concatenate(parts, axis=1))
        x += dense(self.weights, "ask", asked.whole)
        normalise(self.weights, "joined_norm", x)
        return x

    def _ask(self, row: Row) -> Asked:
        chars, words = row.question, row.question_words
        if not chars.size:  # as a batch of the training is filled up
            chars, words = np.full(1, UNKNOWN, np.int32), np.zeros(1, np.int32)
        lines, seen = Lines([chars.size]), self._embed(chars, words)
        known = seen.copy()
        convolve(known, lines, self._layers["question"])
        return Asked(seen, known, pool(self.weights, "question_pool", known, lines))

    def _embed(self, chars: Int32, words: Int32) -> Float32:
        found: Float32 = self.weights["characters/embeddings"][chars]
        covered = np.flatnonzero(words)
        if self.vectors.shape[1] and covered.size:
            found[covered] += dense(self.weights, "project", self.vectors[words[covered] - 1])
        normalise(self.weights, "embedded_norm", found)
        return found


def read_together(networks: Sequence[Network], rows: Sequence[Row]) -> list[Float32]:
    """The mean of what several networks say: (n, 3) for each row."""
    found = [network.read(rows) for network in networks]
    return [np.mean(logits, axis=0) for logits in zip(*found, strict=True)] if found[1:] else found[0]


def _parts(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows that follow each other, ``TOGETHER`` places or a bit more."""
    part: list[Row] = []
    places = 0
    for row in rows:
        part.append(row)
        places += row.passage.size
        if places >= TOGETHER:
            yield part
            part, places = [], 0
    if part:
        yield part


def _question(row: Row) -> tuple[int, int]:
    """Rows of one question have these arrays in common."""
    return id(row.question), id(row.question_words)


def _joined(arrays: list[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    return np.concatenate(arrays) if arrays[1:] else arrays[0]

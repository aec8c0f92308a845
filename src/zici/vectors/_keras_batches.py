"""Batches for word2vec in Keras, made by a kernel while the text goes by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from zici.vectors._keras_features import Place, number_words
from zici.vectors._keras_options import KerasOptions
from zici.vectors._stretches import stretches
from zici.vectors._subsample import keep_probabilities

if TYPE_CHECKING:
    from zici._kernels.draws import Draws
    from zici._kernels.samples import Samples

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]


class Batch(NamedTuple):
    """What one step trains on.

    Attributes:
        inputs: the words around (int32, shape (batch, 2 * window)), their weights (float32, that shape), the
            outputs (int32, (batch, 1 + negative), the target first), then every feature's numbers.
        targets: the weight of every softmax, float32 of shape (batch, 1) for CBOW, else (batch, 2 * window).
        words: words of the text that are done after this batch.
    """

    inputs: tuple[npt.NDArray[np.generic], ...]
    targets: Float32
    words: int


class Tables(NamedTuple):
    """How likely words are kept (float64 by word, None: all are), and the draws of negatives."""

    keep: Float64 | None
    draws: Draws


def make_tables(counts: Int64, options: KerasOptions) -> Tables:
    """The tables for words with these counts."""
    from zici._kernels.draws import Draws, fill_alias

    keep = None if options.subsample is None else keep_probabilities(counts, options.subsample)
    weights = np.power(counts.astype(np.float64), options.power)
    accept, other = np.empty(counts.size, np.uint32), np.empty(counts.size, np.int32)
    fill_alias(weights * (counts.size / weights.sum()), accept, other)
    return Tables(keep, Draws(np.empty(0, np.uint32), accept, other))


def batches(
    blocks: Iterable[Int32], tables: Tables, options: KerasOptions, *, epoch: int, rows: int, tokens: int
) -> Iterator[Batch]:
    """The batches of one epoch, all of ``rows`` rows; what the last one lacks has no weight.

    What is drawn depends on the seed, the epoch and the place in the text alone.
    """
    from zici._kernels.samples import Window, fill_samples

    window = Window(options.window, options.dynamic)
    samples, filled, done = _room(rows, options), 0, 0
    for ids, features, state, words in _thinned(blocks, tables, options, epoch=epoch, tokens=tokens):
        begin, done = 0, done + words
        while begin < ids.size:
            filled, begin = fill_samples(ids, features, begin, samples, filled, window, tables.draws, state)
            if filled == rows:
                yield _batch(samples, filled, done, options)
                samples, filled = _room(rows, options), 0  # a backend may still read the old one
    if filled:
        yield _batch(samples, filled, done, options)


def _room(rows: int, options: KerasOptions) -> Samples:
    from zici._kernels.samples import Samples

    width = 2 * options.window
    return Samples(
        np.zeros((rows, width), np.int32),
        np.zeros((rows, width), np.float32),
        np.zeros((rows, 1 + options.negative), np.int32),
        np.zeros((len(options.features), rows, width), np.int32),
    )


def _batch(samples: Samples, filled: int, words: int, options: KerasOptions) -> Batch:
    targets, weights = samples.weights, samples.weights
    if options.architecture == "cbow":
        counts = weights.sum(axis=1, keepdims=True)
        weights = weights / np.maximum(counts, 1)
        targets = (counts > 0).astype(np.float32)
    return Batch((samples.around, weights, samples.outputs, *samples.features), targets, words)


def _thinned(
    blocks: Iterable[Int32], tables: Tables, options: KerasOptions, *, epoch: int, tokens: int
) -> Iterator[tuple[Int32, Int32, npt.NDArray[np.uint64], int]]:
    """Stretches after sub-sampling: word numbers, features, the state of a generator, words before it."""
    place = Place(0, 0, tokens)
    words = tables.draws.accept.size
    for index, ids in enumerate(stretches(blocks, words=words)):
        seed = np.random.SeedSequence([options.seed, epoch, index])
        features = number_words(options.inputs, ids, place)
        count = int(np.count_nonzero(ids >= 0))
        place = Place(place.sentences + _ended(ids), place.tokens + count, tokens)
        if tables.keep is not None:
            chance = np.append(tables.keep, 1.0)[np.maximum(ids, -1)]  # the ends of sentences stay
            kept = np.random.default_rng(seed.spawn(1)[0]).random(ids.size) < chance
            ids, features = ids[kept], np.ascontiguousarray(features[:, kept])
        yield ids, features, seed.generate_state(1, np.uint64) | np.uint64(1), count


def _ended(ids: Int32) -> int:
    """Sentences that end in a stretch: words with an end behind them."""
    return int(np.count_nonzero((ids[1:] < 0) & (ids[:-1] >= 0)))

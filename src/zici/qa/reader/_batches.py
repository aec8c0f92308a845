"""Batches of a few fixed shapes, so that the network is compiled a few times only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zici.qa.reader._labels import Spans, inside
from zici.qa.reader._loss import PADDED
from zici.qa.reader._options import ReaderOptions
from zici.qa.reader._rows import Row
from zici.qa.reader._vocabulary import UNKNOWN

Float32 = npt.NDArray[np.float32]
Int64 = npt.NDArray[np.int64]

BUCKETS = (64, 128, 192, 320)  # lengths of passages; then steps of 128


class Stretch(NamedTuple):
    """A part of a row, read in training: ``length`` characters from ``begin`` of the row over and over."""

    row: int
    begin: int
    length: int


class Batch(NamedTuple):
    """What the network takes, and what it should say: float32 of shape (rows, length, 2), 1, 0 or PADDED."""

    inputs: tuple[npt.NDArray[Any], ...]
    targets: Float32


def bucket(length: int) -> int:
    """The length to which a row of ``length`` is filled up.

    Example:
        >>> [bucket(length) for length in (1, 64, 65, 320, 321, 500)]
        [64, 64, 128, 320, 448, 576]
    """
    fits = next((size for size in BUCKETS if length <= size), None)
    return BUCKETS[-1] - (BUCKETS[-1] - length) // 128 * 128 if fits is None else fits


def plan_epoch(rows: Sequence[Row], options: ReaderOptions, *, seed: int, epoch: int) -> list[list[Stretch]]:
    """The batches of an epoch: which stretches of the rows stand together, in which order.

    Stretches of one bucket make a batch; what is drawn depends on the seed and the epoch alone.
    """
    random = np.random.default_rng([seed, epoch])
    by_bucket: dict[int, list[Stretch]] = {}
    for number in random.permutation(len(rows)).tolist():
        stretch = _stretch(rows[number], number, options, random)
        by_bucket.setdefault(bucket(stretch.length), []).append(stretch)
    size = options.batch_size
    parts = [
        stretches[k : k + size]
        for _, stretches in sorted(by_bucket.items())
        for k in range(0, len(stretches), size)
    ]
    return [parts[k] for k in random.permutation(len(parts)).tolist()]


def _stretch(row: Row, number: int, options: ReaderOptions, random: np.random.Generator) -> Stretch:
    """The whole row, the row twice, or a random part; a part has an answer in 9 of 10 draws."""
    size, most = row.passage.size, options.train_length
    crops, repeats, length_draw, place_draw, answer_draw = random.random(5)
    if size <= most // 2 and repeats < options.repeat:
        return Stretch(number, int(place_draw * size), 2 * size)
    if size <= most and crops >= options.crop:
        return Stretch(number, 0, size)
    least = min(size, 24)
    length = least + int(length_draw * (min(size, most) - least + 1))
    low, high = 0, size - length
    if row.spans.size and answer_draw < 0.9:
        first, last = row.spans[int(random.integers(len(row.spans)))].tolist()
        length = max(length, last - first + 1)
        low, high = max(last + 1 - length, 0), min(first, size - length)
    return Stretch(number, low + int(place_draw * (high - low + 1)), length)


def training_batch(
    rows: Sequence[Row], stretches: Sequence[Stretch], options: ReaderOptions, *, key: Sequence[int]
) -> Batch:
    """The batch of some stretches; ``key`` (seed, epoch, step) decides which characters are not seen."""
    random = np.random.default_rng(list(key))
    parts = [_cut_out(rows[stretch.row], stretch, options, random) for stretch in stretches]
    batch = fill(parts, max(stretch.length for stretch in stretches), options)
    for ids, words in (batch.inputs[:2], batch.inputs[2:4]):
        ids[(random.random(ids.shape) < options.char_drop) & (ids > 0)] = UNKNOWN
        words[random.random(ids.shape) < options.word_drop] = 0
    return batch


def _cut_out(row: Row, stretch: Stretch, options: ReaderOptions, random: np.random.Generator) -> Row:
    size = row.passage.size
    at = np.arange(stretch.begin, stretch.begin + stretch.length) % size
    turns = range(0, stretch.begin + stretch.length, size)
    spans = np.concatenate([row.spans + np.int32(turn) for turn in turns])
    spans = inside(spans, stretch.begin, stretch.begin + stretch.length)
    if len(spans) > 1 and random.random() < options.label_drop:
        spans = spans[np.sort(random.permutation(len(spans))[: random.integers(1, len(spans))])]
    return row._replace(passage=row.passage[at], words=row.words[at], features=row.features[at], spans=spans)


def fill(rows: Sequence[Row], length: int, options: ReaderOptions) -> Batch:
    """Lay rows side by side, filled up with 0 to the bucket of ``length`` and to a batch.

    Questions have ``options.question_length``. Rows that are filled in look like one unknown character, so
    that nothing is divided by 0; their targets are PADDED.
    """
    size, width, asked = options.batch_size, bucket(length), options.question_length
    question, question_words = np.zeros((size, asked), np.int32), np.zeros((size, asked), np.int32)
    passage, words = np.zeros((size, width), np.int32), np.zeros((size, width), np.int32)
    features = np.zeros((size, width, len(options.features)), np.float32)
    targets = np.full((size, width, 2), PADDED, np.float32)
    question[len(rows) :, 0] = passage[len(rows) :, 0] = UNKNOWN
    for k, row in enumerate(rows):
        n, q = row.passage.size, row.question.size
        question[k, :q], question_words[k, :q] = row.question, row.question_words
        passage[k, :n], words[k, :n], features[k, :n] = row.passage, row.words, row.features
        _mark(targets[k], row.spans, n)
        if not q:
            question[k, 0] = UNKNOWN
    return Batch((question, question_words, passage, words, features), targets)


def _mark(targets: Float32, spans: Spans, n: int) -> None:
    targets[:n] = 0.0
    targets[spans[:, 0], 0] = 1.0
    targets[spans[:, 1], 1] = 1.0

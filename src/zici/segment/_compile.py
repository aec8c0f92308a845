"""Words, counts and options -> the compiled model."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zici.segment._model import Model, make_strings
from zici.segment._options import UNIT, Options
from zici.segment._trie import build_trie
from zici.segment._words import Counts

Int64 = NDArray[np.int64]
_NEVER = -(1 << 30)
"""A score that no best cut contains; ten words of it still fit 64 bits a million times over."""


class Weights(NamedTuple):
    """All that a model is made from.

    Attributes:
        words: distinct, half-width.
        scores: int64, one per word, in 1/UNIT nat.
        total: the sum of the counts.
    """

    words: list[str]
    scores: Int64
    total: float


def compile_counts(lexicon: Counts, user: Counts, options: Options) -> tuple[Model, Weights]:
    """Build the model; give also the weights, of which ``compile_weights`` makes the same one."""
    counts = _merge(lexicon, user)
    words = list(counts)
    known = np.fromiter(counts.values(), np.float64, len(words))
    if np.isnan(known).all():
        known = np.ones(known.size)
    total = float(np.nansum(known)) or 1.0
    scores = np.full(known.size, _NEVER, np.int64)
    given = ~np.isnan(known)
    scores[given] = np.rint(np.log(known[given] / total) * UNIT)
    weights = Weights(words, scores, total)
    model = compile_weights(weights, options)
    if options.method == "unigram":
        wanted = {word for word, count in user.items() if math.isnan(count)}
        free = [n for n, word in enumerate(words) if word in wanted or not given[n]]
        _raise_scores(model, weights, np.array(free, np.int64))
    return model, weights


def _merge(lexicon: Counts, user: Counts) -> Counts:
    """The lexicon with the user's words: a count of the user's replaces the lexicon's, and 0 removes."""
    counts = lexicon | {word: count for word, count in user.items() if not math.isnan(count)}
    for word in user:
        counts.setdefault(word, math.nan)
    return {word: count for word, count in counts.items() if count != 0}


def compile_weights(weights: Weights, options: Options) -> Model:
    """Build the model of words whose scores are known."""
    size = len(weights.words)
    trie = build_trie(weights.words)
    trie.set_scores(np.arange(size), weights.scores)
    return Model(trie, options.rules(weights.total, size), make_strings(weights.words))


def _raise_scores(model: Model, weights: Weights, free: Int64) -> None:
    """Raise each free word to the least score with which it is one token when it is cut alone.

    Shorter words first: they can be parts of longer ones, and words of one length are not parts of another.
    """
    words, scores, _ = weights
    lengths = np.fromiter((len(words[number]) for number in free), np.int64, free.size)
    for length in np.unique(lengths):
        group = free[lengths == length]
        best = model.totals([words[number] for number in group])
        scores[group] = np.where(best > scores[group], best + 1, scores[group])
        model.trie.set_scores(group, scores[group])


def counts_of(weights: Weights) -> Counts:
    """The counts that a segmenter's scores stand for; whole numbers where the scores can't tell."""
    counts = np.exp(weights.scores / UNIT) * weights.total
    whole = np.rint(counts)
    counts = np.where(np.abs(counts - whole) <= counts / UNIT, whole, counts)
    return dict(zip(weights.words, counts.tolist(), strict=True))

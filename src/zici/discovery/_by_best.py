"""The method "best": many candidates, and the most probable cut decides which of them are words."""

from __future__ import annotations

import numpy as np

from zici.discovery._cohesion import pmi_by_level
from zici.discovery._estimate import WordCounts, by_length, estimate
from zici.discovery._grams import keep
from zici.discovery._pieces import pieces_of
from zici.discovery._task import Task
from zici.discovery._words import to_lexicon
from zici.lexicon import Lexicon


def words_by_best(task: Task) -> Lexicon:
    """Cut by low thresholds, then estimate: cut by probability with a price on every join, count, repeat."""
    counts, options = task.counts, task.options
    kept = keep(counts, pmi_by_level(counts, options.order), options.min_pmi)
    pieces = pieces_of(task, "cut and count words", kept, strict=False)
    latin = to_lexicon(counts, kept, pieces, task.least).filter(pattern="[0-9a-zA-Z]+")
    discount = np.exp(-by_length(kept, options.join_penalty))
    found = WordCounts(pieces.single, pieces.node)
    for turn in range(options.rounds):
        found = estimate(task, f"estimate words, round {turn + 1} of {options.rounds}", kept, found, discount)
    counted = pieces._replace(single=found.single, node=found.node, counts=np.zeros_like(pieces.counts))
    words = to_lexicon(counts, kept, counted, task.least)
    # The estimation takes letters and digits as they come: their counts are those of the first cut.
    return _weighted(((words - latin) | latin).sort(), options.join_penalty)


def _weighted(lexicon: Lexicon, join_penalty: tuple[float, ...]) -> Lexicon:
    """Add the weights by which a segmenter cuts as the estimation did."""
    price = np.array([0.0, 0.0, *join_penalty])
    lengths = np.array([len(word) for word in lexicon.words], np.int64)
    weight = lexicon.count * np.exp(-price[np.minimum(lengths, price.size - 1)])
    return Lexicon.from_arrays(lexicon.words, meta=lexicon.meta, **lexicon.columns, weight=weight)

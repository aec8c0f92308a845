"""Thresholds from the text itself: those with which it and its words take the fewest nats to describe."""

from __future__ import annotations

import numpy as np

from zici.discovery._cohesion import Float64
from zici.discovery._estimate import WordCounts, by_length, description_length, estimate
from zici.discovery._grams import keep
from zici.discovery._options import thresholds
from zici.discovery._pieces import pieces_of
from zici.discovery._task import Task

PRICE = {2: 2.3, 3: 5.0, 4: 8.0, 5: 10.0, 6: 12.0}

STEP = 0.125
FIRST = 7  # in steps: a little below the usual thresholds
RANGE = range(1, 17)


def auto_min_pmi(task: Task, pmi: list[Float64]) -> tuple[float, ...]:
    """A multiple of the usual thresholds, found by walking downhill from just below them.

    Low thresholds keep many words, which cost to be spelt; high ones few, and the text gets long. The
    two-part description length (Rissanen 1978) has its minimum between, where every joined word pays
    ``PRICE``: without it, what often stands together always pays to be joined.
    """
    lengths: dict[int, float] = {}

    def cost(step: int) -> float:
        if step not in lengths:
            lengths[step] = _cost(task, pmi, _scaled(task, step))
        return lengths[step]

    best = FIRST
    while True:
        near = min((step for step in (best - 1, best, best + 1) if step in RANGE), key=cost)
        if near == best:
            return _scaled(task, best)
        best = near


def _scaled(task: Task, step: int) -> tuple[float, ...]:
    return tuple(step * STEP * least for least in task.options.min_pmi)


def _cost(task: Task, pmi: list[Float64], least: tuple[float, ...]) -> float:
    kept = keep(task.counts, pmi, least)
    pieces = pieces_of(task, "look for thresholds", kept, strict=task.options.strict)
    first = WordCounts(pieces.single, pieces.node)
    price = by_length(kept, thresholds(PRICE, task.options.order))
    counts = estimate(task, "look for thresholds", kept, first, np.exp(-price))
    paid = float((counts.node * price).sum())
    return description_length(counts, kept, task.counts.alphabet.size) + paid

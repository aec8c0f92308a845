"""The method "entropy": strings that hold together inside and are free outside."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zici.discovery._cohesion import pmi_by_level
from zici.discovery._neighbours import count_neighbours
from zici.discovery._task import Task
from zici.discovery._words import no_numbers
from zici.lexicon import Lexicon


def words_by_entropy(task: Task) -> Lexicon:
    """N-grams with enough count, cohesion and neighbour entropy, and all single characters.

    kexue.fm/archives/3491, after Matrix67: the count is that of the string, wherever it stands. The article's
    list begins at two characters; the single ones, which a segmenter needs, are added with their counts.
    """
    words, count, pmi = _candidates(task)
    around = count_neighbours(
        words, task.text, workers=task.workers, budget=task.budget, progress=task.progress
    )
    free = np.fmin(around.left, around.right) >= task.options.min_entropy
    rows = np.flatnonzero(free | (np.array([len(word) for word in words]) == 1))
    return no_numbers(
        [words[row] for row in rows.tolist()],
        count=count[rows],
        pmi=pmi[rows],
        left_entropy=around.left[rows],
        right_entropy=around.right[rows],
    )


def _candidates(task: Task) -> tuple[list[str], npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """All single characters and the n-grams that hold together, with count and PMI."""
    counts, options = task.counts, task.options
    by_level = pmi_by_level(counts, options.order)
    words: list[str] = []
    count, pmi = [], []
    for n in range(1, options.order + 1):
        enough = counts.levels[n - 1].count >= counts.min_count[n - 1]
        enough[0] = False
        if n > 1:
            enough &= by_level[n - 2] >= options.min_pmi[n - 2]
        ids = np.flatnonzero(enough)
        words += counts.strings(n, ids)
        count.append(counts.levels[n - 1].count[ids])
        pmi.append(by_level[n - 2][ids] if n > 1 else np.full(ids.size, np.nan))
    return words, np.concatenate(count), np.concatenate(pmi)

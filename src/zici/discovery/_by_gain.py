"""The method "min-entropy": the words of the n-gram cut without those that their parts explain."""

from __future__ import annotations

import numpy as np

from zici.discovery._by_cut import words_by_cut
from zici.discovery._parts import UNIT, Parts, scores
from zici.discovery._task import Task
from zici.discovery._words import no_numbers
from zici.lexicon import Lexicon


def words_by_gain(task: Task) -> Lexicon:
    """The words of the cut that are worth more than their parts (kexue.fm/archives/5476, 5597)."""
    return without_redundant(words_by_cut(task), task.options.min_gain, task.least)


def without_redundant(lexicon: Lexicon, min_gain: float, least: int) -> Lexicon:
    """Drop the words that the rest explains; their counts go to their parts.

    From the longest words to the shortest: a word w of n characters is cut into the most probable shorter
    words w_1 .. w_k, and stays if ln(p(w) / (p(w_1) ... p(w_k))) reaches ``min_gain`` (n - 1). Words of one
    length are judged by the same counts, so that their order doesn't matter. A unit that is no word counts
    as seen once; it becomes one if what it is given reaches ``least``.
    """
    parts = Parts(lexicon.words)
    count = np.append(lexicon.count, np.zeros(len(parts.words) - len(lexicon), np.int64))
    pmi = np.append(lexicon.columns["pmi"], np.full(count.size - len(lexicon), np.nan))
    kept = np.ones(count.size, np.bool_)
    for length in range(int(parts.units.max(initial=1)), 1, -1):
        chosen = np.flatnonzero((parts.units == length) & kept)
        score = scores(count)
        cuts = parts.cut(chosen, score)
        gain = (score[chosen] - cuts.total) / UNIT
        redundant = cuts.found & (gain < min_gain * (length - 1))
        given = redundant[cuts.of]
        np.add.at(count, cuts.parts[given], count[chosen][cuts.of[given]])
        count[chosen[redundant]] = 0
        kept[chosen[redundant]] = False
    rows = np.flatnonzero(kept & (count >= least))
    return no_numbers([parts.words[row] for row in rows.tolist()], count=count[rows], pmi=pmi[rows])

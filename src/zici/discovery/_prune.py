"""prune: words that a unigram segmenter would never give."""

from __future__ import annotations

import numpy as np

from zici.discovery._parts import Parts, scores
from zici.errors import OptionError
from zici.lexicon import Lexicon


def prune(lexicon: Lexicon) -> Lexicon:
    """Leave out the words that the other words always win against.

    A unigram segmenter gives the cut of the largest probability. Where p(w1) p(w2) > p(w1w2), it never gives
    w1w2, which only takes space (kexue.fm/archives/9752); the same for any number of parts. Probabilities are
    shares of the sum of all counts, which stay as they are. A word with the count 0 is left out, too.

    Args:
        lexicon: words with counts.

    Returns:
        The other words with all their columns, in their order.

    Raises:
        OptionError: a word whose count is unknown.

    Example:
        >>> prune(Lexicon.from_words({"的": 50, "主要": 30, "的主要": 2, "葡萄": 2})).words
        ('的', '主要', '葡萄')
    """
    if np.any(lexicon.count < 0):
        word = lexicon.words[int(np.argmin(lexicon.count))]
        raise OptionError(f"prune: expected words with counts, the count of {word!r} is unknown")
    counted = lexicon.filter(min_count=1)
    parts = Parts(counted.words)
    score = scores(np.append(counted.count, np.zeros(len(parts.words) - len(counted), np.int64)))
    chosen = np.flatnonzero(parts.units[: len(counted)] > 1)
    cuts = parts.cut(chosen, score)
    beaten = chosen[cuts.found & (cuts.total > score[chosen])]
    return counted - {counted.words[row] for row in beaten.tolist()}

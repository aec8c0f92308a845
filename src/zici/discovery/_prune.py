"""prune: words that a unigram segmenter would never give, or that cost more than they save."""

from __future__ import annotations

import numpy as np

from zici.discovery._parts import UNIT, Parts, scores
from zici.errors import OptionError
from zici.lexicon import Lexicon


def prune(lexicon: Lexicon, *, spelling: float = 0.0) -> Lexicon:
    """Leave out the words that the other words always win against, or that raise the description length.

    A unigram segmenter gives the cut of the largest probability. Where p(w1) p(w2) > p(w1w2), it never gives
    w1w2, which only takes space (kexue.fm/archives/9752); the same for any number of parts. Probabilities are
    shares of the sum of all counts, which stay as they are. A word with the count 0 is left out, too.

    With ``spelling``, a word of n characters must also pay for standing in the lexicon (minimum description
    length): its count times ln(p(w) / (p(w1) p(w2))) must reach n + 1 times ``spelling``.

    Args:
        lexicon: words with counts.
        spelling: nats that a character of a word costs, from 0, such as the log of the alphabet's size.

    Returns:
        The other words with all their columns, in their order.

    Raises:
        OptionError: a word whose count is unknown, or a negative ``spelling``.

    Example:
        >>> prune(Lexicon.from_words({"的": 50, "主要": 30, "的主要": 2, "葡萄": 2})).words
        ('的', '主要', '葡萄')
        >>> prune(Lexicon.from_words({"葡": 9, "萄": 9, "葡萄": 2}), spelling=8.0).words
        ('葡', '萄')
    """
    if not spelling >= 0:
        raise OptionError(f"spelling: expected a number of at least 0, got {spelling!r}")
    if np.any(lexicon.count < 0):
        word = lexicon.words[int(np.argmin(lexicon.count))]
        raise OptionError(f"prune: expected words with counts, the count of {word!r} is unknown")
    counted = lexicon.filter(min_count=1)
    parts = Parts(counted.words)
    score = scores(np.append(counted.count, np.zeros(len(parts.words) - len(counted), np.int64)))
    chosen = np.flatnonzero(parts.units[: len(counted)] > 1)
    cuts = parts.cut(chosen, score)
    saved = (score[chosen] - cuts.total) / UNIT * counted.count[chosen]
    beaten = chosen[cuts.found & (saved < spelling * (parts.units[chosen] + 1))]
    return counted - {counted.words[row] for row in beaten.tolist()}

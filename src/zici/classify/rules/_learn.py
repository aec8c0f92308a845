"""Polarities from texts with a side: in which texts does a word stand more often?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici.classify.rules._options import RulesOptions
from zici.classify.rules._rules import CLAUSE, SENTENCE, Marks, scope

Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]


class Occurrences(NamedTuple):
    """Which words occur in which texts, each pair once for either sign.

    Attributes:
        words: the words, sorted.
        text: int64 of shape (pairs,).
        word: the place among ``words``, int64 of shape (pairs,).
        sign: -1 where a negation acts on the word, else 1; float64 of shape (pairs,).
    """

    words: list[str]
    text: Int64
    word: Int64
    sign: Float64

    def sides(self, side: Float64) -> tuple[Float64, Float64]:
        """The weight of texts of the good and of the bad side in which each word occurs.

        Args:
            side: float64 of shape (texts,), above 0 for texts of the good side, by its size.
        """
        values = side[self.text] * self.sign
        size = len(self.words)
        good, bad = (np.bincount(self.word, np.maximum(sign * values, 0.0), size) for sign in (1, -1))
        return np.asarray(good, np.float64), np.asarray(bad, np.float64)


def find_occurrences(
    texts: Sequence[Sequence[str]], marks: Marks, window: int, wanted: Callable[[str], bool]
) -> Occurrences:
    """The wanted words of texts that are cut; negations are never among them."""
    numbers: dict[str, int] = {}
    pairs: set[tuple[int, int, int]] = set()
    for text, tokens in enumerate(texts):
        waiting: list[int] = []
        for place, token in enumerate(tokens):
            if token in marks.negations:
                waiting.append(place)
            elif token[:1] in SENTENCE or token[:1] in CLAUSE:
                waiting = []
            elif wanted(token):
                turned = len(scope(waiting, place, window)) % 2
                pairs.add((text, numbers.setdefault(token, len(numbers)), 1 - 2 * turned))
    words = sorted(numbers)
    rank = np.empty(len(words), np.int64)
    rank[[numbers[word] for word in words]] = np.arange(len(words))
    table = np.array(sorted(pairs), np.int64).reshape(-1, 3)
    return Occurrences(words, table[:, 0], rank[table[:, 1]], table[:, 2].astype(np.float64))


def learn_polarities(
    occurrences: Occurrences, side: Float64, given: Mapping[str, float], options: RulesOptions
) -> dict[str, float]:
    """The polarities of words by the texts that they occur in.

    ln((a + s e^(p/2)) / (b + s e^(-p/2))), where a and b are the weights of the texts of the good and the bad
    side that have the word, scaled so that both sides weigh the same, s the smoothing, and p the polarity
    given, 0 for a word that has none. This is PMI(word, good) - PMI(word, bad), smoothed. A word with p = 0
    is taken where it occurs in ``min_count`` texts, its polarity has the size of ``strength``, and a - b that
    of ``certainty`` times sqrt(a + b), the standard error where it stands on both sides alike.

    Source:
        Turney 2002, "Thumbs Up or Thumbs Down? Semantic Orientation Applied to Unsupervised Classification of
        Reviews".

    Example:
        >>> from zici.classify.rules._rules import marks_of
        >>> options = RulesOptions(min_count=2, certainty=1.0, smoothing=1.0)
        >>> texts = [["甲", "乙"], ["甲"], ["甲"], ["不", "甲"], ["乙"], ["丙"]]
        >>> found = find_occurrences(texts, marks_of(options), 3, lambda word: True)
        >>> learned = learn_polarities(found, np.array([1.0, 1, 1, -1, -1, -1]), {}, options)
        >>> {word: round(value, 2) for word, value in learned.items()}
        {'甲': 1.61}
    """
    good, bad = occurrences.sides(side)
    sums = max(float(side[side > 0].sum()), 0.0), max(float(-side[side < 0].sum()), 0.0)
    if not all(sums):
        return dict(given)
    middle = sum(sums) / 2.0
    good, bad = good * (middle / sums[0]), bad * (middle / sums[1])
    prior = np.array([given.get(word, 0.0) for word in occurrences.words])
    smooth = options.smoothing
    values = np.log(good + smooth * np.exp(prior / 2.0)) - np.log(bad + smooth * np.exp(-prior / 2.0))
    surprise = np.abs(good - bad) / np.sqrt(np.maximum(good + bad, 1e-12))
    texts = np.bincount(occurrences.word, np.abs(side[occurrences.text]) > 0, len(occurrences.words))
    fresh = (texts >= options.min_count) & (surprise >= options.certainty)
    fresh &= (np.abs(values) >= options.strength) & (values != 0)
    learned = dict(given)
    for place in np.flatnonzero(fresh | (prior != 0)).tolist():
        learned[occurrences.words[place]] = float(values[place])
    return learned

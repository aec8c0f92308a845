"""What rules learn from labels: polarities, scale and bias."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici._progress import Step
from zici.classify._model import Run
from zici.classify.rules._learn import find_occurrences, learn_polarities
from zici.classify.rules._options import RulesOptions
from zici.classify.rules._rules import Marks, find_hits
from zici.classify.rules._scale import fit_scale

Float64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Tokens = Sequence[Sequence[str]]

FOLDS = 5


class Fitted(NamedTuple):
    """What training found.

    Attributes:
        learned: words with the polarities that replace those given.
        scale: what scores are multiplied by, above 0.
        bias: what is added to that.
        positive: the class that good words speak for.
    """

    learned: dict[str, float]
    scale: float
    bias: float
    positive: int


def fit_rules(
    data: tuple[Tokens, Bools, Float64, npt.NDArray[np.int64]],
    given: Mapping[str, float],
    marks: Marks,
    options: RulesOptions,
    run: Run,
) -> Fitted:
    """Learn from texts with labels.

    Args:
        data: the texts' tokens, whether each is of class 1, their weights, and the numbers of their groups:
            texts that are the same are in one.
        given: words with their polarities before training.
        marks: the other words.
        options: the options.
        run: the seed of the folds, and progress.
    """
    tokens, right, weights, groups = data
    scores = _score(tokens, given, marks, options)
    positive = _find_positive(scores, right, weights) if options.positive is None else options.positive
    good = right if positive == 1 else ~right
    learned: dict[str, float] = {}
    if options.learn:
        side = np.where(good, weights, -weights)
        acting = marks.acting()
        occurrences = find_occurrences(
            tokens,
            marks,
            options.window,
            lambda token: token in given or (token not in acting and is_word(token)),
        )
        fold = np.random.default_rng(run.seed).permutation(int(groups.max()) + 1)[groups] % FOLDS
        for number in range(FOLDS):
            inside = fold != number
            found = learn_polarities(occurrences, np.where(inside, side, 0.0), given, options)
            places = np.flatnonzero(~inside).tolist()
            scores[places] = _score([tokens[place] for place in places], found, marks, options)
            run.progress(Step("learn words", number + 1, FOLDS + 1, "parts"))
        learned = learn_polarities(occurrences, side, given, options)
        run.progress(Step("learn words", FOLDS + 1, FOLDS + 1, "parts", f"{len(learned):,} words"))
    scale, bias = fit_scale(scores, good, weights)
    return Fitted(learned, scale, bias, positive)


def is_word(token: str) -> bool:
    """Whether a token is made of letters or Chinese characters."""
    return token.isalpha()


def _score(tokens: Tokens, polar: Mapping[str, float], marks: Marks, options: RulesOptions) -> Float64:
    sums = [sum(hit.value for hit in find_hits(text, polar, marks, options)) for text in tokens]
    return np.array(sums, np.float64)


def _find_positive(scores: Float64, right: Bools, weights: Float64) -> int:
    """The class whose texts have the greater scores on average; 1 where there is no difference."""
    parts = [(part & (weights > 0)) for part in (~right, right)]
    if not all(part.any() for part in parts):
        return 1
    low, high = (float(np.average(scores[part], weights=weights[part])) for part in parts)
    return 1 if high >= low else 0

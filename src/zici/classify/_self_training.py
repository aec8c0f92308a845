"""Self-training: a model labels texts, and learns from those that it is surest of."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from zici._progress import Progress, Step, silent
from zici.classify._model import Float32Array, Int32Array, Model
from zici.classify._training import all_logits, softmax
from zici.errors import OptionError

Fit = Callable[[Sequence[str], Int32Array, Float32Array], Model]
Chances = npt.NDArray[np.float64]


@dataclass(frozen=True)
class SelfTraining:
    """How a model learns from texts without labels.

    In each round the model labels those that it has not learned from yet; the surest get its label for good,
    and a new model is trained on them and on the labelled texts.

    Attributes:
        rounds: from 1; one that finds no text to learn from is the last.
        confidence: the least probability of the label, from 0 up to 1. What losses make of probabilities
            differs: the hard margin stops pushing at its margin.
        share: of the texts without labels that a round may take, above 0 up to 1; the surest of them.
        balanced: whether a round takes of each class at most in proportion to its labelled texts; else of
            whatever class is surest, which often is one alone.
        weight: of a text with the model's label, beside an average labelled text; above 0.

    Raises:
        OptionError: a value outside its range.

    Source:
        Yarowsky 1995, "Unsupervised Word Sense Disambiguation Rivaling Supervised Methods"; Scudder 1965,
        "Probability of Error of Some Adaptive Pattern-Recognition Machines".

    Example:
        >>> from zici.classify import TextClassifier
        >>> clf = TextClassifier("linear", self_training=SelfTraining(weight=1.0), workers=1)
        >>> texts, labels = ["好吃", "很好吃", "难吃", "很难吃"] * 2, ["好", "好", "坏", "坏"] * 2
        >>> clf = clf.fit(texts, labels, unlabelled=["好吃实惠", "实惠好吃", "难吃贵", "贵难吃"])
        >>> clf.predict(["实惠", "贵"]).tolist()
        ['好', '坏']
    """

    rounds: int = 1
    confidence: float = 0.5
    share: float = 1.0
    balanced: bool = True
    weight: float = 0.5

    def __post_init__(self) -> None:
        if not isinstance(self.rounds, int) or isinstance(self.rounds, bool) or self.rounds < 1:
            raise OptionError(f"rounds: expected a whole number from 1, got {self.rounds!r}")
        if not isinstance(self.balanced, bool):
            raise OptionError(f"balanced: expected True or False, got {self.balanced!r}")
        for name, most in (("confidence", 1.0), ("share", 1.0), ("weight", 1e6)):
            value = getattr(self, name)
            real = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
            if not real or not 0 <= value <= most or (value == 0 and name != "confidence"):
                least = "from 0" if name == "confidence" else "above 0"
                raise OptionError(f"{name}: expected a number {least} up to {most:g}, got {value!r}")


def parse_self_training(given: Any) -> SelfTraining:
    """What a user gives as ``self_training``: the dataclass, a dict of its fields, or True.

    Raises:
        OptionError: another thing, or a field that it doesn't have.
    """
    if isinstance(given, SelfTraining):
        return given
    if given is True:
        return SelfTraining()
    if not isinstance(given, Mapping):
        raise OptionError(
            f"self_training: expected SelfTraining, a dict of its fields or True, got {given!r:.60}"
        )
    known = [field.name for field in fields(SelfTraining)]
    for name in given:
        if name not in known:
            raise OptionError(f"self_training: {name!r} is none of {', '.join(known)}")
    return SelfTraining(**given)


def self_train(
    fit: Fit,
    texts: Sequence[str],
    targets: Int32Array,
    weights: Float32Array,
    unlabelled: Sequence[str],
    settings: Any = None,
    *,
    progress: Progress = silent,
) -> Model:
    """Train a model, and again with the labels that it gives to texts without any.

    Texts that are labelled, that are the same as another one, or that are empty are not among those it may
    take. The same arguments give the same model, if ``fit`` does so.

    Args:
        fit: trains a new model on texts, targets and weights.
        texts: those with labels.
        targets: their classes, int32 of shape (texts,), from 0.
        weights: float32 of shape (texts,), from 0.
        unlabelled: texts without labels.
        settings: a :class:`SelfTraining`, a dict of its fields, or True or None: its defaults.
        progress: called with every round.

    Returns:
        The model of the last round.

    Raises:
        OptionError: settings outside their range.
    """
    wanted = parse_self_training(True if settings is None else settings)
    known = set(texts)
    pool = list(dict.fromkeys(text for text in unlabelled if text and text not in known))
    weight = float(np.mean(weights)) * wanted.weight
    shares = np.bincount(targets) / len(targets)
    most = max(1, round(wanted.share * len(pool)))
    taken, labels = list[str](), list[int]()
    model = fit(texts, targets, weights)
    for number in range(wanted.rounds):
        chances = softmax(all_logits(model, pool, shares.size))
        places = _surest(chances, shares, most, wanted) if pool else np.zeros(0, np.int64)
        progress(_step(number, wanted.rounds, len(taken) + places.size))
        if places.size == 0:
            break
        taken += [pool[place] for place in places]
        labels += chances[places].argmax(axis=1).tolist()
        gone = set(places.tolist())
        pool = [text for place, text in enumerate(pool) if place not in gone]
        model = fit(
            [*texts, *taken],
            np.append(targets, labels).astype(np.int32),
            np.append(weights, np.full(len(taken), weight)).astype(np.float32),
        )
    return model


def _step(number: int, rounds: int, texts: int) -> Step:
    return Step("self-training", number + 1, rounds, "rounds", f"{texts:,} texts with the model's labels")


def _surest(chances: Chances, shares: npt.NDArray[np.float64], most: int, wanted: SelfTraining) -> Any:
    """The places of the texts to take, rising; equally sure ones in their order."""
    labels, sure = chances.argmax(axis=1), chances.max(axis=1)
    order = np.argsort(-sure, kind="stable")
    order = order[sure[order] >= wanted.confidence]
    if not wanted.balanced:
        return np.sort(order[:most])
    ranked = [order[labels[order] == label] for label in range(shares.size)]
    quotas = np.maximum(np.rint(most * shares), 1).astype(np.int64)
    parts = [part[:quota] for part, quota in zip(ranked, quotas.tolist(), strict=True)]
    return np.sort(np.concatenate(parts))

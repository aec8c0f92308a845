"""From checked texts to a trained model with its temperature, threshold and zone."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

import numpy as np
import numpy.typing as npt

from zici.classify._holdout import Places, hold_out
from zici.classify._inputs import Labels
from zici.classify._model import Float32Array, Int32Array, Model, Run
from zici.classify._models import make_model, make_options
from zici.classify._parameters import Wanted
from zici.classify.calibration import Zone, find_zone, fit_temperature, tune_threshold
from zici.classify.calibration._abstain import NEVER
from zici.errors import EmptyError, OptionError

Float64Array = npt.NDArray[np.float64]
CELLS = 1 << 22  # texts times classes that a model is asked for at once
ENOUGH = 1 << 25  # of the same from which temperature, threshold and zone are learned: 256 MB
FEW = 30  # fewer texts held out than this say little


class Data(NamedTuple):
    """Texts with their classes from 0 and their weights."""

    texts: list[str]
    targets: Int32Array
    weights: Float32Array

    def take(self, places: Places) -> Data:
        """Some of them."""
        return Data([self.texts[place] for place in places], self.targets[places], self.weights[places])


@dataclass(frozen=True)
class Decision:
    """How logits become answers.

    Attributes:
        temperature: what logits are divided by.
        threshold: two classes: class 1 is the answer from this probability on; None: the most probable.
        zone: where ``decide`` gives no answer; None: nowhere.
    """

    temperature: float = 1.0
    threshold: float | None = None
    zone: Zone | None = None

    def classes(self, probabilities: Float64Array) -> npt.NDArray[np.int64]:
        """The class of each row."""
        if self.threshold is None:
            return np.asarray(probabilities.argmax(axis=1))
        return (probabilities[:, 1] >= self.threshold).astype(np.int64)


def train(params: Mapping[str, Any], wanted: Wanted, data: Data, names: Labels) -> tuple[Model, Decision]:
    """Train what the parameters of TextClassifier ask for.

    Raises:
        OptionError: parameters that the model or the number of classes doesn't have.
        EmptyError: nothing can be held out although it is needed.
    """
    _check_two(wanted, names.size)
    held = _held(wanted, data, names) if wanted.share else None
    if held is None:
        return _fit(params, wanted, data, None, names.size), _decide_as_told(wanted)
    inside = np.ones(len(data.texts), bool)
    inside[held] = False
    part = data.take(held)
    model = _fit(params, wanted, data.take(np.flatnonzero(inside)), part, names.size)
    return model, _learn_decision(wanted, model, part, names.size)


def trainer(
    params: Mapping[str, Any], wanted: Wanted, held: Data | None, classes: int
) -> Callable[[Sequence[str], Int32Array, Float32Array], Model]:
    """A function that trains a new model on texts, for one who trains again and again."""
    options = make_options(params["model"], params["options"], epochs=params["epochs"])
    early = held if wanted.patience is not None else None
    run = Run(wanted.loss.without_alpha(), wanted.seed, wanted.workers, wanted.patience, wanted.progress)

    grown = _others(params, held) if params["self_training"] is None else []

    def fit(texts: Sequence[str], targets: Int32Array, weights: Float32Array) -> Model:
        model: Any = make_model(params["model"], options, params["tokens"], params["vectors"], texts)
        if grown:  # only rules get here: no other model is given such texts without self_training
            model.grow(grown, progress=wanted.progress)
        validation = None if early is None else (early.texts, early.targets)
        model.fit(texts, targets, classes=classes, weights=weights, validation=validation, run=run)
        return cast(Model, model)

    return fit


def _others(params: Mapping[str, Any], held: Data | None) -> list[str]:
    """The texts without labels that are learned from: what is held out is learned from in no way."""
    kept = set() if held is None else set(held.texts)
    return [text for text in params["unlabelled"] or () if text not in kept]


def _fit(params: Mapping[str, Any], wanted: Wanted, data: Data, held: Data | None, classes: int) -> Model:
    fit = trainer(params, wanted, held, classes)
    if params["self_training"] is None:
        return fit(*data)
    from zici.classify._self_training import self_train

    more = _others(params, held)
    return self_train(fit, *data, more, params["self_training"], progress=wanted.progress)


def _held(wanted: Wanted, data: Data, names: Labels) -> Places:
    held = hold_out(data.texts, data.targets, wanted.share, seed=wanted.seed)
    if held.size == 0:
        raise EmptyError(
            "early_stopping, calibrate, threshold and abstain learn from texts held out, and no class has "
            "two different texts; give more texts, or switch them off"
        )
    alone = np.flatnonzero(np.bincount(data.targets[held], minlength=names.size) == 0)
    if alone.size:
        told = ", ".join(map(repr, names[alone[:3]].tolist()))
        warnings.warn(
            f"{alone.size:,} of {names.size:,} classes have no text to hold out ({told:.80}): what is "
            "learned from the texts held out (early stopping, calibration) knows nothing of them",
            stacklevel=4,
        )
    elif held.size < FEW:
        warnings.warn(
            f"{held.size} texts are held out, which says little; give more texts or a greater validation=",
            stacklevel=4,
        )
    return held


def _check_two(wanted: Wanted, classes: int) -> None:
    """Refuse what only two classes have where there are others."""
    if classes == 2:
        return
    if wanted.threshold is not None:
        raise OptionError(f"threshold: this is for two classes, there are {classes:,}; leave it None")
    if wanted.zone is not None and wanted.zone.confidence is None:
        raise OptionError(
            f"abstain: low and high are for two classes, there are {classes:,}; use {{'confidence': p}}"
        )


def _decide_as_told(wanted: Wanted) -> Decision:
    threshold = None if isinstance(wanted.threshold, str) else wanted.threshold
    return Decision(threshold=threshold, zone=wanted.zone)


def _learn_decision(wanted: Wanted, model: Model, held: Data, classes: int) -> Decision:
    """Temperature, threshold and zone, in this order, from texts that the model wasn't trained on."""
    told = _decide_as_told(wanted)
    if not (wanted.calibrate or isinstance(wanted.threshold, str) or wanted.reach):
        return told
    most = max(ENOUGH // classes, FEW)
    if len(held.texts) > most:
        held = held.take(np.linspace(0, len(held.texts) - 1, most).astype(np.int64))
    logits = all_logits(model, held.texts, classes)
    temperature = fit_temperature(logits, held.targets) if wanted.calibrate else 1.0
    chances = softmax(logits / temperature)
    threshold, zone = told.threshold, told.zone
    if isinstance(wanted.threshold, str):
        tuned = tune_threshold(chances, held.targets, for_=wanted.threshold, costs=wanted.costs)
        threshold = tuned.threshold
    if wanted.reach:
        zone = _find_zone(chances, held.targets, wanted.reach)
    return Decision(temperature, threshold, zone)


def _find_zone(chances: Float64Array, targets: Int32Array, reach: Mapping[str, float]) -> Zone:
    """A precision that can't be had is no reason to lose a model that may have trained for an hour."""
    try:
        return find_zone(chances, targets, **reach)
    except OptionError as error:
        warnings.warn(f"{error}; decide() will answer nothing", stacklevel=5)
        return Zone(confidence=NEVER)


def all_logits(model: Model, texts: Sequence[str], classes: int) -> Float64Array:
    """The logits of texts, float64 of shape (texts, classes)."""
    found = np.empty((len(texts), classes))
    for begin, part in in_parts(model, texts, classes):
        found[begin : begin + len(part)] = part
    return found


def in_parts(
    model: Model, texts: Sequence[str], classes: int
) -> Iterator[tuple[int, npt.NDArray[np.float64]]]:
    """The logits of texts part by part, each with the place where it begins."""
    step = max(CELLS // classes, 1)
    for begin in range(0, len(texts), step):
        yield begin, np.asarray(model.logits(texts[begin : begin + step]), np.float64)


def softmax(logits: Float64Array) -> Float64Array:
    """Probabilities, each row of sum 1."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))

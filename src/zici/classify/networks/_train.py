"""Training a network: epochs, what is told of each, and when to stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zici._keras import as_array, load_keras
from zici._progress import Step
from zici.classify._model import Float32Array, Int32Array, Run
from zici.classify.losses import keras_loss
from zici.classify.networks._batches import Batch, batches
from zici.classify.networks._options import NetworkOptions
from zici.classify.networks._vocabulary import Rows
from zici.errors import InputError


class Epoch(NamedTuple):
    """What was seen in one epoch.

    Attributes:
        number: from 1.
        loss: mean of the loss over the training texts while they were trained on, by weight.
        accuracy: share of them that was right then, by weight; dropout makes it lower than afterwards.
        validation: share of the validation texts that was right after the epoch; None: there were none.
    """

    number: int
    loss: float
    accuracy: float
    validation: float | None


class Samples(NamedTuple):
    """Training texts: units, classes from 0, weights."""

    rows: Rows
    targets: Int32Array
    weights: Float32Array


@dataclass(frozen=True)
class Ears:
    """Who is told of what.

    Attributes:
        judge: the accuracy of the network as it is on the validation part, or None.
        on_epoch: called after every epoch, or None.
    """

    judge: Callable[[], float] | None
    on_epoch: Callable[[Epoch], object] | None


def train(model: Any, samples: Samples, options: NetworkOptions, run: Run, ears: Ears) -> tuple[Epoch, ...]:
    """Train a model; with ``run.patience`` it is left in its best state.

    The model itself gets no optimizer: it can be asked and saved as it is.

    Raises:
        InputError: weights that overflow.
    """
    learner = _learner(model, options, run)
    best: list[npt.NDArray[np.float32]] = []
    best_accuracy, waited, told = -1.0, 0, []
    for number in range(1, options.epochs + 1):
        loss, accuracy = _epoch(learner, samples, options, run, number)
        found = None if ears.judge is None else ears.judge()
        told.append(Epoch(number, loss, accuracy, found))
        _tell(told[-1], len(samples.targets), options, run)
        if ears.on_epoch is not None:
            ears.on_epoch(told[-1])
        if run.patience is None or found is None:
            continue
        waited += 1
        if found > best_accuracy:
            best, best_accuracy, waited = [as_array(weight.value) for weight in model.weights], found, 0
        if waited >= run.patience:
            break
    for weight, value in zip(model.weights, best, strict=bool(best)):
        weight.assign(value)
    return tuple(told)


def _learner(model: Any, options: NetworkOptions, run: Run) -> Any:
    """Another model of the same layers, with a loss and an optimizer."""
    keras = load_keras()
    learner = keras.Model(model.inputs[0], model.outputs[0], name="learner")
    learner.compile(
        optimizer=keras.optimizers.Adam(options.learning_rate),
        loss=keras_loss(run.loss),
        weighted_metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
    )
    return learner


def _epoch(
    learner: Any, samples: Samples, options: NetworkOptions, run: Run, number: int
) -> tuple[float, float]:
    """Train on all texts; returns the mean loss and accuracy."""
    total = len(samples.targets)
    size = min(options.batch_size, total)
    random = np.random.default_rng([run.seed, 2, number])
    loss = right = weight = 0.0
    done = 0
    for batch in batches(samples.rows, options.length, size, random):
        targets, weights = _answers(batch, samples)
        found = learner.train_on_batch(batch.ids, targets, sample_weight=weights, return_dict=True)
        loss += float(found["loss"]) * len(targets)  # Keras gives the mean over rows
        if not np.isfinite(loss):
            raise InputError("the network's numbers overflow; use a smaller learning_rate")
        right += float(found["accuracy"]) * float(weights.sum())
        weight += float(weights.sum())
        done += batch.texts.size
        if done < total:
            note = f"loss {loss / (weight or 1.0):.4f}"
            run.progress(Step(_stage(number, options), done, total, "texts", note))
    return loss / (weight or 1.0), right / (weight or 1.0)


def _answers(batch: Batch, samples: Samples) -> tuple[Int32Array, Float32Array]:
    """Classes and weights of a batch's rows; those without a text weigh nothing."""
    targets = np.zeros(len(batch.ids), np.int32)
    weights = np.zeros(len(batch.ids), np.float32)
    targets[: batch.texts.size] = samples.targets[batch.texts]
    weights[: batch.texts.size] = samples.weights[batch.texts]
    return targets, weights


def _tell(epoch: Epoch, texts: int, options: NetworkOptions, run: Run) -> None:
    note = f"loss {epoch.loss:.4f}, accuracy {epoch.accuracy:.4f}"
    if epoch.validation is not None:
        note += f", validation {epoch.validation:.4f}"
    run.progress(Step(_stage(epoch.number, options), texts, texts, "texts", note))


def _stage(number: int, options: NetworkOptions) -> str:
    return f"train epoch {number} of {options.epochs}"

"""The training of a reader: steps, the running mean of the weights, validation, and going on after a stop."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from zici._keras import get_values, load_keras, set_values
from zici._progress import Progress, Step
from zici._training_state import Checkpoint, Kept
from zici.errors import InputError
from zici.qa.reader._batches import plan_epoch, training_batch
from zici.qa.reader._loss import reading_loss
from zici.qa.reader._options import ReaderOptions
from zici.qa.reader._rows import Row
from zici.qa.reader._weights import trained

Arrays = list[npt.NDArray[np.generic]]

SAVE_EVERY = 300.0  # seconds between two states that are kept within an epoch
WARM_UP = 0.05  # share of the steps in which the rate rises
LAST_RATE = 0.01
MEAN_OVER = 0.1  # share of the steps over which the running mean of the weights reaches
MOST_MOMENTUM = 0.9999


@dataclass
class Place:
    """How far a training is, and the best that it had.

    Attributes:
        epoch: epochs done.
        step: steps done of the next one.
        scores: the validation after every epoch.
        losses: the mean loss of every epoch.
        best: the weights that had the best score; empty before the first.
    """

    epoch: int = 0
    step: int = 0
    scores: list[float] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)
    best: Arrays = field(default_factory=list)


class Training:
    """One training of a model on rows.

    Args:
        model: as :func:`make_model` gives it; at the end it has the best weights.
        rows: what to learn from.
        options: see :class:`ReaderOptions`.
        seed: of the order and of all draws.
    """

    def __init__(self, model: Any, rows: Sequence[Row], options: ReaderOptions, *, seed: int) -> None:
        self.model, self.rows, self.options, self.seed = model, rows, options, seed
        self.place = Place()
        steps = options.epochs * len(plan_epoch(rows, options, seed=seed, epoch=0))
        keras = load_keras()
        self.optimizer = keras.optimizers.Adam(
            _schedule(options.learning_rate, steps),
            global_clipnorm=1.0,
            use_ema=True,
            ema_momentum=momentum(options, steps),
        )
        loss = reading_loss(options.gamma, options.positive, options.pointer)
        model.compile(optimizer=self.optimizer, loss=loss)
        self.optimizer.build(model.trainable_variables)

    def run(
        self, measure: Callable[[], float] | None, checkpoint: Checkpoint | None, progress: Progress
    ) -> None:
        """Train to the end, or until the validation has not been better for long."""
        if checkpoint is not None and checkpoint.kept is not None:
            self._restore(checkpoint.kept)
        while self.place.epoch < self.options.epochs and not self._is_over():
            self._run_epoch(checkpoint, progress)
            self._end_epoch(measure)
            if checkpoint is not None:
                checkpoint.save(*self._state())
        set_values(trained(self.model), self.place.best)

    def _is_over(self) -> bool:
        scores = self.place.scores
        return bool(scores) and len(scores) - 1 - int(np.argmax(scores)) >= self.options.patience

    def _run_epoch(self, checkpoint: Checkpoint | None, progress: Progress) -> None:
        epoch = self.place.epoch
        stage = f"train epoch {epoch + 1} of {self.options.epochs}"
        plan = plan_epoch(self.rows, self.options, seed=self.seed, epoch=epoch)
        done, saved, score = sum(map(len, plan[: self.place.step])), time.monotonic(), ""
        if self.place.scores:
            score = f", validation {max(self.place.scores):.3f}"
        if not self.place.step:
            self.place.losses.append(0.0)
        for stretches in plan[self.place.step :]:
            key = (self.seed, epoch, self.place.step)
            batch = training_batch(self.rows, stretches, self.options, key=key)
            loss = float(self.model.train_on_batch(batch.inputs, batch.targets))
            if not np.isfinite(loss):
                raise InputError("the network's weights are no numbers any more; use a smaller learning_rate")
            self.place.step += 1
            done += len(stretches)
            mean = self.place.losses[-1] + (loss - self.place.losses[-1]) * len(stretches) / done
            self.place.losses[-1] = mean
            progress(Step(stage, done, len(self.rows), "rows", f"loss {mean:.3f}{score}"))
            if checkpoint is not None and time.monotonic() - saved > SAVE_EVERY:
                checkpoint.save(*self._state())
                saved = time.monotonic()

    def _end_epoch(self, measure: Callable[[], float] | None) -> None:
        """Validate with the running mean of the weights, and keep it where it is the best."""
        now = get_values(trained(self.model))
        self.optimizer.finalize_variable_values(trained(self.model))
        mean = get_values(trained(self.model))
        set_values(trained(self.model), mean)  # copies: JAX gives the optimizer's own away to the next step
        score = None if measure is None else measure()
        if score is None or score > max(self.place.scores, default=-np.inf):
            self.place.best = mean
        if score is not None:
            self.place.scores.append(score)
        set_values(trained(self.model), now)
        self.place.epoch, self.place.step = self.place.epoch + 1, 0

    def _state(self) -> Kept:
        place = self.place
        told = {"epoch": place.epoch, "step": place.step, "scores": place.scores, "losses": place.losses}
        return told, {"variables": get_values(self._variables()), "best": place.best}

    def _restore(self, state: Kept) -> None:
        told, arrays = state
        self.place = Place(told["epoch"], told["step"], told["scores"], told["losses"], arrays["best"])
        set_values(self._variables(), arrays["variables"])

    def _variables(self) -> list[Any]:
        """All that changes in training: weights, what dropout and noise draw from, Adam's means, the loss."""
        fixed = {id(variable) for variable in self.model.non_trainable_weights}
        own = [variable for variable in self.model.variables if id(variable) not in fixed]
        known = {id(variable) for variable in own}
        return [*own, *(v for v in self.optimizer.variables if id(v) not in known)]


def momentum(options: ReaderOptions, steps: int) -> float:
    """That of the running mean of the weights.

    Example:
        >>> momentum(ReaderOptions(), 5000), momentum(ReaderOptions(ema=0.99), 5000)
        (0.998, 0.99)
    """
    if options.ema is not None:
        return options.ema
    return max(0.0, min(MOST_MOMENTUM, 1 - 1 / (MEAN_OVER * max(steps, 1))))


def _schedule(rate: float, steps: int) -> Any:
    rising = max(int(WARM_UP * steps), 1)
    return load_keras().optimizers.schedules.CosineDecay(
        LAST_RATE * rate,
        max(steps - rising, 1),
        alpha=LAST_RATE,
        warmup_target=rate,
        warmup_steps=rising,
    )

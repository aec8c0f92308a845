"""Training: steps in calls of a fraction of a second, records, the last good state."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zici._keras import load_backend, load_keras, old_copies, set_values
from zici._progress import Progress, Step
from zici._training_state import Arrays, Checkpoint, Kept
from zici.errors import InputError
from zici.gan._draws import draw, room
from zici.gan._own import has_convolutions
from zici.gan._record import GanRecord
from zici.gan._state import as_arrays, as_tensors
from zici.gan._step import FIGURES, Game, first_state, make_step

SAVE_EVERY = 60.0  # seconds between two states that are kept
CALL = 0.25  # seconds that a call of several steps should take
ROOM = 1 << 22  # bytes of what is drawn for a call, at most
MOST = 128  # steps of a call
ASTRAY = 1e8  # losses of more are none: the networks see numbers around 1


class Good(NamedTuple):
    """A state with numbers in it.

    Attributes:
        step: generator steps done.
        seconds: that they took.
        history: the records up to there.
        arrays: the state, see :func:`zici.gan._step.first_state`.
    """

    step: int
    seconds: float
    history: tuple[GanRecord, ...]
    arrays: dict[str, Arrays]

    def kept(self) -> Kept:
        """As a checkpoint keeps it."""
        told = {"step": self.step, "seconds": self.seconds, "history": [list(row) for row in self.history]}
        return told, self.arrays

    @classmethod
    def of(cls, kept: Kept) -> Good:
        """From what a checkpoint kept."""
        told, arrays = kept
        history = tuple(GanRecord(int(row[0]), *row[1:]) for row in told["history"])
        return cls(told["step"], told["seconds"], history, arrays)


@dataclass(frozen=True)
class Ears:
    """Who is told of what."""

    progress: Progress
    on_record: Callable[[GanRecord], object] | None


class Training:
    """One training of two networks, which have the weights of ``good`` after every record and at the end.

    Args:
        game: the networks and how they learn.
        data: the real samples as they are kept, see the forms.
        seed: of all draws.
    """

    def __init__(self, game: Game, data: npt.NDArray[Any], *, seed: int) -> None:
        self.game, self.seed, self.samples = game, seed, len(data)
        self.good = Good(0, 0.0, (), first_state(game.generator, game.critic))
        loop = not has_convolutions(game.generator, game.critic)
        self._data = load_keras().ops.convert_to_tensor(data)
        self._repeat = load_backend().repeat(make_step(game, loop=loop), loop=loop)
        one = sum(array.nbytes for array in room(game.options, 1).values())
        self._drawn = room(game.options, min(max(ROOM // one, 1), MOST))
        self._pace = 1

    def run(self, steps: int, checkpoint: Checkpoint | None, ears: Ears) -> None:
        """Train until ``steps`` are done, from where the checkpoint is."""
        if checkpoint is not None and checkpoint.kept is not None:
            self.good = Good.of(checkpoint.kept)
        saved, at = self.good.step, time.monotonic()
        try:
            state = as_tensors(self.good.arrays)
            while self.good.step < steps:
                state = self._to_record(state, steps, ears)
                if checkpoint is not None and time.monotonic() - at > SAVE_EVERY:
                    checkpoint.save(*self.good.kept())
                    saved, at = self.good.step, time.monotonic()
        finally:
            self._show()
            if checkpoint is not None and self.good.step > saved:
                checkpoint.save(*self.good.kept())

    def _to_record(self, state: dict[str, list[Any]], steps: int, ears: Ears) -> dict[str, list[Any]]:
        """The steps up to the next record, and that."""
        begin, every = self.good.step, self.game.options.record_every
        end, step = min((begin // every + 1) * every, steps), begin
        clock, sums = time.monotonic() - self.good.seconds, np.zeros(len(FIGURES))
        while step < end:
            state, figures = self._call(state, step, min(self._pace, end - step))
            self._check(figures, step)
            sums += figures.sum(axis=0)
            step += len(figures)
            record = GanRecord._make([step, *(sums / (step - begin)).tolist(), time.monotonic() - clock])
            if step < end:
                ears.progress(Step("train", step, steps, "steps", record.note()))
        arrays = as_arrays(state)
        if not all(np.isfinite(value).all() for values in arrays.values() for value in values):
            raise self._astray(step)
        self.good = Good(step, record.seconds, (*self.good.history, record), arrays)
        self._show()
        ears.progress(Step("train", step, steps, "steps", record.note()))
        if ears.on_record is not None:
            ears.on_record(record)
        return state

    def _call(
        self, state: dict[str, list[Any]], step: int, count: int
    ) -> tuple[dict[str, list[Any]], npt.NDArray[np.float64]]:
        """``count`` steps at once; the count of the next call is chosen by how long they took."""
        begin = time.monotonic()
        for place in range(count):
            draw(
                self._drawn, place, self.game.options, step=step + place, samples=self.samples, seed=self.seed
            )
        state, rows = self._repeat(state, self._data, self._drawn, count)
        with old_copies():
            figures = np.asarray(load_keras().ops.convert_to_numpy(rows), np.float64)[:count]
        took = max((time.monotonic() - begin) / count, 1e-6)
        self._pace = int(np.clip(CALL / took, 1, min(2 * self._pace, len(self._drawn["momentum"]))))
        return state, figures

    def _check(self, figures: npt.NDArray[np.float64], step: int) -> None:
        bad = ~(np.abs(figures) < ASTRAY).all(axis=1)
        if bad.any():
            raise self._astray(step + int(bad.argmax()) + 1)

    def _astray(self, step: int) -> InputError:
        return InputError(
            f"step {step}: losses or weights are no numbers any more, or beyond {ASTRAY:g}; the state after "
            f"step {self.good.step} is kept; use a smaller learning_rate, or another penalty"
        )

    def _show(self) -> None:
        """Give the networks the weights of the good state, the generator its running mean."""
        arrays, game = self.good.arrays, self.game
        set_values(game.generator.trainable_variables, arrays["running"])
        set_values(game.generator.non_trainable_variables, arrays["generator_fixed"])
        set_values(game.critic.trainable_variables, arrays["critic"])
        set_values(game.critic.non_trainable_variables, arrays["critic_fixed"])

"""The curves of a GAN's training."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici.gan import GanOptions, GanRecord
from zici.report._sheet import card
from zici.report.charts import Axis, Line, line_chart

Float64 = npt.NDArray[np.float64]
Words = dict[str, str]

MOST = 240  # points of a line: means of neighbouring records where there are more
MIDDLE = (0.02, 0.98)  # of the values, that a frame has to hold
FAR = 4.0  # times the spread of these, from which on a frame leaves the beginning out
TARGETED = ("two-sided", "one-sided", "difference")  # penalties that have a target


class Curves(NamedTuple):
    """What a training told, an array for each figure of :class:`zici.gan.GanRecord`, and steps a second."""

    step: Float64
    critic_loss: Float64
    critic_loss_with_penalty: Float64
    wasserstein: Float64
    gradient_norm_mean: Float64
    gradient_norm_sd: Float64
    generator_loss: Float64
    rate: Float64

    @classmethod
    def of(cls, history: Sequence[GanRecord]) -> Curves:
        """From at least one record."""
        table = np.array(history, np.float64)
        before = np.vstack([np.zeros((1, 2)), table[:-1, [0, -1]]])
        gone = np.maximum(table[:, -1] - before[:, 1], 1e-9)
        table[:, -1] = (table[:, 0] - before[:, 0]) / gone
        groups = np.array_split(table, min(len(table), MOST))
        means = np.array([group.mean(axis=0) for group in groups])
        means[:, 0] = [group[-1, 0] for group in groups]
        return cls(*means.T)

    def speed(self) -> float:
        """Generator steps a second, without the first stretch where there are more: it has to compile."""
        return float(np.median(self.rate[1:] if len(self.rate) > 1 else self.rate))


def curve_cards(found: Curves, options: GanOptions, words: Words) -> list[str]:
    """A card for each figure."""
    target = options.penalty in TARGETED
    slope = [Line(words["mean"], found.step.tolist(), found.gradient_norm_mean.tolist(),
                  found.gradient_norm_sd.tolist())]  # fmt: skip
    if target:
        ends = [float(found.step[0]), float(found.step[-1])]
        slope.append(Line(words["target"], ends, [options.target_norm] * 2))
    return [
        _card("distance", words, {"": found.wasserstein}, found.step),
        _card(
            "critic",
            words,
            {"with": found.critic_loss_with_penalty, "without": found.critic_loss},
            found.step,
        ),
        card(
            words["slope"],
            words["slope_note" if target else "slope_zero_note"],
            line_chart(slope, title=words["slope"], x=Axis(words["axis"]), y=Axis(low=0.0)),
        ),
        _card("generator", words, {"": found.generator_loss}, found.step),
        _card("rate", words, {"": found.rate}, found.step, low=0.0),
    ]


def _card(
    name: str, words: Words, values: dict[str, Float64], steps: Float64, *, low: float | None = None
) -> str:
    lines = [Line(words[key] if key else "", steps.tolist(), value.tolist()) for key, value in values.items()]
    frame, cut = _frame(np.concatenate(list(values.values())))
    frame = frame if low is None else frame._replace(low=low)
    note = f"{words[f'{name}_note']} {words['cut']}" if cut else words[f"{name}_note"]
    return card(words[name], note, line_chart(lines, title=words[name], x=Axis(words["axis"]), y=frame))


def _frame(values: Float64) -> tuple[Axis, bool]:
    """The upward axis, and whether it leaves out what goes far beyond all else, as a beginning does."""
    low, high = np.quantile(values, MIDDLE).tolist()
    span = high - low
    if not 0 < FAR * span < np.ptp(values):
        return Axis(), False
    return Axis(low=low - 0.3 * span, high=high + 0.3 * span), True

"""What is drawn for a step, and how fast it goes: all from the seed and the number of the step."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from zici.gan._settings import Settings

Drawn = dict[str, npt.NDArray[Any]]


def room(options: Settings, count: int) -> Drawn:
    """Arrays for what is drawn for ``count`` steps."""
    steps, size, latent = options.critic_steps, options.batch_size, options.latent
    return {
        "rows": np.zeros((count, steps, size), np.int32),
        "shares": np.zeros((count, steps, 2, size), np.float32),
        "noise": np.zeros((count, steps + 1, size, latent), np.float32),
        "rates": np.zeros((count, steps + 1), np.float32),
        "momentum": np.zeros(count, np.float32),
    }


def draw(into: Drawn, place: int, options: Settings, *, step: int, samples: int, seed: int) -> None:
    """Fill one row of :func:`room` for a step, from 0.

    ``rows`` are the numbers of real samples, ``shares`` where between real and generated ones the penalty
    looks, uniform from 0 to 1 for each sample, ``noise`` from the normal distribution.
    """
    random = np.random.default_rng([seed, 1, step])
    into["rows"][place] = random.integers(samples, size=into["rows"].shape[1:])
    random.random(out=into["shares"][place], dtype=np.float32)
    random.standard_normal(out=into["noise"][place], dtype=np.float32)
    steps = options.critic_steps
    into["rates"][place] = [adam_rate(options, step, step * steps + k + 1) for k in range(steps)] + [
        adam_rate(options, step, step + 1)
    ]
    into["momentum"][place] = min(options.ema, (1 + step) / (10 + step))


def adam_rate(options: Settings, step: int, turn: int) -> float:
    """The rate of a step, times the corrections of Adam's means at their ``turn``, from 1.

    Example:
        >>> from zici.gan._options import GanOptions
        >>> asked = GanOptions(learning_rate=0.1, beta_1=0.0, beta_2=0.75, steps=4, decay="linear")
        >>> options = Settings.of(asked, "vectors", "mlp", (2,))
        >>> [round(adam_rate(options, step, step + 1), 4) for step in range(3)]
        [0.05, 0.0496, 0.038]
    """
    rate = options.learning_rate * share_of_rate(options, step)
    return float(rate * np.sqrt(1 - options.beta_2**turn) / (1 - options.beta_1**turn))


def share_of_rate(options: Settings, step: int) -> float:
    """What the decay has left of the rate at a step: 1 at the first, towards 0 at the end."""
    gone = min(step / options.steps, 1.0)
    if options.decay == "linear":
        return 1 - gone
    return float(0.5 + 0.5 * np.cos(np.pi * gone)) if options.decay == "cosine" else 1.0

"""The Dirac-GAN, step by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from zici.errors import InputError, OptionError
from zici.gan.dirac._forces import DEFAULT_WEIGHTS, LOSSES, PENALTIES, PUSHES, critic_force, generator_force
from zici.gan.dirac._path import DiracPath, Float64

UPDATES = ("flow", "simultaneous", "alternating")
FAR = 1e12  # a path that gets there explodes
START = ((1.5,), (0.0,))
Force = Callable[[Float64, Float64], Float64]
Start = tuple[Sequence[float], Sequence[float]]


class _Game(NamedTuple):
    """What moves the two.

    Attributes:
        critic: the force on w.
        generator: the force on theta.
        bound: w stays between its negative and it; infinity for none.
    """

    critic: Force
    generator: Force
    bound: float

    def clip(self, w: Float64) -> Float64:
        return np.clip(w, -self.bound, self.bound)


Move = Callable[[Float64, Float64, _Game, float], tuple[Float64, Float64]]


def dirac_gan(
    penalty: str = "none",
    *,
    weight: float | None = None,
    loss: str = "wasserstein",
    update: str = "flow",
    steps: int = 1500,
    rate: float = 0.05,
    start: Start = START,
) -> DiracPath:
    """Follow the smallest GAN: is the generator led to the data, or does it circle around them?

    The real distribution is the point 0, the generator's is the point theta, and the critic is linear,
    D(x) = w x (Mescheder et al. 2018; kexue.fm/archives/6583). The critic goes down D(theta) - D(0) plus the
    penalty, the generator down -D(theta). The gradient of the critic by its input is w everywhere, so it
    doesn't matter where a penalty is taken.

    Args:
        penalty: "none"; "two-sided", weight * (||w|| - 1)^2; "one-sided", where ||w|| > 1 alone;
            "difference", the same of the slope between the two points; "zero-centred",
            weight * ||w||^2; "wgan-div", weight * ||w||^6; "clipping", every number of w is kept between
            -weight and weight.
        weight: of the penalty; None: ``DEFAULT_WEIGHTS``.
        loss: "wasserstein"; "non-saturating" or "saturating", those of the first GAN, with a sigmoid.
        update: "flow", the differential equation, by the method of Runge and Kutta; "simultaneous", gradient
            steps of both from the same state; "alternating", the critic's step, then the generator's.
        steps: how many.
        rate: how long each is; the two learn at the same rate. A path that explodes, as with steps too long
            for a steep penalty, stays where it was last below 1e12.
        start: theta and w, as many numbers each. In one dimension a two-sided penalty pushes w away from 0,
            which it has to pass on its way: with a weight of 1 or more theta stalls at twice the weight. In
            two or more it settles on the circle of radius 1.

    Raises:
        OptionError: a name that is unknown, or a number outside its range.
        InputError: a start of different lengths, or not finite.

    Example:
        >>> for penalty in ("none", "two-sided", "zero-centred"):
        ...     path = dirac_gan(penalty, start=((1.0, 0.5), (0.0, 0.5)))
        ...     print(penalty, path.verdict, f"{path.final_distance:.2f}")
        none circles 1.14
        two-sided circles 1.00
        zero-centred converges 0.00
    """
    game = _game(penalty, loss, weight)
    _check(update=update, steps=steps, rate=rate)
    theta, w = _state(start)
    move = {"flow": _flow, "simultaneous": _simultaneous, "alternating": _alternating}[update]
    thetas, ws = np.empty((steps + 1, theta.size)), np.empty((steps + 1, theta.size))
    times: Float64 = rate * np.arange(steps + 1, dtype=np.float64)
    thetas[0], ws[0] = theta, w
    for step in range(1, steps + 1):
        theta, w = _guarded(move, theta, w, game, rate)
        thetas[step], ws[step] = theta, w
    given = DEFAULT_WEIGHTS[penalty] if weight is None else float(weight)
    return DiracPath(penalty, loss, update, given, rate, times, thetas, ws)


def _guarded(move: Move, theta: Float64, w: Float64, game: _Game, rate: float) -> tuple[Float64, Float64]:
    """A step, unless it leads beyond all interest: then the two stay where they are."""
    with np.errstate(over="ignore", invalid="ignore"):
        next_theta, next_w = move(theta, w, game, rate)
        next_w = game.clip(next_w)
    inside = np.abs(next_theta).max() < FAR and np.abs(next_w).max() < FAR  # False for NaN too
    return (next_theta, next_w) if inside else (theta, w)


def _flow(theta: Float64, w: Float64, game: _Game, rate: float) -> tuple[Float64, Float64]:
    """A step of the classic Runge-Kutta method, of fourth order."""
    slopes = [(game.generator(theta, w), game.critic(theta, w))]
    for part in (0.5, 0.5, 1.0):
        ahead = theta + part * rate * slopes[-1][0], game.clip(w + part * rate * slopes[-1][1])
        slopes.append((game.generator(*ahead), game.critic(*ahead)))
    shares = (1 / 6, 1 / 3, 1 / 3, 1 / 6)
    return (
        theta + rate * sum(share * slope for share, (slope, _) in zip(shares, slopes, strict=True)),
        w + rate * sum(share * slope for share, (_, slope) in zip(shares, slopes, strict=True)),
    )


def _simultaneous(theta: Float64, w: Float64, game: _Game, rate: float) -> tuple[Float64, Float64]:
    return theta + rate * game.generator(theta, w), w + rate * game.critic(theta, w)


def _alternating(theta: Float64, w: Float64, game: _Game, rate: float) -> tuple[Float64, Float64]:
    w = game.clip(w + rate * game.critic(theta, w))
    return theta + rate * game.generator(theta, w), w


def _game(penalty: str, loss: str, weight: float | None) -> _Game:
    if penalty not in PENALTIES:
        raise OptionError(f"penalty: expected one of {', '.join(PENALTIES)}, got {penalty!r}")
    if loss not in LOSSES:
        raise OptionError(f"loss: expected one of {', '.join(LOSSES)}, got {loss!r}")
    given = DEFAULT_WEIGHTS[penalty] if weight is None else weight
    if not 0 <= given < np.inf or (penalty == "clipping" and given == 0):
        raise OptionError(f"weight: expected a finite number from 0 (clipping: above 0), got {weight!r}")
    return _Game(
        partial(critic_force, loss=loss, push=PUSHES[penalty], weight=given),
        partial(generator_force, loss=loss),
        given if penalty == "clipping" else np.inf,
    )


def _check(*, update: str, steps: int, rate: float) -> None:
    if update not in UPDATES:
        raise OptionError(f"update: expected one of {', '.join(UPDATES)}, got {update!r}")
    if type(steps) is not int or steps < 1:
        raise OptionError(f"steps: expected a number from 1, got {steps!r}")
    if not 0 < rate < np.inf:
        raise OptionError(f"rate: expected a finite number above 0, got {rate!r}")


def _state(start: Start) -> tuple[Float64, Float64]:
    try:
        theta, w = (np.array(part, np.float64) for part in start)
    except (TypeError, ValueError) as error:
        raise InputError(f"start: expected the numbers of theta and those of w, got {start!r:.60}") from error
    if theta.ndim != 1 or theta.shape != w.shape or theta.size == 0:
        raise InputError(
            f"start: expected as many numbers for w as for theta, got {w.shape} and {theta.shape}"
        )
    if not (np.isfinite(theta).all() and np.isfinite(w).all()):
        raise InputError(f"start: expected finite numbers, got {start!r:.60}")
    return theta, w

"""One step of the game: the critic learns several times, then the generator once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from zici._keras import get_values, load_backend, load_keras
from zici.gan._penalty import between, penalty, quotients, slope_norms
from zici.gan._settings import Settings

FIGURES = (
    "critic_loss",
    "critic_loss_with_penalty",
    "wasserstein",
    "gradient_norm_mean",
    "gradient_norm_sd",
    "generator_loss",
)
EPSILON = 1e-8  # of Adam

State = dict[str, list[Any]]


class Game(NamedTuple):
    """Who plays.

    Attributes:
        generator: Keras model from (rows, latent) to points.
        critic: Keras model from points to (rows, 1) or (rows,).
        points: from rows of the data, as they are kept, to points.
        options: with no None left in them.
    """

    generator: Any
    critic: Any
    points: Callable[[Any], Any]
    options: Settings


def first_state(generator: Any, critic: Any) -> State:
    """The state before the first step, lists of NumPy arrays: weights, Adam's means, the running mean."""
    state: State = {}
    for name, model in (("generator", generator), ("critic", critic)):
        state[name] = get_values(model.trainable_variables)
        state[f"{name}_fixed"] = get_values(model.non_trainable_variables)
        state[f"{name}_mean"] = [0.0 * value for value in state[name]]
        state[f"{name}_square"] = [0.0 * value for value in state[name]]
    state["running"] = [value.copy() for value in state["generator"]]
    return state


def make_step(game: Game, *, loop: bool) -> Callable[[State, Any, dict[str, Any]], tuple[State, Any]]:
    """The function of one generator step and the critic steps before it.

    It takes the state, the data and what was drawn (see :func:`zici.gan._draws.draw`), and returns the new
    state and the figures, float32 of shape (6,), in the order of FIGURES.
    """
    ops, backend, steps = load_keras().ops, load_backend(), game.options.critic_steps

    def step(state: State, data: Any, drawn: dict[str, Any]) -> tuple[State, Any]:
        inputs = {name: drawn[name] for name in ("rows", "shares")}
        inputs |= {name: drawn[name][:steps] for name in ("noise", "rates")}

        def critic_step(state: State, drawn: dict[str, Any]) -> tuple[State, Any]:
            return _critic_step(game, state, data, drawn)

        state, figures = backend.scan(critic_step, state, inputs, count=steps, loop=loop)
        state, loss = _generator_step(game, state, drawn["noise"][steps], drawn["rates"][steps])
        state = _follow(state, drawn["momentum"])
        return state, ops.concatenate([figures, ops.reshape(loss, (1,))])

    return step


def _critic_step(game: Game, state: State, data: Any, drawn: dict[str, Any]) -> tuple[State, Any]:
    ops = load_keras().ops
    real = game.points(ops.take(data, drawn["rows"], axis=0))
    fake, fixed = game.generator.stateless_call(
        state["generator"], state["generator_fixed"], drawn["noise"], training=True
    )
    fake = ops.stop_gradient(fake)

    def loss(weights: Any) -> tuple[Any, Any]:
        return critic_loss(game, weights, state["critic_fixed"], (real, fake, drawn["shares"]))

    (critic_fixed, figures), slopes = load_backend().loss_and_gradients(loss, state["critic"])
    state = state | {"generator_fixed": list(fixed), "critic_fixed": list(critic_fixed)}
    return _adam(state, "critic", slopes, drawn["rates"], game.options), figures


def critic_loss(
    game: Game, weights: Any, fixed: Any, batch: tuple[Any, Any, Any]
) -> tuple[Any, tuple[Any, Any]]:
    """The critic's loss with the penalty; beside it what stays fixed of the critic, and figures."""
    ops, options = load_keras().ops, game.options
    real, fake, shares = batch
    rows = real.shape[0]
    scores, new = game.critic.stateless_call(weights, fixed, ops.concatenate([real, fake]), training=True)
    scores = ops.reshape(scores, (-1,))

    def critic(points: Any) -> Any:
        found, _ = game.critic.stateless_call(weights, fixed, points, training=True)
        return ops.reshape(found, (-1,))

    points = between(real, fake, shares[0])
    if options.penalty == "difference":
        steepness = quotients(critic, points, between(real, fake, shares[1]))
    else:
        steepness = slope_norms(critic, points)
    distance = ops.mean(scores[:rows]) - ops.mean(scores[rows:])
    total = options.penalty_weight * penalty(options.penalty, steepness, options.target_norm) - distance
    figures = ops.stack([-distance, total, distance, ops.mean(steepness), ops.std(steepness)])
    return total, (list(new), figures)


def _generator_step(game: Game, state: State, noise: Any, rate: Any) -> tuple[State, Any]:
    ops = load_keras().ops

    def loss(weights: Any) -> tuple[Any, Any]:
        fake, fixed = game.generator.stateless_call(weights, state["generator_fixed"], noise, training=True)
        scores, _ = game.critic.stateless_call(state["critic"], state["critic_fixed"], fake, training=True)
        found = -ops.mean(scores)
        return found, (list(fixed), found)

    (fixed, found), slopes = load_backend().loss_and_gradients(loss, state["generator"])
    state = state | {"generator_fixed": list(fixed)}
    return _adam(state, "generator", slopes, rate, game.options), found


def _adam(state: State, name: str, slopes: Any, rate: Any, options: Settings) -> State:
    """A step of Adam; ``rate`` has the corrections of the means in it (Kingma & Ba 2014, section 2)."""
    ops = load_keras().ops
    means = [
        options.beta_1 * mean + (1.0 - options.beta_1) * slope
        for mean, slope in zip(state[f"{name}_mean"], slopes, strict=True)
    ]
    squares = [
        options.beta_2 * square + (1.0 - options.beta_2) * ops.square(slope)
        for square, slope in zip(state[f"{name}_square"], slopes, strict=True)
    ]
    weights = [
        weight - rate * mean / (ops.sqrt(square) + EPSILON)
        for weight, mean, square in zip(state[name], means, squares, strict=True)
    ]
    return state | {name: weights, f"{name}_mean": means, f"{name}_square": squares}


def _follow(state: State, momentum: Any) -> State:
    """The running mean of the generator's weights."""
    pairs = zip(state["running"], state["generator"], strict=True)
    return state | {"running": [new + momentum * (old - new) for old, new in pairs]}

"""The networks: a generator and a critic for samples of a shape."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from zici._keras import load_keras
from zici.errors import OptionError
from zici.gan._options import check_choice
from zici.gan._settings import Settings

FITTING = {"vectors": ("mlp",), "images": ("dcgan", "residual", "mlp"), "strings": ("residual", "mlp")}
LEAK = 0.2  # of the leaky ReLU in critics of images


class Networks(NamedTuple):
    """Two Keras models: (rows, latent) to samples, samples to (rows, 1)."""

    generator: Any
    critic: Any


class Plan(NamedTuple):
    """What the networks are made for: kind and shape of the samples, options without None, first weights."""

    kind: str
    shape: tuple[int, ...]
    options: Settings
    seeds: Iterator[int]


def pick_architecture(kind: str, architecture: str | None) -> str:
    """The one asked for, or the kind's own.

    Raises:
        OptionError: one that doesn't go with this kind of data.
    """
    known = FITTING[kind]
    if architecture is None:
        return known[0]
    if architecture not in known:
        raise OptionError(
            f"architecture: expected one of {', '.join(known)} for {kind}, got {architecture!r}"
        )
    return architecture


def check_fitting(kind: str | None, architecture: str | None) -> None:
    """Refuse an architecture before there is data.

    Raises:
        OptionError: one that there is not, or not for this kind.
    """
    if kind is not None:
        pick_architecture(kind, architecture)
    elif architecture is not None:
        check_choice("architecture", architecture, ("mlp", "dcgan", "residual"))


def make_networks(
    kind: str, architecture: str, shape: tuple[int, ...], options: Settings, *, seed: int
) -> Networks:
    """Networks that are not trained; the seed gives their first weights."""
    from zici.gan._convolutions import critic_of_images, images_from
    from zici.gan._residual import critic_of_strings, strings_from

    keras, plan = load_keras(), Plan(kind, shape, options, seeds_of(seed))
    noise = keras.Input((options.latent,), name="noise")
    sample = keras.Input(shape, name="sample")
    if architecture == "mlp":
        made, scores = mlp_generator(noise, plan), mlp_critic(sample, plan)
    elif kind == "strings":
        made, scores = strings_from(noise, plan), critic_of_strings(sample, plan)
    else:
        residual = architecture == "residual"
        made = images_from(noise, plan, residual=residual)
        scores = critic_of_images(sample, plan, residual=residual)
    return Networks(
        keras.Model(noise, finish(made, plan), name="generator"),
        keras.Model(sample, scores, name="critic"),
    )


def finish(x: Any, plan: Plan) -> Any:
    """From what the last layer gives to a sample: pixels by tanh, characters by softmax."""
    ops = load_keras().ops
    if plan.kind == "images":
        return ops.tanh(x)
    return ops.softmax(x, axis=-1) if plan.kind == "strings" else x


def mlp_generator(noise: Any, plan: Plan) -> Any:
    """Layers of ReLU, then one number for each of the sample's."""
    x = noise
    for _ in range(plan.options.depth):
        x = load_keras().ops.relu(dense(plan.options.width, plan)(x))
    x = dense(math.prod(plan.shape), plan, gain=1.0)(x)
    return load_keras().ops.reshape(x, (-1, *plan.shape))


def mlp_critic(sample: Any, plan: Plan) -> Any:
    """Layers of ReLU, then one number."""
    ops = load_keras().ops
    x = ops.reshape(sample, (-1, math.prod(plan.shape)))
    for _ in range(plan.options.depth):
        x = ops.relu(normed(dense(plan.options.width, plan)(x), plan))
    return dense(1, plan, gain=1.0)(x)


def normed(x: Any, plan: Plan) -> Any:
    """Layer norm over all axes of a sample, where the critic has it."""
    if not plan.options.layer_norm:
        return x
    axes = list(range(1, len(x.shape)))
    return load_keras().layers.LayerNormalization(axis=axes, epsilon=1e-5)(x)


def dense(width: int, plan: Plan, *, gain: float = 2.0) -> Any:
    """A dense layer over the last axis; ``gain`` 2 is He's for ReLU (He et al. 2015)."""
    return load_keras().layers.Dense(width, kernel_initializer=first_weights(plan, gain))


def first_weights(plan: Plan, gain: float) -> Any:
    """Uniform first weights, by the number of inputs."""
    return load_keras().initializers.VarianceScaling(gain, "fan_in", "uniform", seed=next(plan.seeds))


def seeds_of(seed: int) -> Iterator[int]:
    """Seeds for layers."""
    random = np.random.default_rng([seed, 2])  # training draws from others
    while True:
        yield int(random.integers(1 << 31))

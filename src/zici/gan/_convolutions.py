"""Networks for images: strided convolutions down, convolutions and doublings up; plain or residual."""

from __future__ import annotations

from typing import Any

from zici._keras import load_keras
from zici.gan._architectures import LEAK, Plan, dense, first_weights, normed

KERNEL = 4


def images_from(noise: Any, plan: Plan, *, residual: bool) -> Any:
    """A small picture from the noise, doubled ``depth`` times; what is too large is cut off.

    Every doubling is a convolution of 3 x 3 points to four times the channels, which are laid out as 2 x 2
    points (Shi et al. 2016, arXiv 1609.05158): a transposed convolution of 6 x 6 by another name, without the
    zeros in between.
    """
    ops, options = load_keras().ops, plan.options
    width, depth = options.width, options.depth
    height, across = (-(-side // 2**depth) for side in plan.shape[:2])
    x = dense(height * across * width * 2 ** (depth - 1), plan)(noise)
    x = ops.relu(ops.reshape(x, (-1, height, across, width * 2 ** (depth - 1))))
    for level in reversed(range(depth)):
        if residual:
            x = x + ops.relu(convolution(x.shape[-1], plan, kernel=3)(x))
        last = level == 0
        channels = plan.shape[2] if last else width * 2 ** (level - 1)
        x = doubled(convolution(4 * channels, plan, kernel=3, gain=1.0 if last else 2.0)(x))
        x = x if last else ops.relu(x)
    return x[:, : plan.shape[0], : plan.shape[1]]


def critic_of_images(sample: Any, plan: Plan, *, residual: bool) -> Any:
    """``depth`` convolutions, each of which halves the picture, then one number."""
    keras, options = load_keras(), plan.options
    ops, x = keras.ops, sample
    for level in range(options.depth):
        x = convolution(options.width * 2**level, plan, strides=2)(x)
        x = ops.leaky_relu(normed(x, plan) if level or residual else x, LEAK)
        if residual:
            x = x + ops.leaky_relu(normed(convolution(x.shape[-1], plan, kernel=3)(x), plan), LEAK)
    return dense(1, plan, gain=1.0)(keras.layers.Flatten()(x))


def convolution(
    channels: int, plan: Plan, *, kernel: int = KERNEL, strides: int = 1, gain: float = 2.0
) -> Any:
    """A layer that keeps the size of the picture, or halves it."""
    return load_keras().layers.Conv2D(
        channels, kernel, strides=strides, padding="same", kernel_initializer=first_weights(plan, gain)
    )


def doubled(x: Any) -> Any:
    """Four channels of a point become one channel of 2 x 2 points."""
    ops = load_keras().ops
    _, height, across, channels = x.shape
    x = ops.reshape(x, (-1, height, across, 2, 2, channels // 4))
    x = ops.transpose(x, (0, 1, 3, 2, 4, 5))
    return ops.reshape(x, (-1, 2 * height, 2 * across, channels // 4))

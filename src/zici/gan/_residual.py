"""Networks for strings: residual blocks of convolutions along the characters."""

from __future__ import annotations

from typing import Any

from zici._keras import load_keras
from zici.gan._architectures import Plan, dense, normed

KERNEL = 5
SHARE = 0.3  # of what a block adds


def strings_from(noise: Any, plan: Plan) -> Any:
    """``width`` numbers for each place of the string, the blocks, then a number for each character."""
    length, width = plan.shape[0], plan.options.width
    x = dense(length * width, plan, gain=1.0)(noise)
    x = load_keras().ops.reshape(x, (-1, length, width))
    for _ in range(plan.options.depth):
        x = block(x, plan, critic=False)
    return dense(plan.shape[1], plan, gain=1.0)(x)


def critic_of_strings(sample: Any, plan: Plan) -> Any:
    """A vector for each character, the blocks, then one number."""
    x = dense(plan.options.width, plan, gain=1.0)(sample)
    for _ in range(plan.options.depth):
        x = block(x, plan, critic=True)
    return dense(1, plan, gain=1.0)(load_keras().layers.Flatten()(x))


def block(x: Any, plan: Plan, *, critic: bool) -> Any:
    """Add .3 * conv(relu(conv(relu x))) to x, with layer norm behind the convolutions of a critic."""
    found = x
    for _ in range(2):
        found = convolution(load_keras().ops.relu(found), plan)
        found = normed(found, plan) if critic else found
    return x + SHARE * found


def convolution(x: Any, plan: Plan) -> Any:
    """Each place with its two neighbours on both sides, (rows, length, width) to the same.

    Written as one product of matrices: on a processor a convolution of a few characters takes longer than
    that, above all its gradient's gradient.
    """
    ops, length = load_keras().ops, x.shape[1]
    reach = KERNEL // 2
    padded = ops.pad(x, ((0, 0), (reach, reach), (0, 0)))
    beside = [padded[:, place : place + length] for place in range(KERNEL)]
    return dense(x.shape[-1], plan)(ops.concatenate(beside, axis=-1))

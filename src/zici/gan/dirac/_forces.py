"""What pulls at the generator's point and at the critic's weights."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Float64 = npt.NDArray[np.float64]
Push = Callable[[Float64, Float64, float], Float64]
"""From theta, w and the penalty's weight to the slope of the penalty by w."""

DEFAULT_WEIGHTS = {
    "none": 0.0,
    "two-sided": 0.25,
    "one-sided": 0.25,
    "difference": 0.25,
    "zero-centred": 0.25,
    "wgan-div": 2.0,
    "clipping": 0.5,
}
PENALTIES = tuple(DEFAULT_WEIGHTS)
LOSSES = ("wasserstein", "non-saturating", "saturating")
POWER = 6  # of the gradient's norm in WGAN-div


def critic_force(theta: Float64, w: Float64, *, loss: str, push: Push, weight: float) -> Float64:
    """Where the critic's weights want to go: down its loss and its penalty."""
    pull = theta if loss == "wasserstein" else sigmoid(float(theta @ w)) * theta
    return -pull - push(theta, w, weight)


def generator_force(theta: Float64, w: Float64, *, loss: str) -> Float64:
    """Where the generator's point wants to go."""
    if loss == "wasserstein":
        return w
    chance = sigmoid(float(theta @ w))  # of being real, as the critic says
    return (1.0 - chance if loss == "non-saturating" else chance) * w


def sigmoid(x: float) -> float:
    """1 / (1 + exp(-x)) that doesn't overflow."""
    return 0.5 * (1.0 + math.tanh(x / 2))


def _nothing(theta: Float64, w: Float64, weight: float) -> Float64:
    return np.zeros_like(w)


def _two_sided(theta: Float64, w: Float64, weight: float) -> Float64:
    """Of weight * (||w|| - 1)^2; the gradient of the critic by its input is w everywhere."""
    size = float(np.linalg.norm(w))
    return 2.0 * weight * (w - w / size) if size else np.zeros_like(w)


def _one_sided(theta: Float64, w: Float64, weight: float) -> Float64:
    """Of weight * relu(||w|| - 1)^2."""
    return _two_sided(theta, w, weight) if np.linalg.norm(w) > 1.0 else np.zeros_like(w)


def _difference(theta: Float64, w: Float64, weight: float) -> Float64:
    """Of weight * relu(|D(theta) - D(0)| / ||theta - 0|| - 1)^2: it sees w along theta alone."""
    distance = float(np.linalg.norm(theta))
    if distance == 0.0:
        return np.zeros_like(w)
    towards = theta / distance
    slope = float(towards @ w)
    return 2.0 * weight * (slope - min(1.0, max(-1.0, slope))) * towards


def _zero_centred(theta: Float64, w: Float64, weight: float) -> Float64:
    """Of weight * ||w||^2."""
    return 2.0 * weight * w


def _wgan_div(theta: Float64, w: Float64, weight: float) -> Float64:
    """Of weight * ||w||^6."""
    found: Float64 = weight * POWER * (w @ w) ** (POWER / 2 - 1) * w
    return found


PUSHES: dict[str, Push] = {
    "none": _nothing,
    "two-sided": _two_sided,
    "one-sided": _one_sided,
    "difference": _difference,
    "zero-centred": _zero_centred,
    "wgan-div": _wgan_div,
    "clipping": _nothing,  # what it does comes after the step
}

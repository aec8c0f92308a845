"""The Dirac-GAN from its losses: slopes by differences, solutions by the exponential of a matrix."""

from __future__ import annotations

import math

import numpy as np
from scipy.linalg import expm

STEP = 1e-6


def norm(x):
    return math.sqrt(sum(value * value for value in x))


def dot(x, y):
    return sum(a * b for a, b in zip(x, y, strict=True))


def penalty_of(name, theta, w, weight):
    if name in ("none", "clipping"):
        return 0.0
    if name == "two-sided":
        return weight * (norm(w) - 1) ** 2
    if name == "one-sided":
        return weight * max(norm(w) - 1, 0) ** 2
    if name == "difference":
        return weight * max(abs(dot(theta, w) - dot([0] * len(w), w)) / norm(theta) - 1, 0) ** 2
    if name == "zero-centred":
        return weight * norm(w) ** 2
    assert name == "wgan-div"
    return weight * norm(w) ** 6


def log_chance(score):
    """The ln of 1 / (1 + exp(-score))."""
    return -math.log1p(math.exp(-score)) if score > 0 else score - math.log1p(math.exp(score))


def critic_loss(theta, w, penalty, loss, weight):
    fake = dot(theta, w)
    value = fake if loss == "wasserstein" else -log_chance(-fake)
    return value + penalty_of(penalty, theta, w, weight)


def generator_loss(theta, w, loss):
    fake = dot(theta, w)
    return {"wasserstein": -fake, "non-saturating": -log_chance(fake), "saturating": log_chance(-fake)}[loss]


def slope(function, x):
    found = []
    for place in range(len(x)):
        above, below = list(x), list(x)
        above[place] += STEP
        below[place] -= STEP
        found.append((function(above) - function(below)) / (2 * STEP))
    return found


def step(theta, w, *, penalty, loss, weight, update, rate):
    down = slope(lambda there: critic_loss(theta, there, penalty, loss, weight), w)
    after = [value - rate * pull for value, pull in zip(w, down, strict=True)]
    if penalty == "clipping":
        after = [max(-weight, min(weight, value)) for value in after]
    seen = after if update == "alternating" else w
    down = slope(lambda there: generator_loss(there, seen, loss), theta)
    return [value - rate * pull for value, pull in zip(theta, down, strict=True)], after


def zero_centred(theta, w, weight, times):
    """The exact flow of one dimension: (theta, w)' = A (theta, w)."""
    matrix = np.array([[0.0, 1.0], [-1.0, -2.0 * weight]])
    return np.array([expm(matrix * time) @ [theta, w] for time in times])

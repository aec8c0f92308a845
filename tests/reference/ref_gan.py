"""The penalties of WGAN-GP and a critic from their definitions, slopes by differences, in float64."""

from __future__ import annotations

import numpy as np


def critic(weights, x):
    """Layers of tanh, then one number: weights are (matrix, bias, matrix, bias ...), x one sample."""
    *hidden, matrix, bias = weights
    found = np.asarray(x, np.float64).reshape(-1)
    for k in range(0, len(hidden), 2):
        found = np.tanh(found @ hidden[k] + hidden[k + 1])
    return float((found @ matrix + bias)[0])


def gradient(function, x, step=1e-5):
    """The slope of a function of one sample, number by number."""
    x = np.asarray(x, np.float64)
    found = np.zeros(x.shape)
    for place in np.ndindex(*x.shape):
        up, down = x.copy(), x.copy()
        up[place] += step
        down[place] -= step
        found[place] = (function(up) - function(down)) / (2 * step)
    return found


def steepness(function, real, fake, shares, *, difference=False):
    """One number for each pair: the length of the gradient between them, or a quotient of differences."""
    found = []
    for k in range(len(real)):
        x, y = np.asarray(real[k], np.float64), np.asarray(fake[k], np.float64)
        first = shares[0][k] * x + (1 - shares[0][k]) * y
        if difference:
            second = shares[1][k] * x + (1 - shares[1][k]) * y
            size = np.sqrt(sum((a - b) ** 2 for a, b in zip(first.flat, second.flat, strict=True)))
            found.append(abs(function(first) - function(second)) / size)
        else:
            found.append(np.sqrt(sum(part**2 for part in gradient(function, first).flat)))
    return np.array(found)


def penalty(name, steep, target):
    one = {
        "two-sided": lambda s: (s - target) ** 2,
        "one-sided": lambda s: (s - target) ** 2 if s > target else 0.0,
        "difference": lambda s: (s - target) ** 2 if s > target else 0.0,
        "zero-centred": lambda s: s**2,
        "wgan-div": lambda s: s**6,
    }[name]
    return sum(one(s) for s in steep) / len(steep)


def adam(weight, slopes, rates, beta_1, beta_2):
    """A number after steps of Adam with these slopes and rates (Kingma & Ba 2014, algorithm 1)."""
    mean = square = 0.0
    for t, (slope, rate) in enumerate(zip(slopes, rates, strict=True), 1):
        mean = beta_1 * mean + (1 - beta_1) * slope
        square = beta_2 * square + (1 - beta_2) * slope**2
        weight -= rate * (mean / (1 - beta_1**t)) / np.sqrt(square / (1 - beta_2**t))
    return weight

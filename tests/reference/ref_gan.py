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


def play(start, data, draws, weight, momentum_1, momentum_2):
    """The game of a linear generator z A + b and a linear critic x w + c, gradients by hand, in float64.

    ``draws``: for each step rows and noise of the critic's turns, noise of the generator's, the rates (with
    Adam's corrections in them) and the momentum of the running mean. Returns all weights and that mean.
    """
    values = {name: np.asarray(value, np.float64) for name, value in start.items()}
    means = {name: np.zeros_like(value) for name, value in values.items()}
    squares = {name: np.zeros_like(value) for name, value in values.items()}
    running = {name: values[name].copy() for name in ("A", "b")}

    def move(name, slope, rate):
        means[name] = momentum_1 * means[name] + (1 - momentum_1) * slope
        squares[name] = momentum_2 * squares[name] + (1 - momentum_2) * slope**2
        values[name] = values[name] - rate * means[name] / (np.sqrt(squares[name]) + 1e-8)

    for rows, noises, rates, momentum in draws:
        for row, noise, rate in zip(rows, noises[:-1], rates[:-1], strict=True):
            fake = noise @ values["A"] + values["b"]
            size = np.sqrt((values["w"] ** 2).sum())
            slope = fake.mean(axis=0) - data[row].mean(axis=0)
            move("w", slope + 2 * weight * (size - 1) * values["w"] / size, rate)
        direction = -values["w"]
        move("A", np.outer(noises[-1].mean(axis=0), direction), rates[-1])
        move("b", direction, rates[-1])
        for name, mean in running.items():
            running[name] = momentum * mean + (1 - momentum) * values[name]
    return values, running

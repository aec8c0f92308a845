"""From sums of polarities to log odds."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Float64 = npt.NDArray[np.float64]

STEPS = 50
LEAST = 1e-3  # of the scale: good words never speak for the bad side


def fit_scale(scores: Float64, right: npt.NDArray[np.bool_], weights: Float64) -> tuple[float, float]:
    """Scale and bias with which the log odds of the good side are ``scale * score + bias``.

    Minimises the weighted cross entropy plus half the squares of (scale - 1) and of the bias: few texts say
    little, and leave 1 and 0 as they are.

    Args:
        scores: float64 of shape (texts,).
        right: whether each text is of the good side.
        weights: float64 of shape (texts,), from 0.

    Returns:
        The scale, above 0, and the bias.

    Example:
        >>> fit_scale(np.array([0.0]), np.array([True]), np.array([0.0]))
        (1.0, 0.0)
    """
    # Scores of long texts may be large: in units of their size Newton's steps stay near.
    unit = max(1.0, float(np.sqrt((scores * scores).mean()))) if scores.size else 1.0
    inputs = np.stack([scores / unit, np.ones(scores.size)], axis=1)
    middle, pull = np.array([unit, 0.0]), np.array([1.0 / (unit * unit), 1.0])

    def loss(found: Float64) -> float:
        odds = inputs @ found
        total = float(weights @ np.logaddexp(0.0, np.where(right, -odds, odds)))
        return total + float(pull @ (found - middle) ** 2) / 2.0

    found = middle
    for _ in range(STEPS):
        chances = 1.0 / (1.0 + np.exp(-np.clip(inputs @ found, -500.0, 500.0)))
        slope = inputs.T @ (weights * (chances - right)) + pull * (found - middle)
        bend = (inputs.T * (weights * chances * (1.0 - chances))) @ inputs + np.diag(pull)
        step = np.linalg.solve(bend, slope)
        before = loss(found)
        while loss(found - step) > before and np.abs(step).max() > 1e-12:
            step = step / 2.0
        found = found - step
        if np.abs(step).max() < 1e-9:
            break
    scale, bias = float(found[0] / unit), float(found[1])
    return max(scale, LEAST), bias

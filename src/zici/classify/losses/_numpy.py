"""The losses as plain functions of arrays, and their slopes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from zici._kernels.losses import all_loss_slopes
from zici.classify.losses._loss import Loss, Weighting
from zici.errors import OptionError

Float64Array = npt.NDArray[np.float64]
SMALLEST = float(np.finfo(np.float64).tiny)  # a probability of 0 counts as this, so that every loss is finite


def cross_entropy(
    logits: npt.ArrayLike,
    targets: npt.ArrayLike,
    weights: npt.ArrayLike | None = None,
    *,
    from_logits: bool = True,
) -> Float64Array:
    """Minus the logarithm of the right class's probability, for each sample.

    Args:
        logits: finite, of shape (samples, classes); their softmax are the probabilities. Of shape
            (samples,), for two classes: the log odds of class 1, whose sigmoid is its probability.
        targets: the right classes, integers of shape (samples,), from 0.
        weights: how much each sample counts, from 0, of shape (samples,); None: 1 each.
        from_logits: False: ``logits`` are probabilities, each row of sum 1 (of shape (samples,): those of
            class 1); a probability of 0 counts as 2e-308.

    Returns:
        float64 of shape (samples,), from 0, in nats: weight times loss.

    Raises:
        OptionError: shapes that don't fit, numbers that are not finite, or a class that isn't there.

    Example:
        >>> cross_entropy([0.6, 0.5], [1, 0], from_logits=False).round(3)
        array([0.511, 0.693])
    """
    return losses(Loss(), logits, targets, weights, from_logits=from_logits)


def hard_margin(
    logits: npt.ArrayLike,
    targets: npt.ArrayLike,
    weights: npt.ArrayLike | None = None,
    *,
    margin: float = 0.6,
    from_logits: bool = True,
) -> Float64Array:
    """The cross entropy of the samples that are not safe yet, for each sample.

    Nothing where the right class has a probability above ``margin``, half of the cross entropy at the margin,
    all of it below. With two classes and p the probability of class 1 that is: nothing for class 1 at
    p > margin, nothing for class 0 at p < 1 - margin.

    Args:
        logits: as for :func:`cross_entropy`.
        targets: the right classes.
        weights: how much each sample counts; None: 1 each.
        margin: from .5 up to below 1.
        from_logits: False: ``logits`` are probabilities.

    Returns:
        float64 of shape (samples,).

    Raises:
        OptionError: as for :func:`cross_entropy`, or ``margin`` is outside its range.

    Source:
        kexue.fm/archives/4293.

    Example:
        >>> hard_margin([[0.39, 0.61], [0.4, 0.6], [0.5, 0.5]], [1, 1, 1], from_logits=False).round(3)
        array([0.   , 0.255, 0.693])
    """
    return losses(Loss("hard_margin", margin=margin), logits, targets, weights, from_logits=from_logits)


def softened_margin(
    logits: npt.ArrayLike,
    targets: npt.ArrayLike,
    weights: npt.ArrayLike | None = None,
    *,
    steepness: float = 5.0,
    weighting: Weighting = "softmax",
    from_logits: bool = True,
) -> Float64Array:
    """The hard margin at one half with a slope in place of its step, for each sample.

    ``-softmax(-K z)_t ln softmax(z)_t`` with the logits z and the steepness K. With two classes whose logits
    differ by x this is ``-sigmoid(-K x) ln sigmoid(x)``, and K = 1 is the focal loss of gamma 1. With more
    classes the weight goes to 0 as soon as any one class has a lower logit than the right one, which leaves
    samples behind that are wrong; ``weighting="odds"``, ``-sigmoid(-K ln(p / (1 - p))) ln p``, keeps both
    facts for any number of classes: a sample counts less as its p goes over one half, and K = 1 is the focal
    loss of gamma 1.

    Args:
        logits: as for :func:`cross_entropy`.
        targets: the right classes.
        weights: how much each sample counts; None: 1 each.
        steepness: K, above 0.
        weighting: "softmax", as in the source, or "odds"; the same with two classes.
        from_logits: False: ``logits`` are probabilities.

    Returns:
        float64 of shape (samples,).

    Raises:
        OptionError: as for :func:`cross_entropy`, or a number outside its range.

    Source:
        kexue.fm/archives/4733.

    Example:
        >>> softened_margin([2.0, -2.0], [1, 1], steepness=1.0).round(3)
        array([0.015, 1.873])
        >>> focal([2.0, -2.0], [1, 1], gamma=1.0).round(3)
        array([0.015, 1.873])
    """
    loss = Loss("softened_margin", steepness=steepness, weighting=weighting)
    return losses(loss, logits, targets, weights, from_logits=from_logits)


def focal(
    logits: npt.ArrayLike,
    targets: npt.ArrayLike,
    weights: npt.ArrayLike | None = None,
    *,
    alpha: float | Sequence[float] | None = None,
    gamma: float = 2.0,
    from_logits: bool = True,
) -> Float64Array:
    """The focal loss, ``-alpha (1 - p)^gamma ln p``, for each sample; p is that of the right class.

    Args:
        logits: as for :func:`cross_entropy`.
        targets: the right classes.
        weights: how much each sample counts; None: 1 each.
        alpha: None: 1. A number, for two classes: the weight of class 1; class 0 has 1 - alpha. Or one for
            each class.
        gamma: from 0; 0 gives alpha times the cross entropy.
        from_logits: False: ``logits`` are probabilities.

    Returns:
        float64 of shape (samples,).

    Raises:
        OptionError: as for :func:`cross_entropy`, or a number outside its range.

    Source:
        Lin et al. 2017, "Focal Loss for Dense Object Detection".

    Example:
        >>> focal([0.5, 0.1], [1, 1], alpha=0.25, from_logits=False).round(3)
        array([0.043, 0.466])
    """
    return losses(Loss("focal", alpha=alpha, gamma=gamma), logits, targets, weights, from_logits=from_logits)


def losses(
    loss: Loss,
    logits: npt.ArrayLike,
    targets: npt.ArrayLike,
    weights: npt.ArrayLike | None = None,
    *,
    from_logits: bool = True,
) -> Float64Array:
    """A loss for each sample; arguments and errors as for :func:`cross_entropy`.

    Example:
        >>> losses(Loss("focal", gamma=0.0), [[0.0, 0.0]], [1]).round(3)
        array([0.693])
    """
    rows, right = _checked(logits, targets, from_logits=from_logits)
    scale = _weights(loss, right, weights, rows.shape[1])
    if from_logits:
        return scale * _run(loss, rows, right)[0]
    found = rows[np.arange(right.size), right]
    if loss.name == "hard_margin":  # the margin is compared with the probability as it was given
        scale = scale * np.where(found > loss.margin, 0.0, np.where(found == loss.margin, 0.5, 1.0))
        loss = Loss()
    return scale * _run(loss, np.log(np.maximum(rows, SMALLEST)), right)[0]


def slopes(
    loss: Loss, logits: npt.ArrayLike, targets: npt.ArrayLike, weights: npt.ArrayLike | None = None
) -> Float64Array:
    """The slope of each sample's loss by its logits.

    The share that the hard margin takes of the cross entropy is a constant to it.

    Args:
        loss: which loss.
        logits: as for :func:`cross_entropy`.
        targets: the right classes.
        weights: how much each sample counts; None: 1 each.

    Returns:
        float64 in the shape of ``logits``: weight times slope. Each row has a sum of 0.

    Raises:
        OptionError: as for :func:`cross_entropy`.

    Example:
        >>> slopes(Loss("hard_margin"), [[0.0, 0.0], [0.0, 3.0]], [1, 1])
        array([[ 0.5, -0.5], [-0. ,  0. ]])
    """
    rows, right = _checked(logits, targets, from_logits=True)
    scale = _weights(loss, right, weights, rows.shape[1])
    moved = _run(loss, rows, right)[1] * scale[:, None]
    return moved[:, 1] if np.ndim(logits) == 1 else moved  # the log odds are logit 1 beside a logit of 0


def _run(loss: Loss, rows: Float64Array, right: npt.NDArray[np.int32]) -> tuple[Float64Array, Float64Array]:
    moved = np.empty_like(rows)
    return all_loss_slopes(*loss.kernel, rows, right, moved), moved


def _weights(loss: Loss, right: npt.NDArray[np.int32], weights: Any, classes: int) -> Float64Array:
    scale = np.ones(right.size) if weights is None else _numbers("weights", weights)
    if scale.shape != right.shape or (scale < 0).any():
        raise OptionError(f"weights: expected a number from 0 for each of {right.size} samples, got others")
    alpha = loss.class_weights(classes)
    return scale if alpha is None else scale * alpha[right]


def _checked(
    logits: npt.ArrayLike, targets: npt.ArrayLike, *, from_logits: bool
) -> tuple[Float64Array, npt.NDArray[np.int32]]:
    """Rows of two classes or more, and the right classes."""
    name = "logits" if from_logits else "probabilities"
    rows = _numbers(name, logits)
    if not from_logits and ((rows < 0) | (rows > 1)).any():
        raise OptionError("probabilities: expected numbers from 0 to 1, got others; are these logits?")
    if rows.ndim == 1:
        rows = np.stack([np.zeros_like(rows) if from_logits else 1.0 - rows, rows], axis=1)
    if rows.ndim != 2 or rows.shape[1] < 2:
        raise OptionError(
            f"{name}: expected the shape (samples, classes) or (samples,), got {np.shape(logits)}"
        )
    if not from_logits and not np.allclose(rows.sum(axis=1), 1.0, atol=1e-4):
        raise OptionError("probabilities: expected rows of sum 1, got others; are these logits?")
    return np.ascontiguousarray(rows), _classes(targets, rows.shape)


def _classes(targets: npt.ArrayLike, shape: tuple[int, ...]) -> npt.NDArray[np.int32]:
    right = np.asarray(targets)
    if right.shape != shape[:1] or (right.size and right.dtype.kind not in "iub"):
        raise OptionError(
            f"targets: expected one integer for each of {shape[0]} samples, got {targets!r:.60}"
        )
    if right.size and (right.min() < 0 or right.max() >= shape[1]):
        raise OptionError(
            f"targets: expected classes from 0 to {shape[1] - 1}, got {right.min()}..{right.max()}"
        )
    return np.ascontiguousarray(right, np.int32)


def _numbers(name: str, values: npt.ArrayLike) -> Float64Array:
    try:
        array = np.asarray(values, np.float64)
    except (TypeError, ValueError) as error:
        raise OptionError(f"{name}: expected an array of numbers, got {values!r:.60}") from error
    if not np.isfinite(array).all():
        raise OptionError(f"{name}: expected finite numbers, got some that are not")
    return array

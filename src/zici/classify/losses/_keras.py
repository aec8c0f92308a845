"""The losses for networks: functions of Keras tensors, the same on every backend."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zici._keras import load_keras
from zici.classify.losses._loss import Loss

KerasLoss = Callable[..., Any]
AWAY = -1e30  # a logit so low that its class is not there; infinity would make the slopes NaN


def keras_loss(loss: Loss) -> KerasLoss:
    """A loss as a function ``(targets, logits, weights=None)`` of Keras tensors.

    It returns float32 of shape (samples,), weight times loss for each sample, so it fits
    ``model.compile(loss=...)`` as it is. ``targets`` are integers of shape (samples,) or (samples, 1);
    ``logits`` have the shape (samples, classes), two classes or more. The slopes are those of
    :func:`zici.classify.losses.slopes`.

    Args:
        loss: which loss; its ``alpha`` is taken into account.

    Raises:
        MissingExtraError: Keras is not installed.
    """
    ops = load_keras().ops

    def losses(targets: Any, logits: Any, weights: Any = None) -> Any:
        logits = ops.cast(logits, "float32")
        classes = logits.shape[-1]
        right = ops.one_hot(ops.reshape(ops.cast(targets, "int32"), (-1,)), classes, dtype="float32")
        found = _by_logits(ops, loss, logits, right)
        alpha = loss.class_weights(classes)
        if alpha is not None:
            found = found * ops.sum(right * ops.convert_to_tensor(alpha, "float32"), axis=-1)
        return found if weights is None else found * ops.cast(weights, "float32")

    return losses


def _by_logits(ops: Any, loss: Loss, logits: Any, right: Any) -> Any:
    """The loss of each sample without alpha; see ``zici._kernels.losses`` for the formulas."""
    odds = _odds(ops, logits, right)
    entropy = ops.softplus(-odds)
    if loss.name == "hard_margin":
        p = ops.sigmoid(ops.stop_gradient(odds))
        margin = ops.cast(loss.margin, "float32")
        return (ops.cast(p < margin, "float32") + 0.5 * ops.cast(p == margin, "float32")) * entropy
    if loss.name == "focal":
        return ops.exp(-loss.gamma * ops.softplus(odds)) * entropy
    if loss.name == "softened_margin":
        opposite = _odds(ops, -loss.steepness * logits, right)
        return ops.sigmoid(opposite if loss.weighting == "softmax" else -loss.steepness * odds) * entropy
    return entropy


def _odds(ops: Any, logits: Any, right: Any) -> Any:
    """The log odds of the right class against all the rest."""
    rest = ops.where(right > 0, ops.cast(AWAY, "float32"), logits)
    return ops.sum(ops.where(right > 0, logits, 0.0), axis=-1) - ops.logsumexp(rest, axis=-1)

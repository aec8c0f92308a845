"""What the network says of every place, and the focal loss of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zici._keras import load_keras

PADDED = -1.0  # the target of a place behind the end


def log_probabilities(logits: Any) -> tuple[Any, Any]:
    """ln p and ln(1 - p) for p = sigmoid(place) * sigmoid(answer), without cancellation.

    Args:
        logits: tensor of shape (batch, n, 3): begin, end, an answer in the passage.

    Returns:
        Two tensors of shape (batch, n, 2), for begin and end.
    """
    ops = load_keras().ops
    place, answer = logits[:, :, :2], logits[:, :, 2:]
    yes = -ops.softplus(-place) - ops.softplus(-answer)
    no = ops.logaddexp(-ops.softplus(answer), -ops.softplus(-answer) - ops.softplus(place))
    return yes, no


def focal_loss(gamma: float, positive: float) -> Callable[[Any, Any], Any]:
    """The focal loss of begins and ends (Lin et al. 2017, arXiv 1708.02002; kexue.fm/archives/5409).

    Args:
        gamma: from 0; the loss of a place is multiplied by (1 - the probability of what is right)^gamma.
        positive: the weight of a place that is a begin or an end.

    Returns:
        A function of targets (batch, n, 2), 1, 0 or PADDED, and logits (batch, n, 3): the sum over the
        places, by the number of rows that have any.
    """
    ops = load_keras().ops

    def loss(targets: Any, logits: Any) -> Any:
        yes, no = log_probabilities(logits)
        right = -positive * ops.exp(gamma * no) * yes
        wrong = -ops.exp(gamma * yes) * no
        found = ops.where(targets > 0.5, right, ops.where(targets < -0.5, 0.0, wrong))
        rows = ops.sum(ops.cast(ops.any(targets > -0.5, axis=(1, 2)), "float32"))
        return ops.sum(found) / ops.maximum(rows, 1.0)

    return loss

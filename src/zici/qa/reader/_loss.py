"""What the network says of every place, and the loss of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zici._keras import load_keras

PADDED = -1.0  # the target of a place behind the end
AWAY = -1e9  # a logit so low that its place is not there; infinity would make slopes NaN


def log_probabilities(logits: Any) -> tuple[Any, Any]:
    """Logarithms of p and of 1 - p for p = sigmoid(place) * sigmoid(answer), without cancellation.

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


def reading_loss(gamma: float, positive: float, pointer: float) -> Callable[[Any, Any], Any]:
    """The focal loss of begins and ends (Lin et al. 2017; kexue.fm/archives/5409), and a pointer's.

    The focal loss alone says little about which of two places is better, as nearly all places are easy. So
    passages with answers add the cross entropy of a pointer: -ln of the share that the right places have in
    the softmax over all places (Kadlec et al. 2016, arXiv 1603.01547; Clark and Gardner 2018,
    arXiv 1710.10723).

    Args:
        gamma: from 0; the loss of a place is multiplied by (1 - the probability of what is right)^gamma.
        positive: the weight of a place that is a begin or an end.
        pointer: the weight of the pointer, from 0; 0 is the focal loss of the article.

    Returns:
        A function of targets (batch, n, 2), 1, 0 or PADDED, and logits (batch, n, 3): the sum over the
        places, by the number of rows that have any.
    """
    ops = load_keras().ops

    def loss(targets: Any, logits: Any) -> Any:
        yes, no = log_probabilities(logits)
        right = -positive * ops.exp(gamma * no) * yes
        wrong = -ops.exp(gamma * yes) * no
        found = ops.sum(ops.where(targets > 0.5, right, ops.where(targets < -0.5, 0.0, wrong)))
        rows = ops.sum(ops.cast(ops.any(targets > -0.5, axis=(1, 2)), "float32"))
        if pointer:
            found = found + pointer * _pointer(ops, targets, logits[:, :, :2])
        return found / ops.maximum(rows, 1.0)

    return loss


def _pointer(ops: Any, targets: Any, places: Any) -> Any:
    """The sum over rows with answers of -ln(share of the right places), begins and ends."""
    there = ops.where(targets < -0.5, AWAY, places)
    right = ops.where(targets > 0.5, places, AWAY)
    entropy = ops.logsumexp(there, axis=1) - ops.logsumexp(right, axis=1)
    return ops.sum(ops.where(ops.any(targets > 0.5, axis=1), entropy, 0.0))

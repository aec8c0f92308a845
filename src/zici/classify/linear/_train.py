"""Training: epochs in an order by chance, until all are done or the validation part gets no better."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from zici._kernels.linear import Objective, Samples, train_many, train_two
from zici._kernels.losses import HARD_MARGIN
from zici._progress import Step
from zici.classify._model import Run
from zici.classify.losses import Loss, slopes

Float32 = npt.NDArray[np.float32]
Judge = Callable[[Float32], float]


def curvature_of(loss: Loss, classes: int) -> float:
    """The greatest change of the loss's slope by the log odds; twice that where logits share a softmax.

    The hard margin has that of the cross entropy: its step is a jump, which no length of step can follow.
    """
    odds = np.linspace(-20.0, 20.0, 4001)
    smooth = Loss() if loss.kernel.kind == HARD_MARGIN else loss.without_alpha()
    found = slopes(smooth, odds, np.ones(odds.size, np.int32))
    greatest = float(np.abs(np.diff(found)).max() / (odds[1] - odds[0]))
    return greatest if classes == 2 else 2.0 * greatest


def train(samples: Samples, ratios: Float32, run: Run, *, epochs: int, judge: Judge | None) -> Float32:
    """The trained weights times ratios, float32 of shape (columns + 1, outputs), the bias last.

    Two classes have one output x and logits (-x / 2, x / 2), else each has its own. The hard margin jumps,
    and steps of one length never come to rest at a jump: its steps become shorter in the second half of the
    epochs. (From the first epoch on would be too early for a class of a few texts.)

    Args:
        samples: the rows; with two classes their values are multiplied with the ratios here.
        ratios: float32 of shape (columns, outputs).
        run: loss, seed, patience, progress.
        epochs: passes at most.
        judge: the accuracy of weights on the validation part, or None.
    """
    outputs = ratios.shape[1]
    curvature, full = curvature_of(run.loss, max(2, outputs)), (epochs + 1) // 2
    factors = np.concatenate([ratios, np.ones((1, outputs), np.float32)])
    weights = np.zeros_like(factors)
    beta = np.zeros((samples.targets.size, outputs), np.float32)
    if outputs == 1:
        samples = samples._replace(values=samples.values * ratios[samples.columns, 0])
    random = np.random.default_rng(run.seed)
    best, best_accuracy, waited = weights, -1.0, 0
    for epoch in range(epochs):
        order = random.permutation(samples.targets.size)
        shorter = max(1.0, 2.0 + epoch - full) ** 2 if run.loss.kernel.kind == HARD_MARGIN else 1.0
        objective = Objective(*run.loss.kernel, curvature * shorter)
        if outputs == 1:
            loss = train_two(samples, order, objective, weights[:, 0], beta[:, 0])
        else:
            loss = train_many(samples, order, objective, factors, weights, beta)
        note = f"loss {loss / max(float(samples.costs.sum()), 1e-30):.4f}"
        if judge is not None:
            accuracy = judge(weights * factors)
            note += f", accuracy {accuracy:.4f}"
            waited += 1
            if accuracy > best_accuracy:
                best, best_accuracy, waited = weights.copy(), accuracy, 0
        run.progress(Step("train", epoch + 1, epochs, "epochs", note))
        if judge is not None and run.patience is not None and waited >= run.patience:
            break
    stopped = judge is not None and run.patience is not None
    found: Float32 = (best if stopped else weights) * factors
    return found

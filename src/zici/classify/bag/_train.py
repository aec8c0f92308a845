"""Training: epochs in an order by chance, until all are done or the validation part gets no better."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from zici._kernels.bag import Bag, Rates, train_bag
from zici._kernels.linear import Objective, Samples
from zici._progress import Step
from zici.classify._model import Float32Array, Run
from zici.classify.bag._options import BagOptions
from zici.classify.linear._train import curvature_of

Judge = Callable[[Bag], float]
BIAS = 0.1  # the bias moves with every sample, so its steps are shorter


def train(
    samples: Samples,
    moves: Float32Array,
    start: Bag,
    options: BagOptions,
    run: Run,
    *,
    judge: Judge | None,
    fixed: bool,
) -> Bag:
    """The trained bag; ``start`` is changed.

    Args:
        samples: rows, classes and weights of the texts.
        moves: how far each value's vector moves, see ``train_bag``.
        start: what to begin with.
        options: epochs and rates.
        run: loss, seed, patience, progress.
        judge: the accuracy of a bag on the validation part, or None.
        fixed: whether the output layer stays as it is.
    """
    outputs = start.bias.size
    objective = Objective(*run.loss.kernel, curvature_of(run.loss, max(2, outputs)))
    stops = judge is not None and run.patience is not None
    random = np.random.default_rng(run.seed)
    weight = max(float(samples.costs.sum(dtype=np.float64)), 1e-30)
    bag, best, best_accuracy, waited = start, start, -1.0, 0
    for epoch in range(options.epochs):
        share = options.rate / options.epochs
        rates = Rates(
            share * (options.epochs - epoch),
            share * (options.epochs - epoch - 1),
            0.0 if fixed else options.output_rate,
            BIAS,
        )
        order = random.permutation(samples.targets.size)
        loss = train_bag(samples, moves, order, objective, rates, bag)
        note = f"loss {loss / weight:.4f}"
        if judge is not None:
            accuracy = judge(bag)
            note += f", accuracy {accuracy:.4f}"
            waited += 1
            if accuracy > best_accuracy:
                best_accuracy, waited = accuracy, 0
                best = Bag(*(part.copy() for part in bag)) if stops else bag
        run.progress(Step("train", epoch + 1, options.epochs, "epochs", note))
        if run.patience is not None and waited >= run.patience:
            break
    return best if stops else bag

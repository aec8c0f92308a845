"""What the kernels of word2vec look up: how likely things are, and the sigmoid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from zici.vectors._sgns_options import SgnsOptions
from zici.vectors._subsample import keep_probabilities

if TYPE_CHECKING:
    from zici._kernels.draws import Draws
    from zici._kernels.sgns import Curve

Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

UNIT = 2.0**32


def make_draws(counts: Int64, options: SgnsOptions) -> Draws:
    """The tables of sub-sampling and of negatives for words with these counts."""
    from zici._kernels.draws import Draws, fill_alias

    keep: Float64 = np.ones(counts.size)
    if options.subsample is not None:
        keep = keep_probabilities(counts, options.subsample)
    weights = np.power(counts.astype(np.float64), options.context_smoothing)
    accept, other = np.empty(counts.size, np.uint32), np.empty(counts.size, np.int32)
    fill_alias(weights * (counts.size / weights.sum()), accept, other)
    return Draws(np.maximum(np.rint(keep * UNIT) - 1, 0).astype(np.uint32), accept, other)


def make_curve() -> Curve:
    """The sigmoid and the loss, tabulated."""
    from zici._kernels.sgns import CELLS, LIMIT, Curve

    x = (np.arange(CELLS) + 0.5) * (2 * float(LIMIT) / CELLS) - float(LIMIT)
    return Curve((1 / (1 + np.exp(-x))).astype(np.float32), np.log1p(np.exp(x)).astype(np.float32))

"""Vectors by the truncated SVD of the table of which words stand together more often than by chance."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass

import numpy as np

from zici.errors import EmptyError
from zici.vectors._checkpoint import fingerprint
from zici.vectors._count_pairs import count_sentences
from zici.vectors._factors import Factors, Work
from zici.vectors._kept_products import KeptProducts, kept_products
from zici.vectors._log_shares import log_shares
from zici.vectors._options import MAX_WINDOW, CountOptions, check_integer, check_number, check_subsample
from zici.vectors._pair_margins import whole_sums
from zici.vectors._ppmi import ppmi
from zici.vectors._sentences import Sentences
from zici.vectors._svd import truncated_svd


@dataclass(frozen=True)
class SvdOptions:
    """The options of ``train_vectors(method="svd")`` (Levy, Goldberg and Dagan 2015).

    Attributes:
        dim: length of the vectors, up to the number of words.
        window: words on one side, 1 to 255.
        dynamic: whether near words weigh more; see :func:`count_pairs`.
        subsample: the threshold of sub-sampling frequent words; None: all are counted.
        negative: the shift k, from 1: ln(k) is taken off the PMI.
        context_smoothing: the power of the counts of contexts, above 0 to 1.
        eigenvalue_weight: the power p of the singular values, 0 to 1. Measured on
            21 million words of news and novels, on questions for choosing and on others for confirming: 0 and
            0.25 are alike, 0.5 is a little lower, 1 the lowest.
        power_iterations: of the factorisation, from 0; see :func:`truncated_svd`.
        seed: of the random directions, from 0.
        workers: threads; the result doesn't depend on it.

    Raises:
        OptionError: an option outside its range.

    Example:
        >>> SvdOptions(window=2).eigenvalue_weight
        0.25
    """

    dim: int = 200
    window: int = 5
    dynamic: bool = True
    subsample: float | None = None
    negative: int = 1
    context_smoothing: float = 0.75
    eigenvalue_weight: float = 0.25
    power_iterations: int = 2
    seed: int = 0
    workers: int = 1

    def __post_init__(self) -> None:
        check_integer("dim", self.dim)
        check_integer("window", self.window, most=MAX_WINDOW)
        check_integer("negative", self.negative, hint="it is the shift k, of which the logarithm is taken")
        check_integer("power_iterations", self.power_iterations, least=0)
        check_integer("seed", self.seed, least=0, most=2**63 - 1)
        check_integer("workers", self.workers)
        check_subsample(self.subsample)
        check_number("context_smoothing", self.context_smoothing, above=0.0, most=1.0)
        check_number("eigenvalue_weight", self.eigenvalue_weight, above=None, most=1.0)


def train_svd(sentences: Sentences, options: SvdOptions, work: Work) -> Factors:
    """Vectors of words and of contexts by the truncated SVD of the PPMI.

    Raises:
        EmptyError: no two words stand together more often than by chance.
    """
    pairs = count_sentences(sentences, _counting(options, work))
    values = ppmi(pairs, shift=options.negative, context_smoothing=options.context_smoothing)
    if not values.nnz:
        raise EmptyError(
            f"no two of {len(sentences.vocabulary)} words stand together more often than by chance "
            f"(shift {options.negative}); give more text or a smaller negative"
        )
    bias = log_shares(whole_sums(pairs)[1], options.context_smoothing)
    del pairs  # as large as what is factorised
    with _kept(sentences, options, work) as products:
        svd = truncated_svd(
            values,
            options.dim,
            power_iterations=options.power_iterations,
            seed=options.seed,
            workers=options.workers,
            progress=work.progress,
            products=products,
        )
    # Split so that words times contexts is what was factorised, for any weight; 0 ** 0 would be 1.
    weight = svd.values**options.eigenvalue_weight
    other = np.where(svd.values > 0, svd.values ** (1 - options.eigenvalue_weight), 0).astype(np.float32)
    info = {name: value for name, value in asdict(options).items() if name not in ("dim", "workers")}
    return Factors(svd.left * weight, svd.right * other, bias, info)


def _kept(
    sentences: Sentences, options: SvdOptions, work: Work
) -> AbstractContextManager[KeptProducts | None]:
    """Where the products are kept, if they are to be."""
    if work.checkpoint is None:
        return nullcontext()
    told = {name: value for name, value in asdict(options).items() if name != "workers"}
    return kept_products(work.checkpoint, told | fingerprint(sentences))


def _counting(options: SvdOptions, work: Work) -> CountOptions:
    return CountOptions(
        window=options.window,
        dynamic=options.dynamic,
        subsample=options.subsample,
        seed=options.seed,
        workers=options.workers,
        budget=work.budget,
        progress=work.progress,
    )

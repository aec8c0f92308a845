"""Vectors by word2vec: from sentences to matrices."""

from __future__ import annotations

from dataclasses import asdict

from zici.vectors._factors import Factors, Work
from zici.vectors._log_shares import log_shares
from zici.vectors._sentences import Sentences
from zici.vectors._sgns_options import SgnsOptions
from zici.vectors._train_sgns import Trained, train_sgns


def train_word2vec(sentences: Sentences, options: SgnsOptions, work: Work) -> Factors:
    """Vectors of words and of contexts by skip-gram or CBOW."""

    def told(state: Trained) -> None:
        if work.on_epoch is not None:
            work.on_epoch(len(state.losses), options.epochs, state.losses[-1], state.vectors)

    counts = sentences.vocabulary.counts
    trained = train_sgns(
        sentences, counts, options=options, tokens=sentences.tokens, on_epoch=told, progress=work.progress
    )
    left_out = ("dim", "workers", "architecture")
    info = {name: value for name, value in asdict(options).items() if name not in left_out}
    info["losses"] = [float(loss) for loss in trained.losses]
    return Factors(trained.vectors, trained.contexts, log_shares(counts, options.context_smoothing), info)

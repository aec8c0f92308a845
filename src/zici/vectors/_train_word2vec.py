"""Vectors by word2vec: from sentences to matrices."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
import numpy.typing as npt

from zici.vectors._checkpoint import Checkpoint, fingerprint, open_checkpoint
from zici.vectors._factors import Factors, Work
from zici.vectors._log_shares import log_shares
from zici.vectors._sentences import Sentences
from zici.vectors._sgns_options import SgnsOptions
from zici.vectors._subwords import Subwords, compose_words, distinct_ngrams, make_ngrams
from zici.vectors._train_sgns import Trained, train_sgns

Float32 = npt.NDArray[np.float32]

PAUSE = 600.0  # seconds between two checkpoints within an epoch


def train_word2vec(sentences: Sentences, options: SgnsOptions, work: Work) -> Factors:
    """Vectors of words and of contexts by skip-gram or CBOW.

    Raises:
        OptionError: ``work.checkpoint`` holds another training.
        OutputError: it can't be written.
    """
    if work.checkpoint is None:
        trained = _train(sentences, options, work, None)
    else:
        run = _told(options, "workers") | fingerprint(sentences)
        with open_checkpoint(work.checkpoint, run) as checkpoint:
            trained = _train(sentences, options, work, checkpoint)
    info = _told(options, "workers", "dim", "architecture") | {"losses": list(trained.losses)}
    bias = log_shares(sentences.vocabulary.counts, options.context_smoothing)
    subwords = None
    if options.ngrams is not None and trained.ngrams is not None:
        numbers = distinct_ngrams(sentences.vocabulary.words, options.ngrams)
        subwords = Subwords(numbers, trained.ngrams, options=options.ngrams)
    return Factors(_vectors(trained, sentences, options), trained.contexts, bias, info, subwords)


def _vectors(state: Trained, sentences: Sentences, options: SgnsOptions) -> Float32:
    if options.ngrams is None:
        return state.vectors
    words = sentences.vocabulary.words
    return compose_words(
        state.vectors, make_ngrams(words, options.ngrams, dim=options.dim, rows=state.ngrams)
    )


def _train(sentences: Sentences, options: SgnsOptions, work: Work, checkpoint: Checkpoint | None) -> Trained:
    def ended(state: Trained) -> None:
        if checkpoint is not None:  # first: what is told may raise
            checkpoint.save(state)
        if work.on_epoch is not None:
            vectors = _vectors(state, sentences, options)
            work.on_epoch(len(state.losses), options.epochs, state.losses[-1], vectors)

    return train_sgns(
        sentences,
        sentences.vocabulary.counts,
        options=options,
        tokens=sentences.tokens,
        words=sentences.vocabulary.words,
        resume=checkpoint.state if checkpoint else None,
        on_epoch=ended,
        on_pause=checkpoint.save if checkpoint else None,
        pause=PAUSE,
        progress=work.progress,
    )


def _told(options: SgnsOptions, *without: str) -> dict[str, Any]:
    return {name: value for name, value in asdict(options).items() if name not in without}

"""Vectors by word2vec in Keras: from sentences to matrices."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from zici.errors import OptionError
from zici.vectors._factors import Factors, Work
from zici.vectors._keras_model import WORDS, weights_of
from zici.vectors._keras_options import KerasOptions
from zici.vectors._keras_word2vec import train_keras
from zici.vectors._sentences import Sentences


def train_by_keras(sentences: Sentences, options: KerasOptions, work: Work) -> Factors:
    """Vectors of words and of contexts, as ``train_vectors`` asks for them."""
    if work.checkpoint is not None:
        raise OptionError(
            'checkpoint: method "keras" has none; leave it out, and save in on_epoch what counts'
        )

    def told(epoch: int, loss: float, model: Any) -> None:
        if work.on_epoch is not None:
            work.on_epoch(epoch, options.epochs, loss, weights_of(model, WORDS))

    trained = train_keras(
        sentences,
        sentences.vocabulary.counts,
        options=options,
        tokens=sentences.tokens,
        on_epoch=told,
        progress=work.progress,
    )
    return Factors(trained.vectors, trained.contexts, trained.bias, _info(options, trained.losses))


def _info(options: KerasOptions, losses: tuple[float, ...]) -> dict[str, Any]:
    left_out = ("dim", "workers", "features", "optimizer")
    info = {
        field.name: getattr(options, field.name) for field in fields(options) if field.name not in left_out
    }
    optimizer = options.optimizer if isinstance(options.optimizer, str) else options.optimizer.name
    features = [feature.name for feature in options.inputs]
    return {**info, "features": features, "optimizer": optimizer, "losses": list(losses)}

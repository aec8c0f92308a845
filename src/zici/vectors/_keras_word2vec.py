"""train_keras: word2vec with a random softmax in Keras 3, with any of its backends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zici._progress import Progress, Step, silent
from zici.errors import EmptyError, InputError
from zici.vectors._keras_batches import Tables, batches, make_tables
from zici.vectors._keras_model import (
    BIAS,
    CONTEXTS,
    WORDS,
    compile_model,
    feature_layer,
    make_model,
    weights_of,
)
from zici.vectors._keras_options import KerasOptions
from zici.vectors._log_shares import log_shares
from zici.vectors._stretches import check_blocks
from zici.vectors._train_sgns import check_counts

Float32 = npt.NDArray[np.float32]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]


class KerasTrained(NamedTuple):
    """What :func:`train_keras` gives.

    Attributes:
        vectors: float32 of shape (words, dim): the vectors of the words.
        contexts: float32 of shape (words, dim): the weights of the output; ``vectors`` itself where shared.
        bias: float32 of shape (words,); the logarithm of p(c | x) is ``x @ contexts[c] + bias[c]`` less a
            number that makes the sum over c 1. The probability is that of the text after sub-sampling.
        features: by name, the vectors of a feature, float32 of shape (size, dim).
        losses: by epoch, the mean loss of a softmax over the target and the words drawn (natural log).
        model: the Keras model, trained and compiled.
    """

    vectors: Float32
    contexts: Float32
    bias: Float32
    features: dict[str, Float32]
    losses: tuple[float, ...]
    model: Any


def train_keras(
    blocks: Iterable[Int32],
    counts: Int64,
    *,
    options: KerasOptions | None = None,
    tokens: int | None = None,
    on_epoch: Callable[[int, float, Any], object] | None = None,
    progress: Progress | None = None,
) -> KerasTrained:
    """Train word2vec in Keras on sentences of word numbers (kexue.fm/archives/4515).

    CBOW predicts the centre from the mean of the words around it, skip-gram from each of them. The softmax is
    over the target and ``negative`` words drawn at random. Where words are drawn with the probability q, such
    a softmax learns ln p - ln q (up to a number for each input), so ln q is added to the bias at the end.
    Text is read block by block, once an epoch, so it may be larger than memory.

    Args:
        blocks: int32 arrays of word numbers from 0 to ``len(counts) - 1``, such as :class:`Sentences`; a
            number below 0 ends a sentence, and so does the end of an array.
        counts: occurrences of every word, int64, from 1; they give the sub-sampling and the negatives.
        options: see :class:`KerasOptions`.
        tokens: words of one pass over ``blocks``; None: the sum of ``counts``.
        on_epoch: told (epochs done, mean loss, model) after every epoch.
        progress: told ``Step("train epoch 2 of 5", done, tokens, "words", "loss 2.104")``; the loss is that
            of the batches of this epoch so far.

    Returns:
        The vectors and the model.

    Raises:
        EmptyError: fewer than two words, or no two words stand together in a sentence.
        InputError: a number outside the vocabulary, counts below 1, a feature that gives other numbers than
            it should, or a rate so high that vectors overflow.
        MissingExtraError: Keras or its backend is not installed.
        OptionError: an option outside its range, or blocks that can be gone through only once.

    Example:
        >>> ids = np.array([0, 1, -1, 2, 3, -1] * 2000, dtype=np.int32)
        >>> options = KerasOptions(dim=8, epochs=4, batch_size=500, subsample=None, learning_rate=0.02)
        >>> trained = train_keras([ids], np.full(4, 2000), options=options)
        >>> trained.vectors.shape, trained.losses[-1] < trained.losses[0]
        ((4, 8), True)
    """
    options = options or KerasOptions()
    check_blocks(blocks)
    check_counts(counts)
    tokens = int(counts.sum()) if tokens is None else tokens
    tables = make_tables(counts, options)
    left = _left(counts, tables)
    rows = max(min(options.batch_size, round(left)), 1)
    model = make_model(counts.size, options)
    compile_model(model, options, steps=max(round(options.epochs * left / rows), 1))
    losses: list[float] = []
    for epoch in range(options.epochs):
        stage = f"train epoch {epoch + 1} of {options.epochs}"
        made = batches(blocks, tables, options, epoch=epoch, rows=rows, tokens=tokens)
        losses.append(_epoch(model, made, stage, tokens, progress or silent))
        if on_epoch is not None:
            on_epoch(epoch + 1, losses[-1], model)
    return _trained(model, counts, options, tuple(losses))


def _left(counts: Int64, tables: Tables) -> float:
    """How many words of the text sub-sampling leaves on average."""
    return float(counts.sum() if tables.keep is None else (counts * tables.keep).sum())


def _epoch(model: Any, made: Iterable[Any], stage: str, tokens: int, progress: Progress) -> float:
    """Train on all batches; returns the mean loss."""
    loss, predicted = 0.0, 0.0
    for batch in made:
        weight = float(batch.targets.sum())
        loss += weight * float(model.train_on_batch(batch.inputs, batch.targets))
        predicted += weight
        if not np.isfinite(loss):
            raise InputError("the vectors are no numbers any more; use a smaller learning_rate")
        progress(Step(stage, min(batch.words, tokens), tokens, "words", f"loss {loss / predicted:.3f}"))
    if not predicted:
        raise EmptyError(
            "no two words are together in a sentence; give longer sentences, more text, a larger subsample"
        )
    return loss / predicted


def _trained(model: Any, counts: Int64, options: KerasOptions, losses: tuple[float, ...]) -> KerasTrained:
    vectors = weights_of(model, WORDS)
    contexts = vectors if options.shared else weights_of(model, CONTEXTS)
    bias = np.zeros(counts.size, np.float32)
    if options.bias:
        bias += weights_of(model, BIAS)[:, 0]
    if options.draws == "unigram":
        bias += log_shares(counts, options.context_smoothing)
    features = {feature.name: weights_of(model, feature_layer(k)) for k, feature in enumerate(options.inputs)}
    return KerasTrained(vectors, contexts, bias, features, losses, model)

"""The network of the reader (kexue.fm/archives/5409, by characters as in 6906)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from zici._keras import load_keras
from zici.qa.reader._layers import alignment, attention_pool, gated_convolution
from zici.qa.reader._options import ReaderOptions

Float32 = npt.NDArray[np.float32]

VECTORS = "word_vectors"  # the layer that is not trained
CHARS = "characters"
PLACES = "places"
NORMS = ("embedded_norm", "joined_norm", "read_norm")  # without them trainings end in a burst of the loss
RARE = -4.0  # the first logit of a begin or an end


def make_model(size: int, matrix: Float32, options: ReaderOptions, *, seed: int) -> Any:
    """The network, with first weights that don't depend on the backend.

    Args:
        size: numbers of characters, the two without a character included.
        matrix: float32 of shape (words, dim), the vectors of words; dim 0: there are none.
        options: of these the width, the dilations, ``aligned``, ``features`` and what is random in training.
        seed: of the first weights and of what is random in training.

    Returns:
        A functional model. Inputs: question, its words, passage, its words (int32 of shape (batch, length)),
        and features, float32 of shape (batch, length, features). Output: float32 of shape
        (batch, length, 3): the logits of a begin and of an end at each place, and of an answer at all.
    """
    keras = load_keras()
    layers, ops = keras.layers, keras.ops
    question, question_words, passage, words = (
        layers.Input((None,), dtype="int32", name=name)
        for name in ("question", "question_words", "passage", "words")
    )
    features = layers.Input((None, len(options.features)), dtype="float32", name="features")
    embed = _embedding(size, matrix, options)
    embedded, joined_norm, read_norm = (layers.LayerNormalization(name=name) for name in NORMS)
    asked, asked_mask = embedded(embed(question, question_words)), _mask(question)
    read, mask = embedded(embed(passage, words)), _mask(passage)

    drop = layers.Dropout(options.dropout, seed=seed + 1)
    x = asked * asked_mask
    asked = _convolve(drop(x), asked_mask, options, options.question_dilations, "question", seed)
    whole = attention_pool()(name="question_pool")([asked, asked_mask])

    parts = [read]
    if options.features:
        parts.append(features)
    if options.aligned:
        parts.append(alignment()(name="alignment")([read, x, asked_mask, asked]))
    joined = layers.Dense(options.width, name="join")(layers.Concatenate()(parts) if parts[1:] else read)
    x = joined + ops.expand_dims(layers.Dense(options.width, use_bias=False, name="ask")(whole), 1)
    x = drop(joined_norm(x) * mask)
    x = read_norm(_convolve(x, mask, options, options.dilations, "passage", seed))
    hidden = layers.Dense(options.width, activation="tanh", name="hidden")(x)
    places = layers.Dense(2, name=PLACES)(hidden)
    held = layers.Dense(1, name="answer")(attention_pool()(name="passage_pool")([x, mask]))
    held = ops.expand_dims(held, 1) + ops.zeros_like(places[:, :, :1])
    model = keras.Model(
        [question, question_words, passage, words, features], layers.Concatenate()([places, held])
    )
    _begin(model, matrix, seed)
    return model


def _embedding(size: int, matrix: Float32, options: ReaderOptions) -> Any:
    """Vectors of characters plus projected vectors of the words that cover them (kexue.fm/archives/6671)."""
    layers = load_keras().layers
    chars = layers.Embedding(size, options.width, name=CHARS)
    if not matrix.shape[1]:
        return lambda char, word: chars(char)
    words = layers.Embedding(matrix.shape[0] + 1, matrix.shape[1], trainable=False, name=VECTORS)
    project = layers.Dense(options.width, use_bias=False, name="project")
    return lambda char, word: chars(char) + project(words(word))


def _mask(ids: Any) -> Any:
    """1 where there is a character, float32 of shape (batch, length, 1)."""
    ops = load_keras().ops
    return ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)


def _convolve(
    x: Any, mask: Any, options: ReaderOptions, dilations: Sequence[int], name: str, seed: int
) -> Any:
    for k, dilation in enumerate(dilations):
        layer = gated_convolution()(dilation, options.gate_noise, seed + 100 + k, name=f"{name}_{k}")
        x = layer([x, mask])
    return x


def _begin(model: Any, matrix: Float32, seed: int) -> None:
    """First weights: uniform by the sizes of both sides (Glorot), characters small, the rest 0.

    But begins and ends are rare from the first step, else the loss begins with nothing but unlearning.
    """
    random = np.random.default_rng(seed)
    for layer in model.layers:
        for weight in layer.weights:
            shape = tuple(weight.shape)
            if layer.name == VECTORS:
                first = np.concatenate([np.zeros((1, shape[1]), np.float32), matrix])
            elif layer.name == CHARS:
                first = random.normal(0, 0.3, shape)
            elif len(shape) == 2:
                bound = np.sqrt(6 / (shape[0] + shape[1]))
                first = random.uniform(-bound, bound, shape)
            elif layer.name in NORMS and weight is layer.gamma:
                first = np.ones(shape)
            else:
                first = np.full(shape, RARE if layer.name == PLACES else 0.0)
            weight.assign(first.astype(np.float32))

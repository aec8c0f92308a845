"""The model of word2vec in Keras: a few embeddings, a product, and a softmax over words drawn at random."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from zici._keras import load_keras
from zici.errors import OptionError
from zici.vectors._keras_options import KerasOptions

Float32 = npt.NDArray[np.float32]

WORDS, CONTEXTS, BIAS = "words", "contexts", "bias"  # names of layers
LAST_RATE = 0.01  # of the first learning rate


def random_softmax(weights: Any, scores: Any) -> Any:
    """The cross entropy of a softmax over the target and words drawn at random (kexue.fm/archives/4402).

    Args:
        weights: of every softmax, tensor of shape (batch, n).
        scores: tensor of shape (batch, n, 1 + negative), the target's at index 0.

    Returns:
        The weighted mean, a scalar tensor.
    """
    ops = load_keras().ops
    losses = ops.logsumexp(scores, axis=-1) - scores[:, :, 0]
    return ops.sum(weights * losses) / ops.maximum(ops.sum(weights), 1.0)


def make_model(size: int, options: KerasOptions) -> Any:
    """A Keras model from the words around to the scores of the target and the words drawn.

    Args:
        size: words of the vocabulary.
        options: of these ``dim``, ``window``, ``negative``, ``architecture``, ``shared``, ``bias`` and
            ``features`` make the model, ``seed`` its first weights.

    Returns:
        A functional model. Inputs: those of a batch (see ``Batch``). Output: scores, float32 of shape
        (batch, 1, 1 + negative) for CBOW, (batch, 2 * window, 1 + negative) for skip-gram.
    """
    layers, ops = load_keras().layers, load_keras().ops
    width = 2 * options.window
    around = layers.Input((width,), dtype="int32")
    weights = layers.Input((width,), dtype="float32")
    outputs = layers.Input((1 + options.negative,), dtype="int32")
    numbers = [layers.Input((width,), dtype="int32") for _ in options.features]

    words = layers.Embedding(size, options.dim, name=WORDS)
    contexts = words if options.shared else layers.Embedding(size, options.dim, name=CONTEXTS)
    x = words(around)
    for k, feature in enumerate(options.inputs):
        x = x + layers.Embedding(feature.size, options.dim, name=feature_layer(k))(numbers[k])
    if options.architecture == "cbow":
        x = ops.expand_dims(ops.sum(x * ops.expand_dims(weights, -1), axis=1), 1)
    scores = ops.matmul(x, ops.transpose(contexts(outputs), (0, 2, 1)))
    if options.bias:
        scores = scores + ops.transpose(layers.Embedding(size, 1, name=BIAS)(outputs), (0, 2, 1))
    model = load_keras().Model([around, weights, outputs, *numbers], scores)
    _begin(model, options)
    return model


def feature_layer(index: int) -> str:
    """The name of the layer with a feature's vectors; Keras refuses some names that a feature may have."""
    return f"feature_{index}"


def _begin(model: Any, options: KerasOptions) -> None:
    """First weights that don't depend on the backend: words random from -1 / dim to 1 / dim, the rest 0."""
    for layer in model.layers:
        for weight in layer.get_weights():
            first = np.zeros_like(weight)
            if layer.name == WORDS:
                random = np.random.default_rng(options.seed).random(weight.shape, dtype=np.float32)
                first = (random - np.float32(0.5)) * np.float32(2 / options.dim)
            layer.set_weights([first])


def compile_model(model: Any, options: KerasOptions, *, steps: int) -> None:
    """Give the model its loss and its optimizer, whose rate falls over ``steps`` steps.

    Raises:
        OptionError: an optimizer that Keras doesn't know.
    """
    model.compile(optimizer=_optimizer(options, steps), loss=random_softmax)


def _optimizer(options: KerasOptions, steps: int) -> Any:
    keras = load_keras()
    if isinstance(options.optimizer, keras.optimizers.Optimizer):
        return options.optimizer
    rate = keras.optimizers.schedules.PolynomialDecay(
        options.learning_rate, steps, end_learning_rate=LAST_RATE * options.learning_rate
    )
    try:
        optimizer = keras.optimizers.get(options.optimizer)
    except (ValueError, TypeError) as error:
        raise OptionError(
            f"optimizer: expected the name of a Keras optimizer, such as adam, got {options.optimizer!r}"
        ) from error
    return type(optimizer).from_config({**optimizer.get_config(), "learning_rate": rate})


def weights_of(model: Any, name: str) -> Float32:
    """The vectors of a layer, float32 of shape (numbers, dim)."""
    result: Float32 = np.array(model.get_layer(name).get_weights()[0], np.float32)
    return result

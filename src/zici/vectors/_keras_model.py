"""The model of word2vec in Keras: a few embeddings, a product, and a softmax over words drawn at random."""

from __future__ import annotations

import warnings
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
    layers, ops, embedding = load_keras().layers, load_keras().ops, embedding_layer()
    width = 2 * options.window
    around = layers.Input((width,), dtype="int32")
    weights = layers.Input((width,), dtype="float32")
    outputs = layers.Input((1 + options.negative,), dtype="int32")
    numbers = [layers.Input((width,), dtype="int32") for _ in options.features]

    words = embedding(size, options.dim, name=WORDS)
    contexts = words if options.shared else embedding(size, options.dim, name=CONTEXTS)
    x = words(around)
    for k, feature in enumerate(options.inputs):
        x = x + embedding(feature.size, options.dim, name=feature_layer(k))(numbers[k])
    if options.architecture == "cbow":
        x = ops.expand_dims(ops.sum(x * ops.expand_dims(weights, -1), axis=1), 1)
    scores = ops.matmul(x, ops.transpose(contexts(outputs), (0, 2, 1)))
    if options.bias:
        scores = scores + ops.transpose(embedding(size, 1, name=BIAS)(outputs), (0, 2, 1))
    model = load_keras().Model([around, weights, outputs, *numbers], scores)
    _begin(model, options)
    return model


def embedding_layer() -> Any:
    """The class of embeddings whose gradient is one number for every weight, with every backend.

    TensorFlow gives gradients of the rows looked up, a row as often as it was looked up, and the optimizers
    of Keras square these before they are summed: Adam then takes other steps than with the other backends.
    """
    keras = load_keras()
    if keras.backend.backend() != "tensorflow":
        return keras.layers.Embedding

    class Dense(keras.layers.Embedding):  # type: ignore[misc, name-defined]  # Keras has no types
        def call(self, inputs: Any) -> Any:
            return keras.ops.take(self.embeddings * 1.0, inputs, axis=0)  # the product sums the rows

    return Dense


def feature_layer(index: int) -> str:
    """The name of the layer with a feature's vectors; Keras refuses some names that a feature may have."""
    return f"feature_{index}"


def _begin(model: Any, options: KerasOptions) -> None:
    """First weights that don't depend on the backend: words random from -1 / dim to 1 / dim, the rest 0."""
    for layer in model.layers:
        for weight in layer.weights:
            first = np.zeros(weight.shape, np.float32)
            if layer.name == WORDS:
                random = np.random.default_rng(options.seed).random(weight.shape, dtype=np.float32)
                first = (random - np.float32(0.5)) * np.float32(2 / options.dim)
            weight.assign(first)


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
        return keras.optimizers.get({"class_name": options.optimizer, "config": {"learning_rate": rate}})
    except (ValueError, TypeError) as error:
        raise OptionError(
            f"optimizer: expected the name of a Keras optimizer, such as adam, got {options.optimizer!r}"
        ) from error


def weights_of(model: Any, name: str) -> Float32:
    """The vectors of a layer, float32 of shape (numbers, dim)."""
    weight = model.get_layer(name).weights[0].value
    with warnings.catch_warnings():
        # Tensors of PyTorch and TensorFlow are behind NumPy 2 in how they are asked for a copy.
        warnings.filterwarnings("ignore", "__array__ implementation", DeprecationWarning)
        found = load_keras().ops.convert_to_numpy(weight)
    result: Float32 = np.array(found, np.float32)  # the backend's own array can't be written to
    return result

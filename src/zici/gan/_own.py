"""The user's own two models, checked."""

from __future__ import annotations

from typing import Any

from zici._keras import load_keras
from zici.errors import OptionError
from zici.gan._architectures import Networks


def check_pair(generator: Any, critic: Any) -> None:
    """Refuse what is not a generator and a critic.

    Raises:
        OptionError: one without the other, no Keras models, or a critic with batch norm.
    """
    keras = load_keras()
    for name, model in (("generator", generator), ("critic", critic)):
        if not isinstance(model, keras.Model):
            raise OptionError(
                f"{name}: expected a Keras model (give both of them, or neither), got {type(model).__name__}"
            )
        if not model.built:
            raise OptionError(f"{name}: expected a model with weights, got one that is not built; call build")
    for layer in critic._flatten_layers():
        if isinstance(layer, keras.layers.BatchNormalization):
            raise OptionError(
                f"critic: its layer {layer.name!r} is batch norm, which mixes the samples of a batch, but "
                "the penalty holds for every sample by itself; use LayerNormalization"
            )
    asked, given = shape_in(critic), shape_out(generator)
    if asked != given:
        raise OptionError(
            f"critic: expected one that takes {given}, as the generator gives, it takes {asked}"
        )
    if shape_out(critic) not in ((1,), ()):
        raise OptionError(f"critic: expected one number for each sample, it gives {shape_out(critic)}")
    if len(shape_in(generator)) != 1 or not shape_in(generator)[0]:
        raise OptionError(f"generator: expected one that takes (latent,), it takes {shape_in(generator)}")


def check_samples(networks: Networks, shape: tuple[int, ...], latent: int | None) -> None:
    """Refuse models that don't go with the data.

    Raises:
        OptionError: another shape than the samples have, or another latent size than asked for.
    """
    if shape_out(networks.generator) != shape:
        raise OptionError(
            f"generator: expected one that gives samples of shape {shape}, as the data has, it gives "
            f"{shape_out(networks.generator)}"
        )
    own = shape_in(networks.generator)[0]
    if latent not in (None, own):
        raise OptionError(f"latent: expected {own}, what the generator takes, got {latent}; leave it None")


def has_convolutions(*models: Any) -> bool:
    """Whether one of the models has a convolution, of any kind."""
    layers = [layer for model in models for layer in model._flatten_layers()]
    return any("Conv" in kind.__name__ for layer in layers for kind in type(layer).__mro__)


def shape_in(model: Any) -> tuple[int, ...]:
    """The shape of one sample that a model takes."""
    return tuple(model.input_shape[1:])


def shape_out(model: Any) -> tuple[int, ...]:
    """The shape of one sample that a model gives."""
    return tuple(model.output_shape[1:])

"""What a caller may ask of word2vec in Keras, checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zici.errors import OptionError
from zici.vectors._keras_features import Feature, as_feature
from zici.vectors._options import MAX_WINDOW, check_integer, check_number, check_subsample

ARCHITECTURES = ("cbow", "skipgram")
DRAWS = ("unigram", "uniform")


@dataclass(frozen=True)
class KerasOptions:
    """The options of word2vec with a random softmax, in Keras (kexue.fm/archives/4515 and 4402).

    Attributes:
        dim: length of the vectors, from 1.
        window: the most words to either side, from 1 to 255.
        dynamic: draw how far every window reaches from 1 .. ``window``; else all reach ``window`` words.
        architecture: "cbow" (the mean of the words around against the centre) or "skipgram" (each of them).
        negative: words drawn beside the target, from 1; skip-gram draws them once for all words around a
            centre.
        draws: "unigram" (by count to the power of ``context_smoothing``) or "uniform" (all words alike).
        context_smoothing: that power, above 0 to 1.
        shared: the words have one vector each, as input and as output; else two.
        bias: the outputs have a bias.
        features: inputs beside the words: "position", "part" or a :class:`Feature`; each has vectors of its
            own, which are added to those of the words around.
        epochs: passes over the text, from 1.
        subsample: threshold t of sub-sampling frequent words; None keeps all.
        optimizer: the name of a Keras optimizer, or one; with one of your own, its learning rate counts.
        learning_rate: the first one, above 0 to 1; it falls to a hundredth of it in a straight line.
        batch_size: centres of one step, from 1. Every step moves whole matrices, so small batches are slow.
        seed: of the first vectors and of all draws, from 0.
        workers: not used: the backend has threads of its own.

    Raises:
        OptionError: an option outside its range.

    Example:
        >>> KerasOptions(architecture="glove")
        Traceback (most recent call last):
        ...
        zici.errors.OptionError: architecture: expected cbow or skipgram, got 'glove'
    """

    dim: int = 100
    window: int = 5
    dynamic: bool = True
    architecture: str = "cbow"
    negative: int = 16
    draws: str = "unigram"
    context_smoothing: float = 0.75
    shared: bool = False
    bias: bool = True
    features: tuple[str | Feature, ...] = ()
    epochs: int = 5
    subsample: float | None = 1e-5
    optimizer: Any = "adam"
    learning_rate: float = 0.015
    batch_size: int = 8192
    seed: int = 0
    workers: int = 1

    def __post_init__(self) -> None:
        for name, value, known in (
            ("architecture", self.architecture, ARCHITECTURES),
            ("draws", self.draws, DRAWS),
        ):
            if value not in known:
                raise OptionError(f"{name}: expected {' or '.join(known)}, got {value!r}")
        check_integer("dim", self.dim)
        check_integer("window", self.window, most=MAX_WINDOW)
        check_integer("negative", self.negative, hint="the softmax is over the target and words drawn")
        check_integer("epochs", self.epochs)
        check_integer("batch_size", self.batch_size)
        check_integer("seed", self.seed, least=0, most=2**63 - 1)
        check_number("context_smoothing", self.context_smoothing, above=0.0, most=1.0)
        check_number("learning_rate", self.learning_rate, above=0.0, most=1.0)
        check_subsample(self.subsample)
        self._check_features()

    def _check_features(self) -> None:
        if not isinstance(self.features, (tuple, list)):
            raise OptionError(f"features: expected a tuple of them, got {self.features!r}")
        names = [feature.name for feature in self.inputs]
        if len(set(names)) < len(names):
            raise OptionError(f"features: expected different names, got {', '.join(names)}")

    @property
    def inputs(self) -> tuple[Feature, ...]:
        """The features, those given by name too."""
        return tuple(as_feature(feature) for feature in self.features)

    @property
    def power(self) -> float:
        """What counts are raised to for the draws of negatives."""
        return self.context_smoothing if self.draws == "unigram" else 0.0

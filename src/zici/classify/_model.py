"""What stands between TextClassifier and its models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Protocol, Self

import numpy as np
import numpy.typing as npt

from zici._progress import Progress, silent
from zici.classify.losses import Loss

Float32Array = npt.NDArray[np.float32]
Int32Array = npt.NDArray[np.int32]
Validation = tuple[Sequence[str], Int32Array]


class Contribution(NamedTuple):
    """What a span of a text adds to the decision.

    Attributes:
        begin: where the span begins, in characters.
        end: where it ends (not included).
        text: the characters of the span.
        values: float32 of shape (classes,), what it adds to the logit of each class.
    """

    begin: int
    end: int
    text: str
    values: Float32Array


@dataclass(frozen=True)
class Run:
    """How a model is to be trained.

    Attributes:
        loss: what to minimise; weights of the classes stand in the weights of the samples already.
        seed: the same seed gives the same model, for any number of workers.
        workers: threads or processes that may be used.
        patience: epochs without a better accuracy on the validation part after which training stops and the
            best state is taken; None: all epochs, last state.
        progress: called with every step done.
    """

    loss: Loss = field(default_factory=Loss)
    seed: int = 0
    workers: int = 1
    patience: int | None = None
    progress: Progress = silent


class Model(Protocol):
    """A model of texts; classes are numbers from 0, and two classes are two logits.

    Attributes:
        options: a frozen dataclass, what it was asked for.
    """

    options: Any

    def fit(
        self,
        texts: Sequence[str],
        targets: Int32Array,
        *,
        classes: int,
        weights: Float32Array,
        validation: Validation | None,
        run: Run,
    ) -> None:
        """Learn from texts.

        Args:
            texts: at least one, any of them may be empty.
            targets: int32 of shape (texts,), from 0 to ``classes - 1``.
            classes: how many there are, two or more; each has a text.
            weights: float32 of shape (texts,), from 0: how much the loss of each text counts.
            validation: texts and targets to stop early by, or None.
            run: loss, seed and the like.
        """
        ...

    def logits(self, texts: Sequence[str]) -> Float32Array:
        """Finite float32 of shape (texts, classes); their softmax are the probabilities."""
        ...

    def contributions(self, text: str) -> list[Contribution]:
        """What moved the decision, by span of the text, in the order of the text."""
        ...

    def save(self, folder: Path) -> None:
        """Write the model's own files into a folder that is there; no pickle."""
        ...

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what :meth:`save` wrote, with checks of everything; FormatError where it doesn't fit."""
        ...

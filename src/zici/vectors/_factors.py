"""What every method of training takes and gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zici._progress import Progress, silent
from zici.vectors._subwords import Subwords

Float32 = npt.NDArray[np.float32]


class Factors(NamedTuple):
    """What a method gives.

    Attributes:
        vectors: float32 of shape (words, dim).
        contexts: the words' vectors as contexts, float32 of shape (words, dim).
        bias: float32 of shape (words,), see ``log_shares``.
        info: how they were made; JSON values.
        subwords: what gives vectors to other words, where there is such a thing.
    """

    vectors: Float32
    contexts: Float32
    bias: Float32
    info: dict[str, Any]
    subwords: Subwords | None = None


@dataclass(frozen=True)
class Work:
    """How a method is to go about it, whatever its options are.

    Attributes:
        budget: bytes for arrays; None: no bound.
        progress: told the steps.
        checkpoint: the folder where a method of many epochs keeps its state; None: nowhere.
        on_epoch: told (epochs done, all epochs, mean loss, vectors) after every epoch, for methods of epochs.
    """

    budget: int | None = None
    progress: Progress = silent
    checkpoint: Path | None = None
    on_epoch: Callable[[int, int, float, Float32], object] | None = None

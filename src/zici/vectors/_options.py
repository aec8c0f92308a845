"""What a caller may ask of the training of vectors, checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zici._progress import Progress, silent
from zici.errors import OptionError

METHODS = ("svd", "sgns", "cbow")


@dataclass(frozen=True)
class TrainOptions:
    """How to train; the meaning of every field stands at :func:`zici.vectors.train_vectors`."""

    method: str = "svd"
    dim: int = 200
    window: int = 5
    dynamic: bool = True
    subsample: float | None = None
    negative: int = 5
    context_smoothing: float = 0.75
    eigenvalue_weight: float = 0.25
    add_context: bool = False
    epochs: int = 5
    learning_rate: float | None = None
    seed: int = 0
    workers: int = 1
    budget: int | None = None  # bytes for arrays; None: no bound
    progress: Progress = silent

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise OptionError(f"method: expected one of {', '.join(METHODS)}, got {self.method!r}")
        check_integer("dim", self.dim)
        check_integer("window", self.window, most=MAX_WINDOW)
        check_integer("epochs", self.epochs)
        check_integer("workers", self.workers)
        check_integer("seed", self.seed, least=0, most=2**63 - 1)
        check_integer("negative", self.negative, hint="it is the number of negative samples, or the shift k")
        if self.subsample is not None:
            check_number("subsample", self.subsample, above=0.0, most=1.0)
        if self.learning_rate is not None:
            check_number("learning_rate", self.learning_rate, above=0.0, most=1.0)
        check_number("context_smoothing", self.context_smoothing, above=0.0, most=1.0)
        check_number("eigenvalue_weight", self.eigenvalue_weight, above=None, most=1.0)


MAX_WINDOW = 255


def check_integer(name: str, value: Any, *, least: int = 1, most: int | None = None, hint: str = "") -> None:
    """Refuse what is no integer from ``least`` to ``most``.

    Raises:
        OptionError: that.
    """
    if not isinstance(value, int) or isinstance(value, bool) or value < least or (most and value > most):
        span = f"of at least {least}" if most is None else f"from {least} to {most}"
        raise OptionError(
            f"{name}: expected an integer {span}, got {value!r}" + (f"; {hint}" if hint else "")
        )


def check_number(name: str, value: Any, *, above: float | None, most: float) -> None:
    """Refuse what is no number above ``above`` (None: from 0) and up to ``most``.

    Raises:
        OptionError: that.
    """
    good = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not good or not (value >= 0 if above is None else value > above) or value > most:
        span = "from 0" if above is None else f"above {above:g}"
        raise OptionError(f"{name}: expected a number {span} up to {most:g}, got {value!r}")

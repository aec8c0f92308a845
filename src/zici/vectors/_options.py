"""What a caller may ask of counting and training, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from zici._progress import Progress, silent
from zici.errors import OptionError

Options = TypeVar("Options")

MAX_WINDOW = 255


@dataclass(frozen=True)
class CountOptions:
    """How to count pairs; the meaning of every field stands at :func:`zici.vectors.count_pairs`."""

    window: int = 5
    dynamic: bool = True
    subsample: float | None = None
    seed: int = 0
    workers: int = 1
    budget: int | None = None  # bytes for arrays; None: no bound
    progress: Progress = silent

    def __post_init__(self) -> None:
        check_integer("window", self.window, most=MAX_WINDOW)
        check_integer("seed", self.seed, least=0, most=2**63 - 1)
        check_integer("workers", self.workers)
        check_subsample(self.subsample)


def make_options(
    kind: type[Options], method: str, fixed: Mapping[str, Any], asked: Mapping[str, Any]
) -> Options:
    """The options of a method: ``fixed`` by the caller inside the house, ``asked`` by the user.

    Raises:
        OptionError: a name that the method doesn't have, or a value outside its range.
    """
    known = [field.name for field in fields(kind) if field.name not in fixed]  # type: ignore[arg-type]
    for name in asked:
        if name not in known:
            raise OptionError(f"{name}: not an option of method {method!r}, which has {', '.join(known)}")
    return kind(**fixed, **asked)


def check_subsample(value: Any) -> None:
    """Refuse what is neither None nor a threshold of sub-sampling.

    Raises:
        OptionError: that.
    """
    if value is not None:
        check_number("subsample", value, above=0.0, most=1.0)


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

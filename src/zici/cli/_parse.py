"""From what was typed to what the library takes; what can't be parsed is a usage error (exit code 2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeVar

import typer

Number = TypeVar("Number", int, float)


def min_count(text: str | None) -> Literal["auto"] | int | dict[int, int] | None:
    """The value of ``--min-count``.

    Example:
        >>> min_count("auto"), min_count("8"), min_count("1:2,2:8")
        ('auto', 8, {1: 2, 2: 8})
    """
    if text is None:
        return None
    return "auto" if text == "auto" else _number_or_table(text, int, "--min-count", "auto, 8 or 1:2,2:8")


def min_pmi(text: str | None) -> float | dict[int, float] | None:
    """The value of ``--min-pmi``.

    Example:
        >>> min_pmi(None), min_pmi("1.5"), min_pmi("2:1,3:5")
        (None, 1.5, {2: 1.0, 3: 5.0})
    """
    return None if text is None else _number_or_table(text, float, "--min-pmi", "1.5 or 2:1,3:5,4:8")


def _number_or_table(
    text: str, kind: Callable[[str], Number], option: str, example: str
) -> Number | dict[int, Number]:
    try:
        if ":" not in text:
            return kind(text)
        pairs = [part.split(":") for part in text.split(",")]
        return {int(length): kind(value) for length, value in pairs}
    except ValueError:
        raise typer.BadParameter(f"{option}: expected {example}, found {text!r}") from None

"""From what was typed to what the library takes; what can't be parsed is a usage error (exit code 2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import typer

Number = TypeVar("Number", int, float)


def min_count(text: str | None) -> str | int | dict[int, int] | None:
    """The value of ``--min-count``.

    Example:
        >>> min_count("auto"), min_count("8"), min_count("1:2,2:8")
        ('auto', 8, {1: 2, 2: 8})
    """
    if text is None or text in ("auto", "low"):
        return text
    return _number_or_table(text, int, "--min-count", "auto, low, 8 or 1:2,2:8")


def min_pmi(text: str | None) -> str | float | dict[int, float] | None:
    """The value of ``--min-pmi``.

    Example:
        >>> min_pmi(None), min_pmi("auto"), min_pmi("1.5"), min_pmi("2:1,3:5")
        (None, 'auto', 1.5, {2: 1.0, 3: 5.0})
    """
    if text is None or text == "auto":
        return text
    return _number_or_table(text, float, "--min-pmi", "auto, 1.5 or 2:1,3:5,4:8")


def join_penalty(text: str | None) -> float | dict[int, float] | None:
    """The value of ``--join-penalty``.

    Example:
        >>> join_penalty("3"), join_penalty("2=2.3,3=5")
        (3.0, {2: 2.3, 3: 5.0})
    """
    return None if text is None else _number_or_table(text, float, "--join-penalty", "3 or 2=2.3,3=5")


def _number_or_table(
    text: str, kind: Callable[[str], Number], option: str, example: str
) -> Number | dict[int, Number]:
    """One number, or numbers by length: ``2:1,3:5`` or ``2=1,3=5``."""
    plain = text.replace("=", ":")
    try:
        if ":" not in plain:
            return kind(plain)
        pairs = [part.split(":") for part in plain.split(",")]
        return {int(length): kind(value) for length, value in pairs}
    except ValueError:
        raise typer.BadParameter(f"{option}: expected {example}, found {text!r}") from None

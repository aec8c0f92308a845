"""Options of ``zici classify`` that are more than a word; what can't be parsed is a usage error."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import typer


def class_files(given: Sequence[str] | None) -> dict[str, list[str]]:
    """The values of ``--class``: paths by name; one name may have several.

    Example:
        >>> class_files(["好=pos.txt", "坏=neg.txt", "好=more.txt"])
        {'好': ['pos.txt', 'more.txt'], '坏': ['neg.txt']}
    """
    found: dict[str, list[str]] = {}
    for item in given or ():
        name, mark, path = item.partition("=")
        if not mark or not name.strip() or not path:
            raise typer.BadParameter(f"--class: expected NAME=PATH, such as 好=pos.txt, found {item!r}")
        found.setdefault(name.strip(), []).append(path)
    return found


def class_weight(text: str | None) -> str | dict[str, float] | None:
    """The value of ``--class-weight``.

    Example:
        >>> class_weight("balanced"), class_weight("好=1,坏=2.5")
        ('balanced', {'好': 1.0, '坏': 2.5})
    """
    if text is None or text == "balanced":
        return text
    return _numbers(text, "--class-weight", "balanced or 好=1,坏=2.5")


def abstain(text: str | None) -> dict[str, float] | None:
    """The value of ``--abstain``.

    Example:
        >>> abstain("precision=.95"), abstain("low=.39,high=.4")
        ({'precision': 0.95}, {'low': 0.39, 'high': 0.4})
    """
    return None if text is None else _numbers(text, "--abstain", "precision=.95 or low=.39,high=.4")


def threshold(text: str | None) -> float | str | None:
    """The value of ``--threshold``.

    Example:
        >>> threshold("f1"), threshold(".4")
        ('f1', 0.4)
    """
    if text is None or text in ("accuracy", "f1", "cost"):
        return text
    try:
        return float(text)
    except ValueError:
        raise typer.BadParameter(f"--threshold: expected .4, accuracy, f1 or cost, found {text!r}") from None


def costs(text: str | None) -> tuple[float, float]:
    """The value of ``--costs``.

    Example:
        >>> costs(None), costs("1,5")
        ((1.0, 1.0), (1.0, 5.0))
    """
    if text is None:
        return (1.0, 1.0)
    try:
        first, second = map(float, text.split(","))
    except ValueError:
        raise typer.BadParameter(f"--costs: expected two numbers such as 1,5, found {text!r}") from None
    return first, second


def model_options(given: Sequence[str] | None) -> dict[str, Any] | None:
    """The values of ``--option``: JSON, or else words.

    Example:
        >>> model_options(["char_ngrams=[1,3]", "cost=3", "memory=1GB"])
        {'char_ngrams': (1, 3), 'cost': 3, 'memory': '1GB'}
    """
    if not given:
        return None
    found: dict[str, Any] = {}
    for item in given:
        name, mark, value = item.partition("=")
        if not mark or not name.strip():
            raise typer.BadParameter(f"--option: expected NAME=VALUE, such as cost=3, found {item!r}")
        try:
            parsed = json.loads(value)
        except ValueError:
            parsed = value
        found[name.strip()] = tuple(parsed) if isinstance(parsed, list) else parsed
    return found


def _numbers(text: str, option: str, example: str) -> dict[str, float]:
    try:
        pairs = [part.rpartition("=") for part in text.split(",")]
        if not all(mark and name.strip() for name, mark, _ in pairs):
            raise ValueError  # noqa: TRY301 - told below
        return {name.strip(): float(value) for name, _, value in pairs}
    except ValueError:
        raise typer.BadParameter(f"{option}: expected {example}, found {text!r}") from None

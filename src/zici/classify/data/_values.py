"""Cells as texts and labels."""

from __future__ import annotations

import math
from typing import Any

from zici.classify.data._records import Record, described

KINDS = {str: "a string", bool: "true or false", int: "a number", float: "a number"}


def text_of(record: Record) -> str:
    """The first of a row's values as a text.

    Raises:
        ValueError: the row can't be read, or its text is missing, blank, or something else than text.
    """
    if record.problem:
        raise ValueError(record.problem)
    value = record.values[0]
    if value is None or (isinstance(value, str) and not value.strip()):
        raise ValueError("no text")
    if not isinstance(value, str):
        raise ValueError(f"expected a text, found {described(value)}")  # noqa: TRY004 - the line is added
    return value


def label_of(value: Any) -> tuple[str, str]:
    """A cell as a label, and what kind of value it was.

    A number that is whole stands without a fraction: a column of numbers with gaps holds 1.0 for 1.

    Raises:
        ValueError: there is none, or it is no label.

    Example:
        >>> label_of(" 好 "), label_of(1.0), label_of(True)
        (('好', 'a string'), ('1', 'a number'), ('true', 'true or false'))
    """
    if value is None or (isinstance(value, str) and not value.strip()) or value != value:
        raise ValueError("no label")
    kind = KINDS.get(type(value))
    if kind is None or (isinstance(value, float) and not (math.isfinite(value) and value.is_integer())):
        raise ValueError(f"expected a string or a whole number as label, found {described(value)}")
    if isinstance(value, str):
        return value.strip(), kind
    return (str(value).lower() if isinstance(value, bool) else str(int(value))), kind

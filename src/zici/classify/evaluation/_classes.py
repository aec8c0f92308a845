"""The classes of a classifier, and the labels of files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def as_classes(classifier: Any, labels: Sequence[str]) -> list[Any]:
    """Labels of a file as the classifier has them: one that was made in Python may have numbers.

    A label that the classifier doesn't know stays as it is.
    """
    table = {_written(name): name for name in classifier.classes_.tolist()}
    return [table.get(label, label) for label in labels]


def _written(name: Any) -> str:
    """A class as files have it: a float is what tables make of an integer, in columns with gaps."""
    if isinstance(name, bool):
        return str(name).lower()
    return str(int(name)) if isinstance(name, float) else str(name)

"""A classifier from the folder that ``zici classify train`` wrote."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zici.classify import TextClassifier

IN_RESULT = "classifier"  # where train puts it, beside run.json


def load_classifier(path: Path) -> TextClassifier:
    """A classifier from a folder of ``train``, or of ``TextClassifier.save``; every file is checked first.

    Raises:
        InputError: there is no such folder.
        FormatError: it holds something else, is damaged, changed, or of another version.
    """
    from zici.classify import TextClassifier

    inner = path / IN_RESULT
    return TextClassifier.load(inner if inner.is_dir() else path)


def as_classes(classifier: Any, labels: Sequence[str]) -> list[Any]:
    """Labels of a file as the classifier has them: one that was made in Python may have numbers.

    A label that the classifier doesn't know stays as it is.
    """
    table = {_written(name): name for name in classifier.classes_.tolist()}
    return [table.get(label, label) for label in labels]


def _written(name: Any) -> str:
    """A class as files have it."""
    return str(name).lower() if isinstance(name, bool) else str(name)

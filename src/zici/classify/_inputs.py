"""Texts, labels and weights as a user gives them, checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import Any

import numpy as np
import numpy.typing as npt

from zici.classify._model import Float32Array, Int32Array
from zici.errors import EmptyError, InputError, OptionError

Labels = npt.NDArray[Any]
ClassWeight = str | Mapping[Any, float] | None


def check_texts(texts: Any, *, name: str = "texts") -> list[str]:
    """Texts as a list of str; an empty text is a text.

    Raises:
        InputError: something else than a series of str.
    """
    if not _is_series(texts):
        remedy = "one text is given as [text]" if isinstance(texts, str) else "give a list"
        raise InputError(f"{name}: expected a list of texts, got {type(texts).__name__}; {remedy}")
    if len(getattr(texts, "shape", ())) > 1:
        raise InputError(
            f"{name}: expected one text for each row, got a table of {texts.shape}; give one of its columns"
        )
    found = _as_list(texts)
    for place, text in enumerate(found):
        if not isinstance(text, str):
            told = f"{text!r:.40} ({type(text).__name__})"
            raise InputError(f"{name}: expected str, got {told} at index {place}; drop it or put '' there")
    return found


def check_labels(labels: Any, texts: int) -> tuple[Labels, Int32Array]:
    """The classes, sorted, and each text's place among them.

    Raises:
        InputError: labels that are neither strings nor integers, or not one for each text.
        EmptyError: fewer than two classes.
    """
    found = _labels(labels)
    if len(found) != texts:
        raise InputError(f"labels: expected one for each of {texts:,} texts, got {len(found):,}")
    if texts == 0:
        raise EmptyError("texts: expected texts of two classes or more, got none")
    _check_kind(found)
    names = sorted(set(found))
    if len(names) == 1:
        raise EmptyError(f"labels: expected two classes or more, got one class only: {names[0]!r}")
    places = {name: place for place, name in enumerate(names)}
    targets = np.fromiter((places[label] for label in found), np.int32, texts)
    return class_array(names), targets


def class_array(names: list[Any]) -> Labels:
    """Classes as an array; of objects where NumPy would change them."""
    classes = np.array(names)
    kept = classes.tolist()
    same = kept == names and type(kept[0]) is type(names[0])  # integers of 64 bits and more become floats
    return classes if same else np.array(names, dtype=object)


def _is_series(values: Any) -> bool:
    """Whether this can be walked through in an order that means something."""
    return (
        isinstance(values, Iterable)
        and not isinstance(values, (str, bytes, Mapping, Set))
        and getattr(values, "shape", None) != ()
    )


def _as_list(values: Any) -> list[Any]:
    """Python's own values, which arrays and columns of NumPy, pandas and Arrow give when they are asked."""
    for name in ("tolist", "to_pylist"):
        if hasattr(values, name):
            return list(getattr(values, name)())
    return list(values)


def _labels(labels: Any) -> list[Any]:
    if not _is_series(labels):
        raise InputError(f"labels: expected a list of labels, got {type(labels).__name__}")
    if len(getattr(labels, "shape", ())) > 1:
        raise InputError(f"labels: expected one for each text, got a table of {labels.shape}; use ravel()")
    return [label.item() if isinstance(label, np.generic) else label for label in _as_list(labels)]


def _check_kind(labels: list[Any]) -> None:
    kinds = {type(label) for label in labels}
    if len(kinds) == 1 and kinds <= {str, int, bool}:
        return
    if kinds == {float} and all(label.is_integer() for label in labels):  # what tables make of integers
        return
    missing = next((place for place, label in enumerate(labels) if _is_missing(label)), None)
    if missing is not None:
        raise InputError(
            f"labels: expected a label for each text, got {labels[missing]!r} at index {missing}"
        )
    told = ", ".join(sorted(kind.__name__ for kind in kinds))
    remedy = "make them one kind" if len(kinds) > 1 else "turn them into classes"
    if kinds == {float}:
        told = "continuous numbers"
    raise InputError(f"labels: expected all strings or all integers, got {told}; {remedy}")


def _is_missing(label: Any) -> bool:
    """Whether this is None, NaN, or another value that doesn't even equal itself."""
    try:
        return label is None or bool(label != label)
    except (TypeError, ValueError):  # pandas' NA, which says neither yes nor no; an array
        return True


def check_weights(sample_weight: Any, targets: Int32Array) -> Float32Array:
    """How much each text counts, float32.

    Raises:
        OptionError: they are not finite numbers from 0, one for each text, some above 0.
    """
    if sample_weight is None:
        return np.ones(targets.size, np.float32)
    try:
        weights = np.asarray(sample_weight, np.float32)
    except (TypeError, ValueError) as error:
        raise OptionError(f"sample_weight: expected numbers, got {sample_weight!r:.60}") from error
    if weights.shape != targets.shape:
        raise OptionError(
            f"sample_weight: expected one for each of {targets.size:,} texts, got the shape {weights.shape}"
        )
    if not np.isfinite(weights).all() or (weights < 0).any():
        raise OptionError("sample_weight: expected finite numbers from 0, got others")
    if not weights.any():
        raise OptionError("sample_weight: expected some above 0, got zero for every text")
    return weights


def class_weights(wanted: ClassWeight, classes: Labels, targets: Int32Array) -> Float32Array:
    """How much each class counts, float32 of shape (classes,).

    "balanced": in inverse proportion to its number of texts, 1 on average over the texts.

    Raises:
        OptionError: another thing than None, "balanced" or a mapping of classes to numbers from 0.
    """
    if wanted is None:
        return np.ones(classes.size, np.float32)
    if isinstance(wanted, str) and wanted == "balanced":
        counts = np.bincount(targets, minlength=classes.size)
        return (targets.size / (classes.size * counts)).astype(np.float32)
    if not isinstance(wanted, Mapping):
        raise OptionError(f"class_weight: expected None, 'balanced' or a dict of classes, got {wanted!r}")
    names = classes.tolist()
    unknown = wanted.keys() - set(names)
    if unknown:
        told = min(map(repr, unknown))
        raise OptionError(f"class_weight: {told} is no class; the classes are {names[:20]!r:.80}")
    try:
        weights = np.array([wanted.get(name, 1.0) for name in names], np.float32)
    except (TypeError, ValueError):
        weights = np.array([-1.0], np.float32)
    if not np.isfinite(weights).all() or (weights < 0).any() or not (weights > 0).any():
        raise OptionError(
            f"class_weight: expected finite numbers from 0, some above 0, got {dict(wanted)!r:.80}"
        )
    return weights

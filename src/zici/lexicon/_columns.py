"""Checking numeric columns: int64 or float64, as long as the words, read-only from then on."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zici.errors import OptionError

from ._table import MAX_COUNT, UNKNOWN, unknown_counts

_BAD_NAME = re.compile("[\t\n\r\0\ud800-\udfff]")
CONTEXTS = "contexts"  # text for people in a table of new words: not read
_RESERVED = ("word", "length", "meta", CONTEXTS)  # the words, a sort key, a keyword of from_arrays


def check_columns(columns: Mapping[str, ArrayLike], size: int) -> dict[str, NDArray[Any]]:
    """Columns as read-only arrays of ``size`` numbers, ``count`` first and always there.

    Raises:
        OptionError: a name that is taken or can't be written, a wrong length, or values that are not numbers.
    """
    result: dict[str, NDArray[Any]] = {"count": unknown_counts(size)}
    for name, values in columns.items():
        check_name(name)
        array = _counts(values) if name == "count" else _numbers(name, values)
        if array.shape != (size,):
            raise OptionError(f"column {name}: expected {size} values, found shape {array.shape}")
        result[name] = array
    return freeze(result)


def freeze(columns: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """The same columns, as views that can't be written to."""
    views = {name: array.view() for name, array in columns.items()}
    for view in views.values():
        view.flags.writeable = False
    return views


def check_name(name: str) -> None:
    """Refuse a column name that is reserved or could not stand in a TSV header.

    Raises:
        OptionError: says which and why.
    """
    if not isinstance(name, str) or not name.strip() or name in _RESERVED or _BAD_NAME.search(name):
        raise OptionError(
            f"column {name!r}: expected a name other than {', '.join(_RESERVED)}, without tabs or line breaks"
        )


def _counts(values: ArrayLike) -> NDArray[np.int64]:
    array = _numbers("count", values)
    if array.dtype != np.int64:
        raise OptionError("column count: expected whole numbers, found decimals; round them first")
    if array.size and array.min() < UNKNOWN:
        raise OptionError(
            f"column count: expected 0 to {MAX_COUNT}, or {UNKNOWN} for unknown, found {array.min()}"
        )
    return array


def _numbers(name: str, values: ArrayLike) -> NDArray[Any]:
    array = np.asarray(values)
    if array.size == 0:
        return np.zeros(
            array.shape, dtype=np.int64 if name == "count" or array.dtype.kind in "iub" else np.float64
        )
    if array.dtype.kind == "u" and array.max() > MAX_COUNT:
        raise OptionError(f"column {name}: expected at most {MAX_COUNT}, found {array.max()}")
    if array.dtype.kind in "iub":
        return array.astype(np.int64)
    if array.dtype.kind == "f":
        return array.astype(np.float64)
    raise OptionError(f"column {name}: expected numbers that fit 64 bits, found type {array.dtype}")


def check_meta(meta: Mapping[str, Any] | None) -> dict[str, Any]:
    """A copy of ``meta`` as JSON gives it back (tuples become lists).

    Raises:
        OptionError: a value that JSON can't hold.
    """
    try:
        result = json.loads(json.dumps(dict(meta or {}), allow_nan=False))
    except (TypeError, ValueError) as error:
        raise OptionError(f"meta: expected values that JSON can hold ({error})") from error
    return dict(result)

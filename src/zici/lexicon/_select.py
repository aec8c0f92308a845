"""Choosing rows: order with ties settled by the word, and the tests of ``filter``."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import compress
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from zici.errors import OptionError

from ._table import UNKNOWN, Table


def lengths(words: Sequence[str]) -> NDArray[np.int64]:
    """Characters of each word."""
    return np.fromiter(map(len, words), dtype=np.int64, count=len(words))


def sort_key(table: Table, by: str) -> NDArray[Any]:
    """The array that ``by`` names: a column, or ``length``.

    Raises:
        OptionError: no such column.
    """
    if by == "length":
        return lengths(table.words)
    if by not in table.columns:
        raise OptionError(f"by={by!r}: expected word, length, {', '.join(table.columns)}")
    return table.columns[by]


def order(words: Sequence[str], key: NDArray[Any] | None, *, descending: bool) -> NDArray[np.int64]:
    """Row numbers ordered by ``key`` (None: by word), equal keys by word, NaN last."""
    by_word = np.array(sorted(range(len(words)), key=words.__getitem__), dtype=np.int64)
    if key is None:
        return by_word[::-1] if descending else by_word
    values = key[by_word]
    missing = np.isnan(values)
    rest = by_word[~missing]
    values = values[~missing]
    if descending:  # a stable sort of the reversed rows, reversed: negating would overflow at -2^63
        places = (values.size - 1 - np.argsort(values[::-1], kind="stable"))[::-1]
    else:
        places = np.argsort(values, kind="stable")
    return np.concatenate([rest[places], by_word[missing]])


def largest(key: NDArray[Any], n: int) -> NDArray[np.bool_]:
    """Rows whose key reaches the n-th largest (more than ``n`` where it is tied; NaN counts as lowest)."""
    if n >= key.size:
        return np.ones(key.size, dtype=np.bool_)
    values = np.where(np.isnan(key), -np.inf, key) if key.dtype.kind == "f" else key
    reached: NDArray[np.bool_] = values >= np.partition(values, key.size - n)[key.size - n]
    return reached


class Bounds(NamedTuple):
    """The numeric tests of ``filter``; None asks nothing."""

    min_count: int | None = None
    max_count: int | None = None
    min_length: int | None = None
    max_length: int | None = None
    min_pmi: float | None = None


def within(table: Table, bounds: Bounds) -> NDArray[np.bool_]:
    """Rows inside all bounds; an unknown count or a NaN is inside none.

    Raises:
        OptionError: a bound on a column that the table does not have or does not know for any word.
    """
    mask = np.ones(len(table.words), dtype=np.bool_)
    if bounds.min_count is not None or bounds.max_count is not None:
        mask &= _between(_known_counts(table), bounds.min_count or 0, bounds.max_count)
    if bounds.min_length is not None or bounds.max_length is not None:
        mask &= _between(lengths(table.words), bounds.min_length or 0, bounds.max_length)
    if bounds.min_pmi is not None:
        if "pmi" not in table.columns:
            raise OptionError(f"min_pmi: expected a column pmi, found only {', '.join(table.columns)}")
        mask &= table.columns["pmi"] >= bounds.min_pmi
    return mask


def _known_counts(table: Table) -> NDArray[np.int64]:
    counts: NDArray[np.int64] = table.columns["count"]
    if counts.size and counts.max() == UNKNOWN:
        raise OptionError(
            "min_count, max_count: expected words with counts, found none; count them in a text first"
        )
    return counts


def _between(values: NDArray[np.int64], low: int, high: int | None) -> NDArray[np.bool_]:
    mask: NDArray[np.bool_] = values >= max(low, 0)
    return mask if high is None else mask & (values <= high)


def matching(words: Sequence[str], pattern: str | re.Pattern[str]) -> NDArray[np.bool_]:
    """Rows in whose word ``pattern`` is found.

    Raises:
        OptionError: not a regular expression.
    """
    try:
        search = re.compile(pattern).search
    except re.error as error:
        raise OptionError(f"pattern={pattern!r}: expected a regular expression ({error})") from error
    return np.fromiter((search(word) is not None for word in words), dtype=np.bool_, count=len(words))


def kept_by(
    words: Sequence[str], mask: NDArray[np.bool_], keep: Callable[[str], object]
) -> NDArray[np.bool_]:
    """``mask`` without the rows for whose word ``keep`` says no; only rows still in ``mask`` are asked."""
    result = mask.copy()
    result[mask] = [bool(keep(word)) for word in compress(words, mask.tolist())]
    return result

"""Vocabulary: the units of texts as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zici._kernels.ngram_features import hash_words
from zici.classify.features import Tokenizer
from zici.classify.features._codes import ends_of, folded_codes
from zici.errors import EmptyError

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
UInt64 = npt.NDArray[np.uint64]

PADDING, UNKNOWN, FIRST = 0, 1, 2  # numbers below those of the units


class Rows(NamedTuple):
    """The units of texts that are read, one text behind the other.

    Attributes:
        ids: numbers of units, int32 of shape (units,).
        starts: where each text begins, int64 of shape (texts + 1,).
        places: which unit of its text each one is, int64 of shape (units,).
    """

    ids: Int32
    starts: Int64
    places: Int64

    @property
    def sizes(self) -> Int64:
        """Units of each text."""
        found: Int64 = np.diff(self.starts)
        return found


class Vocabulary:
    """Units and their numbers, from 2 in the order of ``keys``; 1 is every other unit, 0 is none.

    Args:
        keys: the units as a tokenizer gives them, uint64, rising.
        length: units of a text that are read.
        head: how many of these come from its beginning; the rest from its end.
    """

    def __init__(self, keys: UInt64, *, length: int, head: int) -> None:
        self.keys = keys
        self.length = length
        self.head = head

    def __len__(self) -> int:
        """Numbers in use, those for padding and for unknown units among them."""
        return int(self.keys.size) + FIRST

    def numbers(self, units: UInt64) -> Int32:
        """The numbers of units."""
        if not self.keys.size:
            return np.full(units.size, UNKNOWN, np.int32)
        places = np.minimum(np.searchsorted(self.keys, units), self.keys.size - 1)
        return np.where(self.keys[places] == units, places + FIRST, UNKNOWN).astype(np.int32)

    def rows(self, texts: Sequence[str], tokenizer: Tokenizer) -> Rows:
        """The units of texts that are read."""
        units, bounds = units_of(texts, tokenizer)
        sizes = np.diff(bounds)
        kept = np.minimum(sizes, self.length)
        starts = np.append(0, np.cumsum(kept))
        places = np.arange(starts[-1]) - np.repeat(starts[:-1], kept)
        # Behind the head of a text that is too long, its end: so many units are left out in between.
        places += np.where(places < self.head, 0, np.repeat(sizes - kept, kept))
        return Rows(self.numbers(units[places + np.repeat(bounds[:-1], kept)]), starts, places)


def units_of(texts: Sequence[str], tokenizer: Tokenizer) -> tuple[UInt64, Int64]:
    """The units of texts and where each text begins: words where the tokenizer has any, else characters."""
    documents = tokenizer.documents(texts)
    bounds: Int64 = documents.start[-1]
    return documents.units[bounds[0] : bounds[-1]], bounds - bounds[0]


def keys_of(words: Sequence[str], tokenizer: Tokenizer) -> tuple[UInt64, Int64]:
    """Words as that tokenizer's units, and which word each one is: the first of those that are one unit."""
    if tokenizer.words is None:
        singles = np.array([place for place, word in enumerate(words) if len(word) == 1], np.int64)
        units = folded_codes("".join(words[place] for place in singles)).astype(np.uint64)
    else:
        singles = np.arange(len(words))
        units = np.empty(len(words), np.uint64)
        hash_words(folded_codes("".join(words)), ends_of(words), units)
    keys, first = np.unique(units, return_index=True)
    return keys, singles[first]


def learn_vocabulary(texts: Sequence[str], tokenizer: Tokenizer, options: Any, known: UInt64) -> Vocabulary:
    """The units of training texts that get a number.

    Args:
        texts: those.
        tokenizer: what cuts them.
        options: ``NetworkOptions``.
        known: units that need one occurrence only.

    Raises:
        EmptyError: there is none.
    """
    keys, counts = np.unique(units_of(texts, tokenizer)[0], return_counts=True)
    frequent = (counts >= options.min_count) | np.isin(keys, known)
    keys, counts = keys[frequent], counts[frequent]
    if not keys.size:
        raise EmptyError(
            f"texts: expected units that occur {options.min_count} times, found none; give more texts, or "
            "lower min_count"
        )
    kept = np.sort(np.argsort(-counts, kind="stable")[: options.max_units])
    return make_vocabulary(keys[kept], options)


def make_vocabulary(keys: UInt64, options: Any) -> Vocabulary:
    """The vocabulary of these units that cuts texts as the options say."""
    head = options.length if options.cut == "head" else (options.length + 1) // 2
    return Vocabulary(keys, length=options.length, head=head)

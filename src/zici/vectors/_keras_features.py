"""What else a model may know of a word than the word: where it stands, or what a function tells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zici.errors import InputError, OptionError
from zici.vectors._options import check_integer

Int32 = npt.NDArray[np.int32]

POSITIONS = 12
PARTS = 16


class Place(NamedTuple):
    """Where a stretch of text stands; its first sentence is number ``sentences``.

    Attributes:
        sentences: sentences that ended before the stretch.
        tokens: words before it.
        total: words of the whole text.
    """

    sentences: int
    tokens: int
    total: int


@dataclass(frozen=True)
class Feature:
    """An input beside the word: every word of the text has a number of it, every number a vector.

    Attributes:
        name: what it is called in results.
        size: how many numbers there are.
        number: called with the word numbers of a stretch of text, int32 of shape (n,), where numbers below 0
            end a sentence, and with its :class:`Place`; gives an integer from 0 to ``size - 1`` for every
            word, shape (n,) (those at the ends of sentences are not looked at). It is called again in every
            epoch, before sub-sampling, with whole sentences as long as they have less than 65,536 words.

    Raises:
        OptionError: ``size`` below 1, or no function.

    Example:
        >>> odd = Feature("odd", 2, lambda ids, place: np.arange(ids.size) % 2)
        >>> odd.number(np.array([5, 6, 7]), Place(0, 0, 3)).tolist()
        [0, 1, 0]
    """

    name: str
    size: int
    number: Callable[[Int32, Place], Any]

    def __post_init__(self) -> None:
        check_integer("size of a feature", self.size)
        if not callable(self.number) or not isinstance(self.name, str):
            raise OptionError(
                f"expected a feature with a name and a function, got {self.name!r} and {self.number!r}"
            )


def position(ids: Int32, place: Place) -> Int32:
    """The place in the sentence: 0 for the first word, 1 for the second, 2 to the 4th, 3 to the 8th, ..."""
    at = np.arange(ids.size)
    ends = np.flatnonzero(ids < 0)
    starts = np.append(0, ends + 1)
    offset = at - starts[np.searchsorted(ends, at)]
    bits: Int32 = np.frexp(np.maximum(offset, 0))[1].astype(np.int32)
    return np.minimum(bits, POSITIONS - 1)


def part(ids: Int32, place: Place) -> Int32:
    """Which of 16 parts of equal length of the whole text the word stands in."""
    before = np.cumsum(ids >= 0) - 1 + place.tokens
    result: Int32 = np.clip(before * PARTS // max(place.total, 1), 0, PARTS - 1).astype(np.int32)
    return result


BUILT_IN = {
    "position": Feature("position", POSITIONS, position),
    "part": Feature("part", PARTS, part),
}


def as_feature(feature: Any) -> Feature:
    """A feature, or the one of that name.

    Raises:
        OptionError: neither.
    """
    if isinstance(feature, Feature):
        return feature
    if not isinstance(feature, str) or feature not in BUILT_IN:
        raise OptionError(f"features: expected {', '.join(BUILT_IN)} or a Feature, got {feature!r}")
    return BUILT_IN[feature]


def number_words(features: Sequence[Feature], ids: Int32, place: Place) -> Int32:
    """The numbers of all features, shape (features, n), 0 at the ends of sentences.

    Raises:
        InputError: a feature that gave something else than it should.
    """
    out = np.zeros((len(features), ids.size), np.int32)
    words = ids >= 0
    for row, feature in zip(out, features, strict=True):
        found = np.asarray(feature.number(ids, place))
        if found.shape != ids.shape or found.dtype.kind not in "iu":
            raise InputError(
                f"feature {feature.name!r}: expected an integer for each of {ids.size} items, "
                f"got {found.dtype} of shape {found.shape}"
            )
        found = np.where(words, found, 0)
        if found.size and (found.min() < 0 or found.max() >= feature.size):
            raise InputError(
                f"feature {feature.name!r}: expected numbers from 0 to {feature.size - 1}, "
                f"got {found.min()} to {found.max()}; raise its size"
            )
        row[:] = found
    return out

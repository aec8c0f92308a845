"""What a caller may ask of discovery, checked."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zici.errors import OptionError
from zici.ngrams import MinCount
from zici.ngrams._options import check_order

MinPmi = float | str | Mapping[int, float]
ByLength = float | Mapping[int, float]


@dataclass(frozen=True)
class Options:
    """The options of all methods; each reads its own, see :func:`zici.discover`.

    Attributes:
        order: the longest n-grams.
        min_count: the count that n-grams and words must reach.
        min_pmi: natural log of the cohesion that n-grams of length 2 .. ``order`` must reach.
        strict: test the shorter windows of a piece, too.
        min_entropy: natural log; what both neighbour entropies must reach.
        min_gain: natural log; what a word must be worth against its parts, by character after the first.
        rank: how many singular values are kept; None: the large ones.
        min_score: the restored count that a derived word must reach.
        auto_pmi: look for the multiple of ``min_pmi`` that describes the text best.
        join_penalty: natural log; what a word of 2 .. ``order`` characters pays for being one.
        rounds: how often the counts are estimated.
    """

    order: int
    min_count: MinCount
    min_pmi: tuple[float, ...]
    strict: bool = False
    min_entropy: float = 0.0
    min_gain: float = 0.0
    rank: int | None = None
    min_score: float = 0.0
    auto_pmi: bool = False
    join_penalty: tuple[float, ...] = ()
    rounds: int = 0


def make_options(values: Mapping[str, Any]) -> Options:
    """The options of a method, its defaults filled in, checked.

    Raises:
        OptionError: an option outside its range.
    """
    order = values["order"]
    if not isinstance(order, int) or isinstance(order, bool) or order < 2:
        raise OptionError(f"order: expected at least 2 to find words, got {order!r}")
    check_order(order)  # before there is a threshold for every length
    for name in ("min_entropy", "min_gain", "min_score"):
        check_number(name, values.get(name, 0.0))
    check_rank(values.get("rank"))
    rounds = values.get("rounds", 0)
    if not isinstance(rounds, int) or isinstance(rounds, bool) or rounds < 0:
        raise OptionError(f"rounds: expected an integer of at least 0, got {rounds!r}")
    by_length = {
        name: thresholds(values[name], order, name) for name in ("min_pmi", "join_penalty") if name in values
    }
    if min(by_length.get("join_penalty", (0.0,))) < 0:
        raise OptionError(f"join_penalty: expected at least 0, a price, got {values['join_penalty']!r}")
    return Options(**{**values, **by_length})


def as_json(value: Any) -> Any:
    """An option as JSON can hold it: lists for tuples, "inf" and "-inf" for numbers that have no end.

    Example:
        >>> as_json((1.5, math.inf))
        [1.5, 'inf']
    """
    if isinstance(value, tuple):
        return [as_json(each) for each in value]
    return str(value) if isinstance(value, float) and math.isinf(value) else value


def check_number(name: str, value: Any) -> None:
    """Refuse what is not a number.

    Raises:
        OptionError: not a number, or NaN.
    """
    if not isinstance(value, int | float) or isinstance(value, bool) or math.isnan(value):
        raise OptionError(f"{name}: expected a number, got {value!r}")


def check_rank(rank: Any) -> None:
    """Refuse a rank that no matrix can be cut down to; None is none.

    Raises:
        OptionError: not an integer from 1.
    """
    if rank is not None and (not isinstance(rank, int) or isinstance(rank, bool) or rank < 1):
        raise OptionError(f"rank: expected an integer of at least 1, got {rank!r}")


def thresholds(values: ByLength, order: int, name: str = "min_pmi") -> tuple[float, ...]:
    """A number for each length 2 .. ``order``; a missing length takes the next shorter's.

    Raises:
        OptionError: not a number, or of a length below 2.

    Example:
        >>> thresholds({2: 1.0, 3: 2.5}, 4)
        (1.0, 2.5, 2.5)
    """
    given = _by_length(values, name)
    result = [given.get(2, given[min(given)])]
    for length in range(3, order + 1):
        result.append(given.get(length, result[-1]))
    return tuple(result)


def _by_length(values: ByLength, name: str) -> dict[int, float]:
    given = dict(values) if isinstance(values, Mapping) else {2: values}
    for length, least in given.items():
        if not isinstance(length, int) or length < 2:
            raise OptionError(f"{name}: expected lengths of at least 2, got {length!r}")
        if not isinstance(least, int | float) or math.isnan(least):
            raise OptionError(f"{name}: expected a number (natural log) for length {length}, got {least!r}")
    if not given:
        raise OptionError(f"{name}: expected a number or numbers by length, got nothing")
    return given

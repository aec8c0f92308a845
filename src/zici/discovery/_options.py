"""What a caller may ask of discovery, checked, and the defaults of each method."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from zici.errors import OptionError
from zici.ngrams import MinCount

MinPmi = float | Mapping[int, float]


@dataclass(frozen=True)
class Method:
    """Defaults of a way to find words.

    Attributes:
        order: the longest n-grams it looks at.
        min_count: the count that n-grams and words must reach.
        min_pmi: natural log of the cohesion that n-grams must reach, by length.
    """

    order: int
    min_count: MinCount
    min_pmi: Mapping[int, float]


METHODS = {
    "ngram": Method(4, "auto", {2: 1.5, 3: 5.0, 4: 8.0}),
    "pair": Method(2, 16, {2: 1.0}),
}


def method_named(name: str) -> Method:
    """The method of a name.

    Raises:
        OptionError: no such method.
    """
    if name not in METHODS:
        raise OptionError(f"method: expected one of {', '.join(METHODS)}, got {name!r}")
    return METHODS[name]


def thresholds(min_pmi: MinPmi | None, method: Method, order: int) -> tuple[float, ...]:
    """The smallest PMI of n-grams of length 2 .. ``order``; a missing length takes the next shorter's.

    Raises:
        OptionError: not a number, or of a length below 2.

    Example:
        >>> thresholds({2: 1.0, 3: 2.5}, METHODS["ngram"], 4)
        (1.0, 2.5, 2.5)
    """
    given = _by_length(method.min_pmi if min_pmi is None else min_pmi)
    result = [given.get(2, given[min(given)])]
    for length in range(3, order + 1):
        result.append(given.get(length, result[-1]))
    return tuple(result)


def _by_length(min_pmi: MinPmi) -> dict[int, float]:
    given = dict(min_pmi) if isinstance(min_pmi, Mapping) else {2: min_pmi}
    for length, least in given.items():
        if not isinstance(length, int) or length < 2:
            raise OptionError(f"min_pmi: expected lengths of at least 2, got {length!r}")
        if not isinstance(least, int | float) or math.isnan(least):
            raise OptionError(f"min_pmi: expected a number (natural log) for length {length}, got {least!r}")
    if not given:
        raise OptionError("min_pmi: expected a number or numbers by length, got nothing")
    return given

"""What a caller may ask of a count, checked."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from zici.errors import OptionError

MinCount = int | str | Sequence[int] | Mapping[int, int]
MAX_ORDER = 64


def auto_min_count(total: int) -> int:
    """The smallest count worth keeping in a text: the root of ``total`` / 500,000 characters, at least 2.

    Chance repeats grow with the text and so does the evidence for rare words. The rule follows the thresholds
    that segmented best (F1 on SXU news) with the words of 0.2, 0.8, 4, 17 and 33 million characters: 2, 2,
    3, 6, 8.

    Example:
        >>> [auto_min_count(n) for n in (1_000, 4_000_000, 33_000_000, 1_000_000_000)]
        [2, 3, 8, 45]
    """
    return max(2, round(math.sqrt(total / 500_000)))


def low_min_count(total: int) -> int:
    """A threshold for methods that weigh evidence themselves: the root of ``total`` / 4,000,000, at least 2.

    Example:
        >>> [low_min_count(n) for n in (1_000_000, 33_000_000, 1_000_000_000)]
        [2, 3, 16]
    """
    return max(2, round(math.sqrt(total / 4_000_000)))


def check_order(order: int) -> int:
    """The order, if it can be counted.

    Raises:
        OptionError: not an integer from 1 to 64.
    """
    if not isinstance(order, int) or isinstance(order, bool) or not 1 <= order <= MAX_ORDER:
        raise OptionError(f"order: expected an integer from 1 to {MAX_ORDER}, got {order!r}")
    return order


def min_counts(min_count: MinCount, order: int, total: int) -> tuple[int, ...]:
    """The threshold of every length 1 .. ``order``.

    Args:
        min_count: one number for all; ``"auto"`` or ``"low"``; a sequence for the lengths 1, 2, ...; or a
            mapping from length to threshold, where a missing length takes that of the next shorter one given.
        order: the longest n-grams.
        total: characters of the text, for ``"auto"`` and ``"low"``.

    Raises:
        OptionError: a threshold that is not an integer of at least 1, or of a length outside 1 .. order.

    Example:
        >>> min_counts({1: 1, 3: 5}, 4, 0)
        (1, 1, 5, 5)
    """
    if isinstance(min_count, str) and min_count in BY_SIZE:
        return (BY_SIZE[min_count](total),) * order
    given = _by_length(min_count)
    for length, least in given.items():
        if not isinstance(length, int) or not 1 <= length <= order:
            raise OptionError(f"min_count: expected lengths from 1 to {order} (the order), got {length!r}")
        if not isinstance(least, int) or isinstance(least, bool) or least < 1:
            raise OptionError(
                f"min_count: expected an integer of at least 1 for length {length}, got {least!r}"
            )
    result = [given.get(1, given[min(given)])]
    for length in range(2, order + 1):
        result.append(given.get(length, result[-1]))
    return tuple(result)


BY_SIZE = {"auto": auto_min_count, "low": low_min_count}


def _by_length(min_count: MinCount) -> dict[int, int]:
    if isinstance(min_count, int):
        return {1: min_count}
    if isinstance(min_count, Mapping) and min_count:
        return dict(min_count)
    if isinstance(min_count, Sequence) and not isinstance(min_count, str) and min_count:
        return dict(enumerate(min_count, 1))
    raise OptionError(
        f'min_count: expected an integer, "auto", "low", or integers by length, got {min_count!r}'
    )


def kept_from(thresholds: tuple[int, ...]) -> tuple[int, ...]:
    """What each level must keep so that no longer n-gram is lost: the least threshold from its length on.

    Example:
        >>> kept_from((8, 2, 5))
        (2, 2, 5)
    """
    return tuple(min(thresholds[n:]) for n in range(len(thresholds)))

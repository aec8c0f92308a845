"""What a caller may ask of the character language model, checked."""

from __future__ import annotations

from zici.errors import OptionError
from zici.ngrams import MinCount, min_counts

MAX_ORDER = 8
SMOOTHING = ("kneser-ney", "absolute")


def check_order(order: int) -> None:
    """Refuse an order that no model has.

    Raises:
        OptionError: not an integer from 2 to 8.
    """
    if not isinstance(order, int) or isinstance(order, bool) or not 2 <= order <= MAX_ORDER:
        raise OptionError(f"order: expected an integer from 2 to {MAX_ORDER}, got {order!r}")


def check_smoothing(smoothing: str) -> None:
    """Refuse an unknown name.

    Raises:
        OptionError: not one of SMOOTHING.
    """
    if smoothing not in SMOOTHING:
        raise OptionError(f"smoothing: expected one of {', '.join(SMOOTHING)}, got {smoothing!r}")


def rising(min_count: MinCount, order: int, total: int) -> tuple[int, ...]:
    """The threshold of every length, none below that of a shorter one.

    Example:
        >>> rising({2: 3, 3: 1}, 4, 0)
        (3, 3, 3, 3)
    """
    least = min_counts(min_count, order, total)
    return tuple(max(least[: n + 1]) for n in range(order))

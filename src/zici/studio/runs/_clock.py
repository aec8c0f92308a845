"""Moments, as the database keeps them: whole microseconds since 1970, UTC."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def now() -> datetime:
    """This moment.

    Example:
        >>> moment = now()
        >>> from_database(to_database(moment)) == moment
        True
    """
    return from_database(time.time_ns() // 1000)


def to_database(moment: datetime | None) -> int | None:
    """The number for a moment."""
    if moment is None:
        return None
    past = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (past.days * 86_400 + past.seconds) * 1_000_000 + past.microseconds


def from_database(number: int) -> datetime:
    """The moment that a number stands for."""
    seconds, rest = divmod(number, 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)

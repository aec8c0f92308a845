"""Times: whole microseconds since 1970 in the database, UTC for people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

_START = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)

Clock = Callable[[], datetime]


def now() -> datetime:
    """The time of this process, in UTC."""
    return datetime.now(UTC)


def to_number(time: datetime) -> int:
    """Microseconds since 1970."""
    return (time - _START) // _TICK


def to_time(number: int) -> datetime:
    """The time of so many microseconds."""
    return _START + number * _TICK

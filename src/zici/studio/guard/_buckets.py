"""Token buckets (Turner 1986): so many at once, so many a second in the long run, for each client."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

MOST = 10_000  # clients that are remembered


class Buckets:
    """A bucket for each client; those that were not seen for long are forgotten, which only favours them.

    Args:
        rate: what flows in, a second.
        burst: what a bucket holds, from 1.
        clock: seconds that never go back.

    Example:
        >>> now = 0.0
        >>> buckets = Buckets(rate=1.0, burst=2, clock=lambda: now)
        >>> [buckets.take("a") for _ in range(3)]
        [0.0, 0.0, 1.0]
        >>> now = 1.0
        >>> buckets.take("a"), buckets.take("b")
        (0.0, 0.0)
    """

    def __init__(self, *, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()  # level, time

    def pause(self, client: str) -> float:
        """Seconds until the client may take one; 0: now."""
        return max(0.0, (1.0 - self._level(client)) / self._rate)

    def take(self, client: str) -> float:
        """Take one and return 0; where there is none, take nothing and return the seconds to wait."""
        level = self._level(client)
        if level < 1.0:
            return (1.0 - level) / self._rate
        self._levels[client] = level - 1.0, self._clock()
        self._levels.move_to_end(client)
        if len(self._levels) > MOST:
            self._levels.popitem(last=False)
        return 0.0

    def _level(self, client: str) -> float:
        level, seen = self._levels.get(client, (self._burst, self._clock()))
        return min(self._burst, level + (self._clock() - seen) * self._rate)

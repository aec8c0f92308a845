"""How many items go into the next chunk: few at first, then as many as fill a stretch of time."""

from __future__ import annotations

from zici.parallel._options import Plan

SECONDS = 0.03  # the time a chunk should take: long against the cost of sending it, short to a person
DEPTH = 2  # chunks per worker on their way: one at work, one waiting at the door
_GROWTH = 64  # the most that a chunk outgrows the last: the first items may be no sample of the others
_LEAST = 1 / 32  # the part of the usual time that a chunk takes at least: below, sending it costs more
_MOST_ITEMS = 1 << 14
_MOST_BYTES = 1 << 23


class Sizer:
    """Chooses the size of the next chunk by what the last ones took."""

    def __init__(self, plan: Plan) -> None:
        self._fixed, self._total, self._workers = plan.chunk, plan.total, plan.workers
        self._most = _MOST_ITEMS if plan.window is None else max(1, plan.window // (DEPTH * plan.workers))
        self._size = 1

    def next(self, pulled: int) -> int:
        """Give the size of the chunk after ``pulled`` items; smaller towards a known end, to end together."""
        if self._fixed is not None:
            return self._fixed
        if self._total is None:
            return min(self._size, self._most)
        share = (self._total - pulled) // (2 * DEPTH * self._workers)
        return max(1, min(self._size, self._most, max(share, int(self._size * _LEAST))))

    def learn(self, count: int, seconds: float, size: int) -> None:
        """Take note that ``count`` items took ``seconds`` and ``size`` bytes on the way."""
        fill = max(seconds / SECONDS, size / _MOST_BYTES, 1e-9)
        self._size = max(1, min(int(count / fill), max(count * _GROWTH, self._size)))

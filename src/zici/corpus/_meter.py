"""How far a pass over the files is."""

from __future__ import annotations

import time

from zici._progress import Progress, Step

_EVERY = 0.05  # seconds: what an eye can follow


class Meter:
    """Reports the bytes used of all files together, not more often than a person can see."""

    def __init__(self, progress: Progress, total: int | None, unit: str) -> None:
        self._progress = progress
        self._total = total
        self._unit = unit
        self._before = 0
        self._last = time.monotonic()

    def seen(self, done: int) -> None:
        """Take note of how much of the current file is used."""
        now = time.monotonic()
        if now - self._last >= _EVERY:
            self._last = now
            self._report(self._before + done)

    def file_done(self, size: int) -> None:
        """Take note that a file is finished."""
        self._before += size
        self.seen(0)

    def finish(self) -> None:
        """Report that everything is read."""
        self._report(self._before if self._total is None else self._total)

    def _report(self, done: int) -> None:
        done = done if self._total is None else min(done, self._total)
        self._progress(Step("read text", done, self._total, self._unit))

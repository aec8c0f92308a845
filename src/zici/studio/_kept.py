"""A value that is dear to make, kept as long as what it was made of stays the same."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """The last value of a function, with the stamp of what it was made of.

    One thread makes it, others that ask in the meantime wait for it. What raises is not kept.

    Args:
        make: gives the value.

    Example:
        >>> kept = Kept(lambda: print("made") or 7)
        >>> kept.get("monday"), kept.get("monday")
        made
        (7, 7)
    """

    def __init__(self, make: Callable[[], Value]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._held: tuple[object, Value] | None = None

    def get(self, stamp: object) -> Value:
        """The value for a stamp: the one that is there, or a new one."""
        held = self._held
        if held is None or held[0] != stamp:
            with self._lock:
                held = self._held
                if held is None or held[0] != stamp:
                    self._held = held = (stamp, self._make())
        return held[1]

"""Values that every executor process gets once, and makes ready once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, suppress
from types import TracebackType
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

T = TypeVar("T")

# By broadcast, of which a process holds one object for each as long as Spark keeps it there.
_READY: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()


class Shared(Generic[T]):
    """A broadcast value in the form that kernels use.

    Args:
        broadcast: what Spark sent, compact.
        make: from that to what is used, such as a hash table; a function of a module.
    """

    def __init__(self, broadcast: Any, make: Callable[[Any], T]) -> None:
        self._broadcast, self._make = broadcast, make

    @property
    def value(self) -> T:
        """The value; made at the first call in this process."""
        if self._broadcast not in _READY:
            _READY[self._broadcast] = self._make(self._broadcast.value)
        ready: T = _READY[self._broadcast]
        return ready


def same(value: T) -> T:
    """For what is sent in the form it is used in."""
    return value


def _destroy(broadcast: Any) -> None:
    with suppress(Exception):  # Spark that was stopped meanwhile has none any more
        broadcast.destroy()


class Sharing:
    """Hands out shared values, and takes them back from the executors at the end."""

    def __init__(self, context: Any) -> None:
        self._context, self._end = context, ExitStack()

    def __call__(self, value: Any, make: Callable[[Any], T]) -> Shared[T]:
        """Send a value to every executor that will ask for it."""
        broadcast = self._context.broadcast(value)
        self._end.callback(_destroy, broadcast)
        return Shared(broadcast, make)

    def __enter__(self) -> Sharing:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.close()

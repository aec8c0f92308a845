"""Long work of a page: in a thread of its own, seen by every page that is opened meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from zici._progress import Progress, Step
from zici.errors import OptionError, ZiciError

Function = Callable[[Progress], Any]
_HELD: WeakKeyDictionary[Any, dict[str, Work]] = WeakKeyDictionary()


class Work:
    """A function that takes ``progress``, at work until ``done``.

    Attributes:
        name: of what is done.
        step: the last one told, or None.
        done: whether it has ended.
        result: what it gave, None before.
        error: one line, where it failed.
        names: what to say in the place of paths in that line.

    Example:
        >>> work = Work("add", lambda progress: 1 + 2)
        >>> work.wait()
        >>> work.done, work.result, work.error
        (True, 3, '')
    """

    def __init__(self, name: str, function: Function) -> None:
        self.name, self.done = name, False
        self.step: Step | None = None
        self.result: Any = None
        self.error = ""
        self.names: dict[str, str] = {}
        self.begun = time.monotonic()
        self.seconds = 0.0
        self._thread = threading.Thread(target=self._run, args=(function,), name=name, daemon=True)
        self._thread.start()

    def _run(self, function: Function) -> None:
        try:
            self.result = function(self._tell)
        except ZiciError as error:
            self.error = str(error)
        except Exception as error:  # a worker never loses an error: the page tells it
            self.error = f"{type(error).__name__}: {error}"
        self.seconds = time.monotonic() - self.begun
        self.done = True

    def _tell(self, step: Step) -> None:
        self.step = step

    def told(self) -> str:
        """The error as people read it."""
        line = self.error
        for path, name in self.names.items():
            line = line.replace(path, name)
        return line

    def wait(self) -> None:
        """Until it has ended."""
        self._thread.join()


def begin(studio: Any, place: str, name: str, function: Function) -> Work:
    """Start work at a place of the studio, where one is at work at a time.

    Raises:
        OptionError: one is at work.
    """
    places = _HELD.setdefault(studio, {})
    if place in places and not places[place].done:
        raise OptionError(f"{places[place].name}: still at work; wait until it is done")
    places[place] = Work(name, function)
    return places[place]


def found(studio: Any, place: str) -> Work | None:
    """What is or was at work at a place."""
    return _HELD.get(studio, {}).get(place)

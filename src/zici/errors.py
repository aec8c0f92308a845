"""The exceptions of zici, one tree.

::

    ZiciError
    ├── InputError            what was given can't be read or used (path and line in the message)
    │   ├── CorpusError       a text source: missing, unreadable, no such column
    │   ├── FormatError       a file of ours or of another tool that breaks its format
    │   ├── EmptyError        nothing to work on: no text, or no word that reaches min_count
    │   └── ConflictError     somebody else has decided on a word meanwhile (zici.studio.curation)
    ├── OptionError           a parameter outside its range, or two that don't go together
    ├── OutputError           a result that can't be written: folder, permission, disk full, in use
    ├── ParallelError         work spread over workers that could not be completed
    │   ├── TaskError         the function raised; carries the item's index and the worker's traceback
    │   └── WorkerLostError   a worker process died; carries the range of items it held
    └── MissingExtraError     an optional dependency is not installed; names the install line

Every message is one line that says what was expected, what came, and what to do. The command line prints
it and exits with 1; a library user can catch ``ZiciError`` for all of them.
"""

from __future__ import annotations


class ZiciError(Exception):
    """Base of everything that zici raises on purpose."""


class InputError(ZiciError):
    """What was given can't be read or used."""


class CorpusError(InputError):
    """A text source that is missing, unreadable or lacks the named column."""


class FormatError(InputError):
    """A file that breaks the format it should have; the message names path and line."""


class EmptyError(InputError):
    """Nothing to work on: no text, or nothing that reaches the thresholds."""


class OptionError(ZiciError, ValueError):
    """A parameter outside its range, or parameters that don't go together."""


class OutputError(ZiciError):
    """A result that can't be written where it was asked for."""


class ParallelError(ZiciError):
    """Work spread over workers that could not be completed."""


class TaskError(ParallelError):
    """The mapped function raised.

    Attributes:
        index: position of the failing item in the input, from 0.
        traceback: the worker's formatted traceback.
    """

    def __init__(self, message: str, *, index: int = -1, traceback: str = "") -> None:
        super().__init__(message)
        self.index = index
        self.traceback = traceback

    def __reduce__(self) -> tuple[object, ...]:
        return (_task_error, (str(self), self.index, self.traceback))


def _task_error(message: str, index: int, traceback: str) -> TaskError:
    return TaskError(message, index=index, traceback=traceback)


class WorkerLostError(ParallelError):
    """A worker process died while it held items ``first`` to ``last`` (both included, from 0)."""

    def __init__(self, message: str, *, first: int = -1, last: int = -1) -> None:
        super().__init__(message)
        self.first = first
        self.last = last


class MissingExtraError(ZiciError, ImportError):
    """An optional dependency is not installed; the message names the install line."""

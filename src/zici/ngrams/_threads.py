"""What all work in threads shares: how many there are, and whose errors come out of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from zici.errors import OptionError, TaskError, ZiciError
from zici.parallel import cpu_count


def thread_count(workers: int | None) -> int:
    """The number of threads that ``workers=`` asks for; None: all processors.

    Raises:
        OptionError: not a whole number from 1.
    """
    if workers is None:
        return cpu_count()
    if not isinstance(workers, int) or isinstance(workers, bool) or workers < 1:
        raise OptionError(f"workers: expected a whole number of at least 1, got {workers!r}")
    return workers


@contextmanager
def plain_errors() -> Iterator[None]:
    """Let errors that speak for themselves come out of a thread as they are, without an item's number.

    A caller knows what to do about a full disk or too little memory, and nothing of our items.
    """
    try:
        yield
    except TaskError as error:
        if isinstance(error.__cause__, ZiciError | MemoryError):
            raise error.__cause__ from None
        raise

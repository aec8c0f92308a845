"""What became of a chunk, in words and in bytes that are sure to be readable."""

from __future__ import annotations

import traceback
from typing import Any, NamedTuple

from zici.parallel._wire import pack, pack_safely, unpack


class Failure(NamedTuple):
    """An item that raised: its offset in the chunk, one line, the traceback, the exception if it travels."""

    offset: int
    summary: str
    traceback: str
    cause: BaseException | None


class Outcome(NamedTuple):
    """What became of a chunk; a failed item has None in its place in ``results``."""

    results: list[Any]
    failures: list[Failure]
    seconds: float


def describe(error: BaseException, offset: int) -> Failure:
    """Put an exception into words, without the frame that called the function."""
    frames = error.__traceback__.tb_next if error.__traceback__ else None
    text = "".join(traceback.format_exception(type(error), error, frames))
    return Failure(offset, _one_line(error), text, error)


def _one_line(error: BaseException) -> str:
    try:
        words = " ".join(str(error).split())
    except Exception:  # an exception's own __str__ may raise
        words = "(no readable message)"
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def all_failed(count: int, error: BaseException) -> Outcome:
    """Make the outcome of a chunk of which no item could be run, or no result be read."""
    return Outcome([None] * count, [describe(error, offset) for offset in range(count)], 0.0)


def pack_outcome(outcome: Outcome) -> bytes:
    """Turn an outcome into bytes; what can't travel becomes a failure of its item."""
    outcome = outcome._replace(failures=[_portable(failure) for failure in outcome.failures])
    try:
        return pack_safely(_plain(outcome))
    except BaseException:
        return pack(_plain(_only_portable(outcome)))


def unpack_outcome(data: bytes, count: int) -> Outcome:
    """Read the outcome of ``count`` items."""
    try:
        results, failures, seconds = unpack(data)
    except Exception as error:  # it was readable over there: a class that differs between here and there
        return all_failed(count, error)
    return Outcome(results, [Failure(*failure) for failure in failures], seconds)


def _plain(outcome: Outcome) -> tuple[Any, ...]:
    return outcome.results, [tuple(failure) for failure in outcome.failures], outcome.seconds


def _portable(failure: Failure) -> Failure:
    try:
        pack_safely(failure.cause)
    except BaseException:
        return failure._replace(cause=None)
    return failure


def _only_portable(outcome: Outcome) -> Outcome:
    """Find the results that can't travel, and put a failure in the place of each."""
    failures = {failure.offset: failure for failure in outcome.failures}
    results = list(outcome.results)
    for offset, result in enumerate(results):
        try:
            pack_safely(result)
        except BaseException as error:
            results[offset] = None
            told = describe(error, offset)
            failures[offset] = told._replace(
                summary=f"the result can't be sent back ({told.summary})", cause=None
            )
    return Outcome(results, [failures[offset] for offset in sorted(failures)], outcome.seconds)

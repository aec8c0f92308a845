"""Results on their way to the caller, and the plain loop that makes them without workers."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, NamedTuple

from zici.errors import TaskError
from zici.parallel._options import Plan
from zici.parallel._outcome import Failure, Outcome
from zici.parallel._run import run_here


class Arrival(NamedTuple):
    """Results of neighbouring items, the first of them number ``first``; ``error`` if the call ends here."""

    first: int
    values: list[Any]
    error: TaskError | None


def arrive(first: int, outcome: Outcome, *, stop: bool) -> Arrival:
    """Put a TaskError in the place of every failed item; with ``stop`` the first of them ends the list."""
    values = outcome.results
    for failure in outcome.failures:
        error = _task_error(failure, first + failure.offset)
        if stop:
            return Arrival(first, values[: failure.offset], error)
        values[failure.offset] = error
    return Arrival(first, values, None)


def _task_error(failure: Failure, index: int) -> TaskError:
    error = TaskError(f"item {index}: {failure.summary}", index=index, traceback=failure.traceback)
    if isinstance(failure.cause, BaseException):  # what an exception's own __reduce__ makes may be anything
        error.__cause__ = failure.cause
    error.add_note(f"In the worker:\n{failure.traceback}")
    return error


def serial_arrivals(plan: Plan) -> Generator[Arrival, None, None]:
    """Run everything in the caller's thread, one item at a time."""
    for index, item in enumerate(plan.source):
        outcome = run_here(plan.func, item, index, plan.seeds and plan.seeds.part(index, 1))
        yield arrive(index, outcome, stop=plan.stop)

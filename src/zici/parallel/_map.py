"""The public functions: what they promise stands in their docstrings."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import replace
from typing import Any

from zici._progress import Progress, Step
from zici.parallel._arrive import Arrival, serial_arrivals
from zici.parallel._crew import make_crew
from zici.parallel._options import Plan, make_plan
from zici.parallel._schedule import Schedule
from zici.parallel._size import DEPTH

_WINDOW = 4096  # items per worker that an ordered stream may run ahead of the slowest, unless told

Arrivals = Generator[Arrival, None, None]


def parallel_map(
    func: Callable[[Any], Any],
    items: Iterable[Any],
    *,
    workers: int | None = None,
    backend: str = "process",
    executor: Executor | None = None,
    ordered: bool = True,
    window: int | None = None,
    chunk: int | None = None,
    seeds: int | str | Sequence[int] | None = None,
    callback: Callable[[int, Any], object] | None = None,
    progress: Progress | None = None,
    errors: str = "raise",
    retries: int = 0,
) -> list[Any]:
    """Call ``func`` on every item, many at a time, and give the list of results.

    Nothing is lost and nothing hangs: an item that raises, a result that can't travel and a worker that is
    killed all end in an error that names the item. At an error, at Ctrl-C and when a stream is closed early,
    work that waits is cancelled and the processes at work are ended.

    Inside a worker, of processes or threads, the function runs serially whatever ``backend`` says: the outer
    call already uses the CPUs.

    Args:
        func: any callable of one item. For processes it may be a lambda, a closure or a bound method, and may
            stand in a script or notebook without an ``if __name__ == "__main__"``; it must not hold open
            files, locks or connections.
        items: what to work on; pulled lazily, in the caller's thread.
        workers: how many at a time, from 1; None for the CPUs of :func:`cpu_count`.
        backend: "process" for Python code; "thread" for work that releases the GIL (compiled kernels, input
            and output) on items that are not copied; "serial" for a plain loop.
        executor: a ``concurrent.futures.Executor`` to use in the place of ``backend``, for example dask's
            ``client.get_executor()``; it stays open. Items go to a ThreadPoolExecutor as they are and to any
            other as bytes; its workers need zici installed.
        ordered: results in the order of the items; if False in the order they came, without indices (for
            these use :func:`parallel_imap` or ``callback``).
        window: the most items sent out and not yet returned; None: two chunks per worker.
        chunk: items sent to a worker at a time; None: chosen by the time items take, from 1 to 16,384, so
            that a chunk takes about 30 ms and 8 MB at most.
        seeds: None leaves random numbers alone; a whole number from 0 seeds ``random`` and ``numpy.random``
            before every item from (number, index), so that results are the same for any number of workers; a
            list gives every item its own number; "fresh" seeds every item from the operating system. States
            from before come back afterwards. Not for threads, which share one state. For a numpy Generator
            use ``numpy.random.default_rng(random.getrandbits(128))`` inside ``func``.
        callback: called in the caller's thread with (index, result) as results come.
        progress: told ``Step("map", done, total, "items")`` as results come; total is None if items have no
            length.
        errors: "raise" ends the call at the first item that fails; "return" puts its TaskError in the place
            of the result.
        retries: how many times an item may be run again after the worker that held it died; runs again are
            done alone, in fresh processes. Items whose results had come are not run again. Only for
            processes of our own.

    Returns:
        The results, one per item.

    Raises:
        OptionError: an option out of range, options that don't go together, or a ``func`` that can't be sent.
        TaskError: ``func`` raised (SystemExit and KeyboardInterrupt included), or an item or a result can't
            be sent; ``index`` names the item, ``traceback`` the place, ``__cause__`` is the exception itself
            if it can travel.
        WorkerLostError: a worker died more than ``retries`` times of an item, or the executor broke;
            ``first`` and ``last`` name the items in hand.

    Example:
        >>> parallel_map(lambda word: word[::-1], ["字词", "分词"], backend="thread")
        ['词字', '词分']
        >>> parallel_map(int, ["1", "二", "三"], workers=1, backend="thread")
        Traceback (most recent call last):
        ...
        zici.errors.TaskError: item 1: ValueError: invalid literal for int() with base 10: '二'...
    """
    plan = make_plan(
        func,
        items,
        workers=workers,
        backend=backend,
        executor=executor,
        window=window,
        chunk=chunk,
        seeds=seeds,
        callback=callback,
        progress=progress,
        errors=errors,
        retries=retries,
    )
    lists: dict[int, list[Any]] = {}
    arrivals, deliver = _open(plan)
    for arrival in arrivals:
        deliver(len(arrival.values))
        lists[arrival.first] = arrival.values
    return [value for first in (sorted(lists) if ordered else lists) for value in lists[first]]


def parallel_imap(
    func: Callable[[Any], Any],
    items: Iterable[Any],
    *,
    workers: int | None = None,
    backend: str = "process",
    executor: Executor | None = None,
    ordered: bool = True,
    window: int | None = None,
    chunk: int | None = None,
    seeds: int | str | Sequence[int] | None = None,
    callback: Callable[[int, Any], object] | None = None,
    progress: Progress | None = None,
    errors: str = "raise",
    retries: int = 0,
) -> Iterator[Any]:
    """Call ``func`` on every item, many at a time, and yield results while items are still being pulled.

    Works on endless iterators in bounded memory. Takes what :func:`parallel_map` takes, and raises what it
    raises: options are checked at once, and the work starts with the first ``next``. Closing the generator
    (or leaving its loop and letting it go) cancels what waits and ends the processes at work.

    Args:
        func: see :func:`parallel_map`.
        items: see :func:`parallel_map`; pulled when there is room, in the caller's thread.
        workers: see :func:`parallel_map`.
        backend: see :func:`parallel_map`.
        executor: see :func:`parallel_map`.
        ordered: yield results in the order of the items; if False yield ``(index, result)`` as they come.
        window: the most items pulled whose results have not been yielded; None: 4,096 per worker when ordered
            (an item that takes long holds up no more than these), else two chunks per worker.
        chunk: see :func:`parallel_map`; at most ``window``.
        seeds: see :func:`parallel_map`.
        callback: see :func:`parallel_map`; results come here when they arrive, not when they are yielded.
        progress: see :func:`parallel_map`.
        errors: "raise" ends the stream as soon as a failure arrives, even if results before it have not been
            yielded yet; "return" yields the TaskError in the place of the result.
        retries: see :func:`parallel_map`.

    Yields:
        The results, or ``(index, result)`` where ``ordered`` is False.

    Example:
        >>> from itertools import count, islice
        >>> list(islice(parallel_imap(lambda number: number * number, count(), backend="thread"), 5))
        [0, 1, 4, 9, 16]
    """
    plan = make_plan(
        func,
        items,
        workers=workers,
        backend=backend,
        executor=executor,
        window=window,
        chunk=chunk,
        seeds=seeds,
        callback=callback,
        progress=progress,
        errors=errors,
        retries=retries,
    )
    if ordered and window is None:
        plan = replace(plan, window=max(_WINDOW, 2 * DEPTH * (plan.chunk or 1)) * plan.workers)
    return _in_order(*_open(plan)) if ordered else _as_they_come(*_open(plan))


def _in_order(arrivals: Arrivals, deliver: Callable[[int], None]) -> Iterator[Any]:
    waiting: dict[int, list[Any]] = {}
    index = 0
    with closing(arrivals):
        for arrival in arrivals:
            waiting[arrival.first] = arrival.values
            while values := waiting.pop(index, None):
                yield from values
                deliver(len(values))
                index += len(values)


def _as_they_come(arrivals: Arrivals, deliver: Callable[[int], None]) -> Iterator[tuple[int, Any]]:
    with closing(arrivals):
        for arrival in arrivals:
            yield from enumerate(arrival.values, arrival.first)
            deliver(len(arrival.values))


def _open(plan: Plan) -> tuple[Arrivals, Callable[[int], None]]:
    """Give the results of a plan as they arrive, and the function to tell how many were handed over."""
    if plan.backend == "serial":
        return _told(plan, serial_arrivals(plan)), lambda count: None
    schedule = Schedule(plan, make_crew(plan))
    return _told(plan, schedule.arrivals()), schedule.deliver


def _told(plan: Plan, arrivals: Arrivals) -> Arrivals:
    done = 0
    with closing(arrivals):
        for arrival in arrivals:
            if plan.callback is not None:
                for index, value in enumerate(arrival.values, arrival.first):
                    plan.callback(index, value)
            done += len(arrival.values)
            plan.progress(Step("map", done, plan.total, "items"))
            yield arrival
            if arrival.error is not None:
                raise arrival.error

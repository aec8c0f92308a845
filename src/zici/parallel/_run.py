"""What happens inside a worker: a chunk of items in, an outcome out, whatever the function does."""

from __future__ import annotations

import gc
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import Any, Literal, NamedTuple

from zici.parallel._mark import DONE, FIRST, ITEM, JOB, LAST, WHOLE, loose_mark, open_mark
from zici.parallel._outcome import Failure, Outcome, all_failed, describe, pack_outcome
from zici.parallel._seeds import Seeds, seeded
from zici.parallel._wire import unpack

Place = Literal["", "thread", "process"]


class Call(NamedTuple):
    """A chunk on its way to another process; ``func`` is None where the worker should know it already."""

    job: int
    func: bytes | None
    items: bytes
    first: int
    last: int
    stop: bool
    seeds: Seeds | None


Reply = tuple[Literal["done", "need func", "need singles"], bytes]

_here = threading.local()


class _Process:
    """What a worker process keeps from chunk to chunk: its mark, and the function of the latest job."""

    def __init__(self) -> None:
        self.owned = False
        self.mark = loose_mark()
        self.known: tuple[int, Callable[[Any], Any] | None] = (0, None)


_process = _Process()


def inside_worker() -> Place:
    """Tell whether this code runs inside a worker, and of which kind ("" for none)."""
    if _process.owned:
        return "process"
    place: Place = getattr(_here, "place", "")
    return place


def start_worker(folder: str) -> None:
    """Prepare a process of our own pool, before its first chunk."""
    gc.freeze()  # what was imported stays: loky collects garbage after the first chunk, and every second
    # Ctrl-C reaches the whole terminal group: the caller alone decides, and ends the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _process.owned = True
    _process.mark = open_mark(folder)


@contextmanager
def _inside(place: Place) -> Iterator[None]:
    before = getattr(_here, "place", "")
    _here.place = place
    try:
        yield
    finally:
        _here.place = before


def run_items(
    func: Callable[[Any], Any],
    items: Sequence[Any],
    *,
    first: int,
    stop: bool,
    mark: memoryview,
    before: Callable[[int], object] | None,
) -> Outcome:
    """Call ``func`` on every item, until ``before(index)`` is true or, with ``stop``, one fails."""
    results: list[Any] = []
    failures: list[Failure] = []
    start = perf_counter()
    for index, item in enumerate(items, first):
        mark[ITEM] = index
        if before is not None and before(index):
            break
        try:
            results.append(func(item))
        except BaseException as error:  # SystemExit and KeyboardInterrupt of func are failures like others
            failures.append(describe(error, index - first))
            results.append(None)
            if stop:
                break
    mark[ITEM] = WHOLE
    return Outcome(results, failures, perf_counter() - start)


def run_in_thread(
    func: Callable[[Any], Any], items: Sequence[Any], *, first: int, stop: bool, halt: threading.Event
) -> Outcome:
    """Run a chunk in a thread of the caller's process; ``halt`` ends it after the item in hand."""
    with _inside("thread"):
        return run_items(
            func, items, first=first, stop=stop, mark=loose_mark(), before=lambda index: halt.is_set()
        )


def run_here(func: Callable[[Any], Any], item: Any, index: int, seeds: Seeds | None) -> Outcome:
    """Run one item in the caller's own thread."""
    with seeded(seeds) as seed:
        outcome = run_items(func, (item,), first=index, stop=True, mark=loose_mark(), before=seed)
    for failure in outcome.failures:
        if isinstance(failure.cause, KeyboardInterrupt):
            raise failure.cause  # here it is the person at the keyboard
    return outcome


def run_call(call: Call) -> Reply:
    """Run a chunk that came as bytes; gives the packed :class:`Outcome`, or what is missing to make one."""
    mark = _process.mark
    mark[ITEM], mark[FIRST], mark[LAST], mark[JOB] = WHOLE, call.first, call.last, call.job
    with _inside("process"):
        reply = _reply(call, mark)
    mark[ITEM] = DONE
    return reply


def _reply(call: Call, mark: memoryview) -> Reply:
    start = perf_counter()
    try:
        func = _function(call)
        if func is None:
            return "need func", b""
        items = unpack(call.items)
    except BaseException as error:
        if call.last > call.first:
            return "need singles", b""
        return "done", pack_outcome(all_failed(1, error))
    with seeded(call.seeds) as seed:
        outcome = run_items(func, items, first=call.first, stop=call.stop, mark=mark, before=seed)
    return "done", pack_outcome(outcome._replace(seconds=perf_counter() - start))


def _function(call: Call) -> Callable[[Any], Any] | None:
    job, func = _process.known
    if job == call.job:
        return func
    if call.func is None:
        return None
    known: tuple[int, Callable[[Any], Any]] = call.job, unpack(call.func)
    _process.known = known  # one assignment: an executor may run several threads in a process
    return known[1]

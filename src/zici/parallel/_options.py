"""What the caller asked for, checked once: everything below works with a :class:`Plan` it can trust."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Literal, cast

from zici._progress import Progress, silent
from zici.errors import OptionError
from zici.parallel._run import inside_worker
from zici.parallel._seeds import Seeds, check_seeds

Backend = Literal["process", "thread", "serial"]
_BACKENDS = ("process", "thread", "serial")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One checked call of ``parallel_map`` or ``parallel_imap``.

    Attributes:
        total: how many items there are, or None where only the end will tell.
        backend: where the work runs; "serial" also inside a worker, whatever was asked.
        window: the most items pulled and not yet handed over; None for no bound of its own.
        stop: whether the first failing item ends the call.
    """

    func: Callable[[Any], Any]
    source: Iterator[Any]
    total: int | None
    workers: int
    backend: Backend
    executor: Executor | None
    window: int | None
    chunk: int | None
    seeds: Seeds | None
    callback: Callable[[int, Any], object] | None
    progress: Progress
    stop: bool
    retries: int


def cpu_count() -> int:
    """Give the number of CPUs this process may use: affinity, container limits and LOKY_MAX_CPU_COUNT count.

    Example:
        >>> cpu_count() >= 1
        True
    """
    import loky

    return int(loky.cpu_count())


def make_plan(
    func: Callable[[Any], Any],
    items: Iterable[Any],
    *,
    workers: int | None,
    backend: str,
    executor: Executor | None,
    window: int | None,
    chunk: int | None,
    seeds: int | str | Sequence[int] | None,
    callback: Callable[[int, Any], object] | None,
    progress: Progress | None,
    errors: str,
    retries: int,
) -> Plan:
    """Check every option and turn it into a :class:`Plan`."""
    _check_callable("func", func)
    for name, hook in (("callback", callback), ("progress", progress)):
        if hook is not None:
            _check_callable(name, hook)
    _check_choice("errors", errors, ("raise", "return"))
    source, total = _open(items)
    where = _place(backend, executor)
    plan = Plan(
        func=func,
        source=source,
        total=total,
        workers=_workers(workers, executor if where != "serial" else None, where),
        backend=where,
        executor=executor,
        window=_at_least("window", window, 1),
        chunk=_at_least("chunk", chunk, 1),
        seeds=check_seeds(seeds, total=total, threads=_threads_share(where, executor)),
        callback=callback,
        progress=silent if progress is None else progress,
        stop=errors == "raise",
        retries=_at_least("retries", retries, 0) or 0,
    )
    _check_together(plan)
    return plan


def _place(backend: str, executor: Executor | None) -> Backend:
    _check_choice("backend", backend, _BACKENDS)
    if executor is not None and not isinstance(executor, Executor):
        raise OptionError(
            f"executor: expected a concurrent.futures.Executor, got {type(executor).__name__}; "
            "dask gives one by client.get_executor(), mpi4py by MPIPoolExecutor()"
        )
    if inside_worker():
        return "serial"  # workers of workers would multiply: the outer call already uses the CPUs
    if executor is not None:
        return "process"
    return cast(Backend, backend)


def _threads_share(where: Backend, executor: Executor | None) -> bool:
    if where == "serial":
        return inside_worker() == "thread"
    return where == "thread" or isinstance(executor, ThreadPoolExecutor)


def _open(items: Iterable[Any]) -> tuple[Iterator[Any], int | None]:
    total = len(items) if isinstance(items, Sized) else None
    try:
        return iter(items), total
    except TypeError:
        raise OptionError(
            f"items: expected a list, a generator or another iterable, got {type(items).__name__}"
        ) from None


def _workers(workers: int | None, executor: Executor | None, where: Backend) -> int:
    asked = _at_least("workers", workers, 1)
    if asked is not None:
        return asked
    if where == "serial":
        return 1
    size = getattr(executor, "_max_workers", None)  # what the standard library's and loky's executors call it
    return size if isinstance(size, int) and size > 0 else cpu_count()


def _check_together(plan: Plan) -> None:
    if plan.window is not None and plan.chunk is not None and plan.chunk > plan.window:
        raise OptionError(
            f"chunk: expected at most window={plan.window} items, got {plan.chunk}; change one of them"
        )
    if plan.executor is not None and plan.retries:
        raise OptionError(
            f"retries={plan.retries} needs a pool that can be started again, and a passed executor can't; "
            "leave out executor=, or use retries=0 and the executor's own means"
        )


def _check_callable(name: str, value: object) -> None:
    if not callable(value):
        raise OptionError(f"{name}: expected something callable, got {type(value).__name__}")


def _check_choice(name: str, value: object, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise OptionError(f"{name}: expected one of {', '.join(choices)}; got {value!r}")


def _at_least(name: str, value: object, low: int) -> int | None:
    if value is None:
        return None
    try:
        number = operator.index(value)  # type: ignore[arg-type]  # the except clause is the check
    except TypeError:
        number = low - 1
    if isinstance(value, bool) or number < low:
        raise OptionError(f"{name}: expected a whole number of at least {low}, got {value!r}")
    return number

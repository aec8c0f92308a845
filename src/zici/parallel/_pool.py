"""Executors on lease: threads of one call, other people's executors, and our own pool of processes.

Starting processes costs far more than a small job, so one pool without work is kept for the next call. It is
never shared by two calls at a time, is dropped when broken or too old, and ends with the interpreter.
"""

from __future__ import annotations

import mmap
import os
import sys
import threading
from collections.abc import Collection
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from time import monotonic
from typing import Any

from zici.parallel._board import Board, Held
from zici.parallel._run import start_worker

_ORPHANED = 120.0  # seconds without work after which a worker ends by itself: its caller was killed
_TOO_OLD = 60.0  # seconds after which a kept pool is not used again: its workers may be about to leave
_STACK = 1 << 23  # bytes of a thread's stack, as most systems have it
_ROOM = 1 << 21  # bytes that a thread needs beside it to begin
_PATIENCE = 0.1  # seconds that chunks in hand may take at an early end before their processes are killed

_idle: list[Pool] = []
_of_parent: list[Pool] = []
_closing: set[int] = set()  # the processes that will close their kept pool at their end


class Lease:
    """The use of an executor for one call; as it stands, of one that was passed in and stays open."""

    def __init__(self, executor: Executor) -> None:
        self.executor = executor

    def held(self, job: int) -> list[Held]:
        """Name the items of this job that the workers hold; empty where nobody knows."""
        return []

    def renew(self) -> None:
        """Replace a broken executor, where it is our own."""

    def end(self, left: Collection[Future[Any]]) -> None:
        """Give the executor back; ``left``: work that was cancelled but may be running still."""


class Threads(Lease):
    """Threads for one call; none is kept, so a thread that hangs can't hurt the next call."""

    def __init__(self, size: int) -> None:
        _check_room(size)
        super().__init__(ThreadPoolExecutor(size, thread_name_prefix="zici"))

    def end(self, left: Collection[Future[Any]]) -> None:
        """Let the threads go; one that is inside the caller's function ends after that item."""
        self.executor.shutdown(wait=False, cancel_futures=True)


def _check_room(size: int) -> None:
    """Refuse to start threads that there is no memory for.

    A thread that dies of this before its first line is waited for without an end (CPython's issue 140746).

    Raises:
        MemoryError: there is no room for the stacks of ``size`` threads.
    """
    if sys.platform == "win32":
        return
    room = size * ((threading.stack_size() or _STACK) + _ROOM)
    try:
        mmap.mmap(-1, room, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=mmap.PROT_READ).close()
    except OSError as error:
        raise MemoryError(f"no room for {size} threads") from error


class Pool(Lease):
    """Our own worker processes, with the board of what they hold."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._start()

    def _start(self) -> None:
        from loky import ProcessPoolExecutor

        self.board = Board()
        self.executor: Executor = ProcessPoolExecutor(
            self.size, timeout=_ORPHANED, initializer=start_worker, initargs=(self.board.folder,)
        )
        self._since = monotonic()

    def held(self, job: int) -> list[Held]:
        """Name the items of this job that the workers hold, or held when they died."""
        return self.board.held(job)

    def renew(self) -> None:
        """Kill what is left of the processes and start others."""
        self.kill()
        self._start()

    def end(self, left: Collection[Future[Any]]) -> None:
        """Keep the pool for the next call, or kill it where work in hand can't be stopped otherwise."""
        if wait(left, timeout=_PATIENCE).not_done:
            self.kill()
        else:
            self._since = monotonic()
            _keep(self)

    def usable(self, need: int, limit: int) -> bool:
        """Tell whether a kept pool suits a call: young, large enough, not too large, not broken."""
        if not need <= self.size <= limit or monotonic() - self._since > _TOO_OLD:
            return False
        try:
            self.executor.submit(int)
        except RuntimeError:  # also the base of BrokenExecutor: a worker died while nobody used the pool
            return False
        return True

    def close(self) -> None:
        """Let the processes end by themselves, without waiting."""
        self.executor.shutdown(wait=False)
        self.board.close()

    def kill(self) -> None:
        """End the processes and their children at once."""
        self.executor.shutdown(wait=True, kill_workers=True)  # type: ignore[call-arg]  # loky's own argument
        self.board.close()


def take_pool(need: int, limit: int) -> Pool:
    """Give the kept pool if it has from ``need`` to ``limit`` workers, else a new one of ``need``."""
    try:
        pool = _idle.pop()
    except IndexError:
        return Pool(need)
    if pool.usable(need, limit):
        return pool
    pool.close()
    return Pool(need)


def _keep(pool: Pool) -> None:
    if os.getpid() not in _closing:
        from multiprocessing.util import Finalize

        # Not atexit: before that, a process of multiprocessing waits for its children to end by themselves.
        Finalize(None, close_idle, exitpriority=20)
        _closing.add(os.getpid())
    _idle.append(pool)
    while len(_idle) > 1:
        _idle.pop(0).close()


def close_idle() -> None:
    """End the kept pool now and wait for it: for measuring, and for tests that count processes."""
    while _idle:
        pool = _idle.pop()
        pool.executor.shutdown(wait=True)
        pool.board.close()


def _after_fork() -> None:
    # The child of a fork has the object but not the threads behind it: using it would hang, and so might
    # collecting it.
    _of_parent.extend(_idle)
    _idle.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)

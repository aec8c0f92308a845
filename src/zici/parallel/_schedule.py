"""Who gets what when: chunks are cut lazily, results collected as they come, lost work is done again."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import BrokenExecutor, CancelledError, Future, wait
from itertools import islice
from queue import Empty, SimpleQueue
from time import perf_counter
from typing import Any

from zici.errors import WorkerLostError
from zici.parallel._arrive import Arrival, arrive
from zici.parallel._board import Held
from zici.parallel._crew import Chunk, Crew, RefusedError, UnsendableError
from zici.parallel._options import Plan
from zici.parallel._outcome import Outcome, all_failed, describe
from zici.parallel._size import DEPTH, SECONDS, Sizer

_LOST_TOGETHER = 10.0  # seconds for a broken executor to give up the rest of its work


class Schedule:
    """One call on its way."""

    def __init__(self, plan: Plan, crew: Crew) -> None:
        self._plan, self._crew, self._sizer = plan, crew, Sizer(plan)
        self._pulled = self._delivered = 0
        self._source_is_slow = False
        self._flying: dict[Future[Any], tuple[Chunk, int]] = {}
        self._landed: SimpleQueue[Future[Any]] = SimpleQueue()
        self._unsent: deque[tuple[Chunk, Outcome]] = deque()
        self._again: deque[Chunk] = deque()
        self._suspects: deque[Chunk] = deque()
        self._alone = (
            False  # a suspect is flying, and nothing beside it: if a worker dies now, we know of what
        )

    def deliver(self, count: int) -> None:
        """Take note that ``count`` results were handed over: the window moves on by them."""
        self._delivered += count

    def arrivals(self) -> Generator[Arrival, None, None]:
        """Run everything; gives the results chunk by chunk as they come."""
        try:
            while self._launch():
                arrival = self._land()
                if arrival is not None:
                    yield arrival
        finally:
            self._crew.end(list(self._flying))

    def _launch(self) -> bool:
        """Send what there is room for; tells whether anything is left to wait for."""
        while not self._alone and len(self._flying) < DEPTH * self._plan.workers:
            chunk = self._next_chunk()
            if chunk is None:
                break
            self._send(chunk)
        return bool(self._flying or self._unsent or self._again or self._suspects)

    def _next_chunk(self) -> Chunk | None:
        if self._suspects:
            if self._flying:
                return None
            self._alone = True
            return self._suspects.popleft()
        if self._again:
            return self._again.popleft()
        if self._source_is_slow and not self._landed.empty():
            return None  # what has come must not wait for the source
        return self._pull()

    def _pull(self) -> Chunk | None:
        size = self._sizer.next(self._pulled)
        if self._plan.window is not None:
            size = min(size, self._plan.window - (self._pulled - self._delivered))
        source = islice(self._plan.source, max(size, 0))
        items = list(source) if self._plan.total is not None else self._pull_in_time(source)
        chunk = Chunk(self._pulled, items)
        self._pulled += len(items)
        return chunk if items else None

    def _pull_in_time(self, source: Iterable[Any]) -> list[Any]:
        items = []
        deadline = perf_counter() + SECONDS
        for item in source:
            items.append(item)
            if perf_counter() > deadline:
                self._source_is_slow = True
                break
        else:
            self._source_is_slow = False
        return items

    def _send(self, chunk: Chunk) -> None:
        try:
            future, size = self._crew.send(chunk)
        except UnsendableError as error:
            if len(chunk.items) > 1:
                self._again.extendleft(reversed(chunk.singles()))
            else:
                self._alone = False
                self._unsent.append((chunk, all_failed(1, error.reason)))
        except RefusedError as error:
            self._lose(chunk, error.reason)
        else:
            self._flying[future] = chunk, size
            future.add_done_callback(self._landed.put)

    def _land(self) -> Arrival | None:
        if self._unsent:
            chunk, outcome = self._unsent.popleft()
            return arrive(chunk.first, outcome, stop=self._plan.stop)
        future = self._wait()
        if future not in self._flying:
            return None  # it was given up together with its pool
        chunk, sent = self._flying.pop(future)
        self._alone = False
        reason = _reason(future)
        if reason is not None:
            self._lose(chunk, reason)
            return None
        read, came = self._crew.read(chunk, future.result())
        if isinstance(read, list):
            self._again.extendleft(reversed(read))
            return None
        self._sizer.learn(len(chunk.items), read.seconds, max(sent, came))
        return arrive(chunk.first, read, stop=self._plan.stop)

    def _wait(self) -> Future[Any]:
        while True:
            try:
                return self._landed.get(timeout=1.0)  # on Windows nothing else lets Ctrl-C through
            except Empty:
                continue

    def _lose(self, chunk: Chunk, reason: BaseException) -> None:
        """A worker died: run its items apart and the others again, or say which it was."""
        lost = [chunk, *self._lost_beside(_LOST_TOGETHER if isinstance(reason, BrokenExecutor) else 0)]
        suspects, others = _split(lost, self._crew.held())
        blamed = suspects or others
        guilty = [suspect for suspect in blamed if suspect.losses >= self._plan.retries]
        if guilty:
            raise _lost_error(guilty, reason) from reason
        self._crew.renew()
        self._alone = False
        once_more = [suspect._replace(losses=suspect.losses + 1) for suspect in blamed]
        if suspects:
            self._suspects.extend(once_more)
            self._again.extend(others)
        else:
            self._again.extend(once_more)

    def _lost_beside(self, patience: float) -> list[Chunk]:
        """Give up what flies beside it: an executor that blames one chunk (dask) may blame a wrong one."""
        wait(self._flying, timeout=patience)
        failed = [future for future in self._flying if not future.done() or _reason(future) is not None]
        return [self._flying.pop(future)[0] for future in failed]


def _reason(future: Future[Any]) -> BaseException | None:
    try:
        return future.exception()
    except CancelledError as error:
        return error


def _split(lost: list[Chunk], held: list[Held]) -> tuple[list[Chunk], list[Chunk]]:
    """Cut lost chunks into the items that were in a worker's hands, each by itself, and the rest."""
    suspects: list[Chunk] = []
    others: list[Chunk] = []
    for chunk in lost:
        after = chunk.first
        for first, last in sorted(held):
            if first <= chunk.last and last >= after:
                others.append(chunk.part(after, first - 1))
                suspects.extend(chunk.part(first, last).singles())
                after = last + 1
        others.append(chunk.part(after, chunk.last))
    return suspects, [chunk for chunk in others if chunk.items]


def _lost_error(guilty: list[Chunk], reason: BaseException) -> WorkerLostError:
    first, last = min(chunk.first for chunk in guilty), max(chunk.last for chunk in guilty)
    which = f"item {first}" if first == last else f"items {first} to {last}"
    why = describe(reason, 0).summary.split(". ")[0]
    return WorkerLostError(
        f"{which}: the worker was lost with this in hand ({why}); if memory ran out use fewer workers, "
        "after an accident use retries=1, else look at it with backend='serial'",
        first=first,
        last=last,
    )

"""Executors that are passed in: used, and left open."""

from __future__ import annotations

import os
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import pytest
from loky import ProcessPoolExecutor as LokyExecutor

from zici.errors import OptionError, TaskError, WorkerLostError
from zici.parallel import parallel_imap, parallel_map


@pytest.fixture(params=["spawned", "loky"])
def processes(request: pytest.FixtureRequest):  # type: ignore[no-untyped-def]
    if request.param == "loky":
        executor: Executor = LokyExecutor(2)
    else:
        executor = ProcessPoolExecutor(2, mp_context=get_context("spawn"))
    yield executor
    executor.shutdown()


def test_processes_of_others(processes: Executor) -> None:
    factor = 3
    assert parallel_map(lambda x: x * factor, range(100), executor=processes) == [x * 3 for x in range(100)]
    with pytest.raises(TaskError, match=r"^item 1: ZeroDivisionError"):
        parallel_map(lambda x: 1 // (1 - x), range(3), executor=processes, chunk=1)
    assert len(parallel_map(lambda x: x, range(5), executor=processes, seeds=1)) == 5
    assert processes.submit(abs, -1).result() == 1


def test_processes_of_others_that_break(processes: Executor) -> None:
    with pytest.raises(WorkerLostError) as caught:
        parallel_map(lambda x: os._exit(1) if x == 5 else x, range(20), executor=processes, chunk=1)
    assert caught.value.first <= 5 <= caught.value.last
    assert isinstance(caught.value.__cause__, BrokenExecutor)
    with pytest.raises(WorkerLostError):
        parallel_map(abs, range(3), executor=processes)


def test_threads_of_others_get_the_items_themselves() -> None:
    lists: list[list[int]] = [[], []]
    with ThreadPoolExecutor(2) as executor:
        parallel_map(lambda target: target.append(1), lists, executor=executor)
        with pytest.raises(OptionError, match=r"threads share"):
            parallel_map(abs, [1], executor=executor, seeds=1)
        stream = parallel_imap(abs, iter(range(1000)), executor=executor)
        assert next(stream) == 0
        stream.close()
        assert executor.submit(abs, -1).result() == 1
    assert lists == [[1], [1]]


def test_an_executor_that_was_shut_down() -> None:
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    with pytest.raises(WorkerLostError, match=r"cannot schedule new futures after shutdown"):
        parallel_map(abs, [1], executor=executor)


def test_an_executor_that_gives_up_a_future() -> None:
    class Forgetful(Executor):
        def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
            future: Future[object] = Future()
            future.cancel()
            future.set_running_or_notify_cancel()
            return future

    with pytest.raises(WorkerLostError, match=r"^items 0 to 1: .*CancelledError"):
        parallel_map(abs, [1, 2], executor=Forgetful(), workers=1, chunk=1)

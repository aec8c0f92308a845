"""The two public functions: results, order, laziness, reports, options."""

from __future__ import annotations

import os
import threading
import time
from itertools import count, islice

import pytest

import zici.parallel
from zici._progress import Step
from zici.errors import OptionError, TaskError
from zici.parallel import cpu_count, parallel_imap, parallel_map

BACKENDS = ["process", "thread", "serial"]


def test_public_names() -> None:
    assert zici.parallel.__all__ == ["cpu_count", "parallel_imap", "parallel_map"]
    assert dir(zici.parallel) == zici.parallel.__all__
    with pytest.raises(AttributeError, match="no attribute 'parallel_reduce'"):
        zici.parallel.parallel_reduce  # noqa: B018


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("chunk", [None, 7])
def test_results_in_order(backend: str, chunk: int | None) -> None:
    words = [f"字{number}" for number in range(300)]
    assert parallel_map(lambda word: word * 2, words, workers=2, backend=backend, chunk=chunk) == [
        word * 2 for word in words
    ]


@pytest.mark.parametrize("backend", BACKENDS)
def test_empty_items_give_an_empty_list(backend: str) -> None:
    assert parallel_map(len, [], backend=backend) == []
    assert list(parallel_imap(len, iter([]), backend=backend)) == []


def test_bound_methods_closures_and_partials_reach_processes() -> None:
    class Doubler:
        def __init__(self, times: int) -> None:
            self.times = times

        def work(self, word: str) -> str:
            return word * self.times

    assert parallel_map(Doubler(2).work, ["字", "词"], workers=2) == ["字字", "词词"]


def test_threads_get_the_items_themselves() -> None:
    lists: list[list[int]] = [[], [], []]
    parallel_map(lambda target: target.append(1), lists, backend="thread", workers=2)
    assert lists == [[1], [1], [1]]


def test_work_is_done_by_as_many_processes_as_asked() -> None:
    def slow_pid(_: int) -> int:
        time.sleep(0.02)
        return os.getpid()

    assert len(set(parallel_map(slow_pid, range(12), workers=2))) == 2
    assert len(set(parallel_map(slow_pid, range(6), workers=1))) == 1
    assert os.getpid() not in parallel_map(slow_pid, range(2), workers=1)


def test_unordered_results_come_as_they_are_done() -> None:
    def slow_first(number: int) -> int:
        time.sleep(0.3 if number == 0 else 0)
        return number

    came = parallel_map(slow_first, range(6), workers=2, backend="thread", ordered=False)
    assert sorted(came) == list(range(6))
    assert came[-1] == 0
    pairs = list(parallel_imap(slow_first, "abc", workers=2, backend="thread", ordered=False))
    assert sorted(pairs) == [(0, "a"), (1, "b"), (2, "c")]


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("ordered", [True, False])
@pytest.mark.parametrize("window", [1, 3, 50])
def test_endless_items_stay_within_the_window(backend: str, ordered: bool, window: int) -> None:
    pulled = 0

    def endless() -> object:
        nonlocal pulled
        for number in count():
            pulled += 1
            yield number

    stream = parallel_imap(abs, endless(), workers=2, backend=backend, ordered=ordered, window=window)
    for taken, _ in enumerate(islice(stream, 200)):
        assert pulled - taken <= window
    stream.close()


def test_a_slow_item_holds_up_no_more_than_the_window() -> None:
    gate = threading.Event()
    started = []

    def first_waits(number: int) -> int:
        started.append(number)
        if number == 0:
            gate.wait(5)
        return number

    stream = parallel_imap(first_waits, count(), workers=2, backend="thread", window=8)
    threading.Timer(0.2, gate.set).start()
    assert next(stream) == 0
    assert max(started) < 8
    stream.close()


def test_what_has_come_does_not_wait_for_a_slow_source() -> None:
    def slow_source() -> object:
        for number in range(4):
            time.sleep(0.1)
            yield number

    start = time.perf_counter()
    stream = parallel_imap(abs, slow_source(), workers=2, backend="thread")
    assert next(stream) == 0
    assert time.perf_counter() - start < 0.35
    assert list(stream) == [1, 2, 3]


def test_nothing_is_pulled_before_the_first_next() -> None:
    source = iter(range(5))
    stream = parallel_imap(abs, source, backend="thread")
    assert next(source) == 0
    assert list(stream) == [1, 2, 3, 4]


@pytest.mark.parametrize("backend", BACKENDS)
def test_callback_and_progress_run_in_the_callers_thread(backend: str) -> None:
    calls: dict[int, int] = {}
    steps: list[Step] = []
    threads = set()

    def callback(index: int, result: int) -> None:
        threads.add(threading.get_ident())
        calls[index] = result

    parallel_map(
        lambda x: x * x, range(50), workers=2, backend=backend, callback=callback, progress=steps.append
    )
    assert calls == {number: number * number for number in range(50)}
    assert threads == {threading.get_ident()}
    assert steps[-1] == Step("map", 50, 50, "items")
    assert [step.done for step in steps] == sorted(step.done for step in steps)


def test_progress_of_items_without_length_has_no_total() -> None:
    steps: list[Step] = []
    parallel_map(abs, iter(range(5)), backend="thread", progress=steps.append)
    assert steps[-1] == Step("map", 5, None, "items")


def test_an_error_in_callback_or_source_reaches_the_caller_as_it_is() -> None:
    def broken_source() -> object:
        yield 1
        raise LookupError("no more")

    with pytest.raises(LookupError, match="no more"):
        parallel_map(abs, broken_source(), workers=2)
    with pytest.raises(ZeroDivisionError):
        parallel_map(abs, [1], backend="thread", callback=lambda index, result: 1 // 0)


@pytest.mark.parametrize("outer", ["process", "thread"])
@pytest.mark.parametrize("inner", ["process", "thread"])
def test_inside_a_worker_the_work_is_serial(outer: str, inner: str) -> None:
    def nested(_: int) -> bool:
        here = (os.getpid(), threading.get_ident())
        seen = parallel_map(
            lambda _: (os.getpid(), threading.get_ident()), range(3), workers=2, backend=inner
        )
        return set(seen) == {here}

    assert parallel_map(nested, range(4), workers=2, backend=outer) == [True] * 4


def test_a_call_while_a_stream_is_open_has_its_own_pool() -> None:
    stream = parallel_imap(abs, count(), workers=1)
    assert next(stream) == 0
    assert parallel_map(abs, [-1, -2], workers=1) == [1, 2]
    assert next(stream) == 1
    stream.close()


def test_calls_of_several_threads_do_not_mix() -> None:
    results: dict[int, list[int]] = {}

    def call(factor: int) -> None:
        results[factor] = parallel_map(lambda x: x * factor, range(200), workers=1)

    threads = [threading.Thread(target=call, args=(factor,)) for factor in (2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == {factor: [x * factor for x in range(200)] for factor in (2, 3)}


def test_a_large_function_reaches_every_worker() -> None:
    model = os.urandom(1 << 18)

    def use(number: int) -> tuple[int, int]:
        time.sleep(0.005)
        return number, len(model)

    for workers in (1, 2):
        done = parallel_map(use, range(40), workers=workers, chunk=1)
        assert done == [(number, 1 << 18) for number in range(40)]


def test_large_items_and_results() -> None:
    texts = ["字" * 1_000_000 for _ in range(6)]
    assert parallel_map(lambda text: text + "。", texts, workers=2) == [text + "。" for text in texts]


def test_a_call_on_threads_costs_less_than_a_millisecond() -> None:
    def once() -> float:
        start = time.perf_counter()
        parallel_map(abs, range(4), workers=4, backend="thread")
        return time.perf_counter() - start

    assert min(once() for _ in range(50)) < 0.001


def test_cpu_count_respects_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 1 <= cpu_count() <= (os.cpu_count() or 1)
    monkeypatch.setenv("LOKY_MAX_CPU_COUNT", "1")
    assert cpu_count() == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"func": 3}, "func: expected something callable, got int"),
        ({"items": 3}, "items: expected a list, a generator or another iterable, got int"),
        ({"workers": 0}, "workers: expected a whole number of at least 1, got 0"),
        ({"workers": True}, "workers: .* got True"),
        ({"workers": 1.5}, "workers: .* got 1.5"),
        ({"window": 0}, "window: "),
        ({"chunk": -1}, "chunk: "),
        ({"chunk": 9, "window": 8}, "chunk: expected at most window=8 items, got 9"),
        ({"retries": -1}, "retries: expected a whole number of at least 0"),
        ({"backend": "gpu"}, "backend: expected one of process, thread, serial; got 'gpu'"),
        ({"errors": "ignore"}, "errors: expected one of raise, return; got 'ignore'"),
        ({"callback": 1}, "callback: expected something callable"),
        ({"progress": 1}, "progress: expected something callable"),
        ({"executor": 1}, "executor: expected a concurrent.futures.Executor, got int"),
    ],
)
def test_bad_options_are_refused_at_once(options: dict[str, object], message: str) -> None:
    arguments = {"func": abs, "items": [1]} | options
    func, items = arguments.pop("func"), arguments.pop("items")
    for function in (parallel_map, parallel_imap):
        with pytest.raises(OptionError, match=message):
            function(func, items, **arguments)


def test_a_function_that_cannot_be_sent_is_refused_at_once() -> None:
    lock = threading.Lock()
    with pytest.raises(OptionError, match=r"func: .*can't be sent to another process"):
        parallel_imap(lambda x: lock and x, [1])
    assert parallel_map(lambda x: bool(lock) and x, [1], backend="thread") == [1]


def test_errors_are_of_one_family() -> None:
    with pytest.raises(TaskError) as caught:
        parallel_map(int, ["x"], backend="serial")
    assert "\n" not in str(caught.value)

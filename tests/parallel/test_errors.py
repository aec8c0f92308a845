"""Whatever goes wrong with an item ends in a TaskError that names it; nothing hangs, nothing is lost."""

from __future__ import annotations

import threading
import time

import pytest

from zici.errors import TaskError
from zici.parallel import parallel_imap, parallel_map

BACKENDS = ["process", "thread", "serial"]


class _Lock:
    """Can't be pickled."""

    def __init__(self) -> None:
        self.lock = threading.Lock()


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("chunk", [None, 8])
def test_an_exception_names_item_place_and_cause(backend: str, chunk: int | None) -> None:
    def divide(number: int) -> float:
        return 1 / (number - 17)

    with pytest.raises(TaskError) as caught:
        parallel_map(divide, range(100), workers=2, backend=backend, chunk=chunk)
    error = caught.value
    assert error.index == 17
    assert str(error) == "item 17: ZeroDivisionError: division by zero"
    assert isinstance(error.__cause__, ZeroDivisionError)
    assert "in divide" in error.traceback
    assert "run_items" not in error.traceback


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("ordered", [True, False])
def test_errors_as_data(backend: str, ordered: bool) -> None:
    def odd_fails(number: int) -> int:
        if number % 2:
            raise ValueError(number)
        return number

    seen: dict[int, object] = {}
    pairs = parallel_imap(
        odd_fails,
        range(40),
        workers=2,
        backend=backend,
        ordered=ordered,
        errors="return",
        callback=seen.__setitem__,
    )
    values = dict(enumerate(pairs)) if ordered else dict(pairs)
    assert values == seen
    assert sorted(values) == list(range(40))
    for index, value in values.items():
        if index % 2:
            assert isinstance(value, TaskError)
            assert value.index == index
            assert isinstance(value.__cause__, ValueError)
        else:
            assert value == index


def _hostile_exceptions() -> dict[str, BaseException]:
    class TwoArgumentsError(Exception):
        def __init__(self, path: str, line: int) -> None:
            super().__init__(f"{path}:{line}")

    class WithoutWordsError(Exception):
        def __str__(self) -> str:
            raise RuntimeError("no words")

    class HoldsALockError(Exception):
        def __init__(self) -> None:
            super().__init__("holds a lock")
            self.lock = threading.Lock()

    class BecomesAStringError(Exception):
        def __reduce__(self) -> tuple[object, ...]:
            return str, ("not an exception",)

    return {
        "two arguments": TwoArgumentsError("a.txt", 3),
        "without words": WithoutWordsError(),
        "holds a lock": HoldsALockError(),
        "becomes a string": BecomesAStringError(),
        "exit": SystemExit(3),
        "interrupt": KeyboardInterrupt("from func"),
        "generator exit": GeneratorExit(),
        "recursion": RecursionError("deep"),
        "stop": StopIteration(5),
    }


@pytest.mark.parametrize("name", list(_hostile_exceptions()))
@pytest.mark.parametrize("backend", ["process", "thread"])
def test_hostile_exceptions(name: str, backend: str) -> None:
    def meet(number: int) -> int:
        if number == 5:
            raise _make()[name]
        return number

    _make = _hostile_exceptions if backend == "thread" else _by_value(_hostile_exceptions)
    values = parallel_map(meet, range(12), workers=2, backend=backend, chunk=4, errors="return")
    assert [value for value in values if not isinstance(value, TaskError)] == [x for x in range(12) if x != 5]
    assert values[5].index == 5
    with pytest.raises(TaskError, match=r"^item 5: "):
        parallel_map(meet, range(12), workers=2, backend=backend)


def _by_value(function):  # type: ignore[no-untyped-def]
    """Give a copy that travels by value: a test module can't be imported by a worker."""
    import types

    copied = types.FunctionType(function.__code__, {"threading": threading, "__builtins__": __builtins__})
    copied.__module__ = "__main__"
    return copied


def test_an_unreadable_exception_still_tells_its_words() -> None:
    def fail(_: int) -> None:
        class PathError(Exception):
            def __init__(self, path: str, line: int) -> None:
                super().__init__(f"{path}:{line}")

        raise PathError("a.txt", 3)

    with pytest.raises(TaskError, match=r"item 0: PathError: a.txt:3") as caught:
        parallel_map(fail, [0], workers=1)
    assert caught.value.__cause__ is None
    assert "PathError" in caught.value.traceback


def test_results_that_cannot_travel() -> None:
    def make(number: int) -> object:
        import threading as here

        class Unreadable:
            def __reduce__(self) -> tuple[object, ...]:
                return int, ("not a number",)

        return {3: here.Lock(), 6: Unreadable(), 8: iter([1])}.get(number, number)

    values = parallel_map(make, range(10), workers=2, chunk=5, errors="return")
    assert [x for x, value in enumerate(values) if isinstance(value, TaskError)] == [3, 6]
    assert [values[x] for x in (0, 1, 2, 4, 5, 7, 9)] == [0, 1, 2, 4, 5, 7, 9]
    assert "the result can't be sent back (TypeError: cannot pickle" in str(values[3])
    assert "ValueError" in str(values[6])
    with pytest.raises(TaskError) as caught:
        parallel_map(make, range(10), workers=2, chunk=5)
    assert caught.value.index in (3, 6)


def test_items_that_cannot_be_sent() -> None:
    items: list[object] = [1, 2, threading.Lock(), 4]
    values = parallel_map(lambda item: item, items, workers=2, chunk=4, errors="return")
    assert values[:2] == [1, 2]
    assert values[3] == 4
    assert values[2].index == 2
    assert "cannot pickle" in str(values[2])
    with pytest.raises(TaskError, match=r"^item 2: TypeError"):
        parallel_map(lambda item: item, items, workers=2)


def test_items_that_cannot_be_read_by_the_worker() -> None:
    class Unreadable:
        def __reduce__(self) -> tuple[object, ...]:
            return int, ("not a number",)

    values = parallel_map(lambda item: item, [1, Unreadable(), 3], workers=2, chunk=3, errors="return")
    assert values[::2] == [1, 3]
    assert values[1].index == 1
    assert "not a number" in str(values[1])


def test_a_function_that_cannot_be_read_by_the_worker() -> None:
    class Unreadable:
        def __call__(self, item: int) -> int:
            return item

        def __reduce__(self) -> tuple[object, ...]:
            return int, ("not a number",)

    with pytest.raises(TaskError, match=r"not a number"):
        parallel_map(Unreadable(), range(5), workers=2)
    values = parallel_map(Unreadable(), range(5), workers=2, errors="return")
    assert [value.index for value in values] == list(range(5))


@pytest.mark.parametrize("backend", ["process", "thread"])
def test_an_error_comes_promptly_and_ends_the_rest(backend: str) -> None:
    def fail_first(number: int) -> None:
        if number == 0:
            raise ValueError("at once")
        time.sleep(0.5)

    parallel_map(abs, [1, 2], workers=2)  # start the pool outside of the measure
    start = time.perf_counter()
    with pytest.raises(TaskError, match=r"item 0"):
        parallel_map(fail_first, range(100), workers=2, backend=backend)
    assert time.perf_counter() - start < 2


def test_a_stream_gives_what_is_ready_before_it_raises() -> None:
    got = []
    with pytest.raises(TaskError) as caught:
        for value in parallel_imap(lambda x: 1 // (5 - x), range(10), workers=1, chunk=10):
            got.append(value)
    assert len(got) == caught.value.index == 5


def test_ctrl_c_in_a_serial_function_is_the_callers() -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        parallel_map(interrupted, [1], backend="serial")
    with pytest.raises(TaskError, match=r"SystemExit"):
        parallel_map(exit, [1], backend="serial")

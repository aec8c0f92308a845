"""A worker that dies: the item is named or done again, nothing is lost, doubled or waited for."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from zici.errors import OptionError, WorkerLostError
from zici.parallel import parallel_imap, parallel_map

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that kills")


def _log_and_die(folder: Path, deaths: dict[int, int]) -> Callable[[int], int]:
    """Give a function that notes every run of an item, and dies in the first runs of some."""

    def work(number: int) -> int:
        runs = folder / f"{number}"
        with runs.open("ab") as file:
            file.write(b".")
        if runs.stat().st_size <= deaths.get(number, 0):
            os.kill(os.getpid(), signal.SIGKILL)
        return number * 2

    return work


def _runs(folder: Path, number: int) -> int:
    return (folder / f"{number}").stat().st_size


@pytest.mark.parametrize("chunk", [None, 1, 50])
def test_without_retries_the_item_in_hand_is_named(tmp_path: Path, chunk: int | None) -> None:
    start = time.perf_counter()
    with pytest.raises(WorkerLostError) as caught:
        parallel_map(_log_and_die(tmp_path, {30: 99}), range(100), workers=1, chunk=chunk)
    assert (caught.value.first, caught.value.last) == (30, 30)
    assert time.perf_counter() - start < 5
    assert str(caught.value).startswith("item 30: ")
    assert "\n" not in str(caught.value)
    assert _runs(tmp_path, 30) == 1


def test_with_two_workers_the_range_holds_the_culprit(tmp_path: Path) -> None:
    with pytest.raises(WorkerLostError) as caught:
        parallel_map(_log_and_die(tmp_path, {30: 99}), range(100), workers=2, chunk=10)
    assert caught.value.first <= 30 <= caught.value.last


@pytest.mark.parametrize("chunk", [None, 25])
@pytest.mark.parametrize("ordered", [True, False])
def test_lost_items_are_done_again(tmp_path: Path, chunk: int | None, ordered: bool) -> None:
    work = _log_and_die(tmp_path, {0: 1, 40: 1, 99: 1})
    came = list(parallel_imap(work, iter(range(100)), workers=2, chunk=chunk, ordered=ordered, retries=1))
    assert (came if ordered else [value for _, value in sorted(came)]) == [x * 2 for x in range(100)]
    assert [_runs(tmp_path, number) for number in (0, 40, 99)] == [2, 2, 2]


@pytest.mark.parametrize("retries", [1, 2])
def test_retries_are_counted_and_the_culprit_named_exactly(tmp_path: Path, retries: int) -> None:
    with pytest.raises(WorkerLostError) as caught:
        parallel_map(_log_and_die(tmp_path, {40: 99}), range(100), workers=2, retries=retries)
    assert (caught.value.first, caught.value.last) == (40, 40)
    assert _runs(tmp_path, 40) == 1 + retries


def test_what_runs_beside_culprits_is_not_blamed_for_them(tmp_path: Path) -> None:
    die_once = _log_and_die(tmp_path, {0: 1, 2: 1})

    def slow_among_culprits(number: int) -> int:
        time.sleep(0.4 if number == 1 else 0.1)
        return die_once(number)

    done = parallel_map(slow_among_culprits, range(4), workers=2, chunk=1, retries=1)
    assert done == [0, 2, 4, 6]


def test_items_that_had_arrived_are_not_run_again(tmp_path: Path) -> None:
    arrived: list[int] = []
    work = _log_and_die(tmp_path, {90: 1})
    values = parallel_map(
        work, range(100), workers=1, chunk=10, retries=1, callback=lambda index, _: arrived.append(index)
    )
    assert values == [x * 2 for x in range(100)]
    assert sorted(arrived) == list(range(100))
    assert all(_runs(tmp_path, number) == 1 for number in range(60))


def test_a_quiet_exit_is_a_loss_too() -> None:
    with pytest.raises(WorkerLostError) as caught:
        parallel_map(lambda number: os._exit(0) if number == 3 else number, range(8), workers=1)
    assert caught.value.first == caught.value.last == 3


def test_death_while_an_item_is_being_read(tmp_path: Path) -> None:
    class Deadly:
        def __reduce__(self) -> tuple[object, ...]:
            return os._exit, (1,)

    for chunk in (1, 3):
        with pytest.raises(WorkerLostError) as caught:
            parallel_map(str, [1, Deadly(), 3], workers=1, chunk=chunk, retries=1)
        assert (caught.value.first, caught.value.last) == (1, 1)


def test_a_pool_that_died_while_idle_is_replaced() -> None:
    pids = parallel_map(lambda _: os.getpid(), range(4), workers=2)
    os.kill(pids[0], signal.SIGKILL)
    time.sleep(0.3)
    assert parallel_map(abs, range(4), workers=2) == [0, 1, 2, 3]


def test_the_next_call_after_a_loss_is_sound(tmp_path: Path) -> None:
    with pytest.raises(WorkerLostError):
        parallel_map(_log_and_die(tmp_path, {0: 9}), range(10), workers=2)
    assert parallel_map(abs, range(10), workers=2) == list(range(10))


def test_retries_need_a_pool_of_our_own() -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as executor, pytest.raises(OptionError, match="retries=1 needs a pool"):
        parallel_map(abs, [1], executor=executor, retries=1)

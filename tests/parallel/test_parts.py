"""The parts by themselves: sizes of chunks, bytes, marks."""

from __future__ import annotations

import os
import threading

import pytest

from zici.parallel._board import Board, Held
from zici.parallel._crew import Chunk
from zici.parallel._mark import DONE, FIRST, ITEM, JOB, LAST, WHOLE, open_mark
from zici.parallel._options import Plan, make_plan
from zici.parallel._schedule import _split
from zici.parallel._size import SECONDS, Sizer
from zici.parallel._wire import pack_safely, unpack


def _plan(items: object, **options: object) -> Plan:
    defaults: dict[str, object] = {
        "workers": 2,
        "backend": "thread",
        "executor": None,
        "window": None,
        "chunk": None,
        "seeds": None,
        "callback": None,
        "progress": None,
        "errors": "raise",
        "retries": 0,
    }
    return make_plan(abs, items, **(defaults | options))  # type: ignore[arg-type]


def test_chunks_grow_until_they_take_their_time() -> None:
    sizer, sizes = Sizer(_plan(iter([]))), []
    for _ in range(6):
        sizes.append(sizer.next(0))
        sizer.learn(sizes[-1], sizes[-1] * 1e-4, 0)
    assert sizes[0] == 1
    assert sizes[:3] == [1, 64, 300]
    assert abs(sizes[-1] * 1e-4 - SECONDS) < 1e-3


@pytest.mark.parametrize(("seconds", "size"), [(1.0, 0), (0.0, 1 << 24)])
def test_chunks_of_slow_or_large_items_stay_single(seconds: float, size: int) -> None:
    sizer = Sizer(_plan(iter([])))
    for _ in range(3):
        sizer.learn(1, seconds, size)
        assert sizer.next(0) == 1


def test_chunks_are_bounded_and_end_together() -> None:
    endless, sized = Sizer(_plan(iter([]))), Sizer(_plan(range(1000)))
    windowed = Sizer(_plan(iter([]), window=40))
    for sizer in (endless, sized, windowed):
        for _ in range(10):
            sizer.learn(10_000, 1e-9, 0)
    assert endless.next(0) == 1 << 14
    assert windowed.next(0) == 10
    assert Sizer(_plan(range(10), chunk=4)).next(0) == 4
    slow = Sizer(_plan(range(1000)))
    for _ in range(10):
        slow.learn(1000, SECONDS, 0)
    assert slow.next(0) == 125
    assert slow.next(992) == 31


def test_plain_values_are_packed_without_a_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[bytes] = []
    monkeypatch.setattr("zici.parallel._wire.unpack", looks.append)
    value = [1, "字", None, {"a": (2.5, b"x")}, {3}]
    assert unpack(pack_safely(value)) == value
    assert looks == []
    pack_safely([Held(1, 2)])
    assert len(looks) == 1


def test_values_that_cannot_travel_are_found_where_they_are_made() -> None:
    class Unreadable:
        def __reduce__(self) -> tuple[object, ...]:
            return int, ("x",)

    with pytest.raises(ValueError, match="invalid literal"):
        pack_safely([Unreadable()])
    with pytest.raises(TypeError, match="cannot pickle"):
        pack_safely(threading.Lock())


def test_the_board_tells_what_is_in_hand() -> None:
    board = Board()
    mark = open_mark(board.folder)
    assert board.held(5) == []
    mark[ITEM], mark[FIRST], mark[LAST], mark[JOB] = WHOLE, 10, 19, 5
    assert board.held(5) == [Held(10, 19)]
    mark[ITEM] = 12
    assert board.held(5) == [Held(12, 12)]
    assert board.held(6) == []
    mark[ITEM] = DONE
    assert board.held(5) == []
    board.close()
    assert not os.path.exists(board.folder)


def test_a_mark_without_a_board_is_no_error() -> None:
    mark = open_mark("/nowhere/at/all")
    mark[ITEM] = 3
    assert mark[ITEM] == 3


def test_lost_chunks_are_cut_at_what_was_in_hand() -> None:
    lost = [Chunk(0, list("abcd")), Chunk(10, list("wxyz")), Chunk(20, list("pq"))]
    suspects, others = _split(lost, [Held(12, 12), Held(0, 1), Held(50, 60)])
    assert suspects == [Chunk(0, ["a"]), Chunk(1, ["b"]), Chunk(12, ["y"])]
    assert others == [Chunk(2, ["c", "d"]), Chunk(10, ["w", "x"]), Chunk(13, ["z"]), Chunk(20, ["p", "q"])]
    assert _split(lost, []) == ([], lost)

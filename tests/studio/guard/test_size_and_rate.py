"""How much and how often."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.exceptions import HTTPException

from zici.studio.guard._buckets import MOST, Buckets
from zici.studio.guard._problems import ProblemGuard
from zici.studio.guard._rate import RateGuard
from zici.studio.guard._size import SizeGuard


@pytest.fixture
def guard(guarded):
    others = [("/stream", None), ("/upload", 100)]
    return SizeGuard(ProblemGuard(guarded), limit=10, others=others)


def test_a_body_that_is_told_to_be_too_long_is_not_read(ask, guard):
    reply = ask(guard, "POST", "/x", {"content-length": "11"}, [b"12345678901"])
    assert (reply.status, reply.received) == (413, 0)
    assert "at most 0.0 MB (10 bytes), found 11" in reply.problem["detail"]


@pytest.mark.parametrize("length", ["-1", "x", "1e3", "²"])
def test_a_length_that_is_none_is_refused(ask, guard, length):
    assert ask(guard, "POST", "/x", {"content-length": length.encode().decode("latin-1")}).status == 413


def test_a_body_that_gets_too_long_is_stopped(ask, guard):
    reply = ask(guard, "POST", "/x", {}, [b"123456"] * 5)
    assert (reply.status, reply.received) == (413, 2)
    assert reply.problem["title"] == "Content Too Large" or reply.problem["title"].startswith(
        "Request Entity"
    )


def test_a_body_up_to_the_limit_passes(ask, guard):
    assert ask(guard, "POST", "/x", {"content-length": "10"}, [b"12345", b"67890"]).body == b"10"


def test_some_paths_have_limits_of_their_own(ask, guard):
    assert ask(guard, "POST", "/stream", {"content-length": "999"}, [b"x" * 999]).body == b"999"
    assert ask(guard, "POST", "/upload/1", {}, [b"x" * 50, b"x" * 50]).body == b"100"
    assert ask(guard, "POST", "/upload/1", {}, [b"x" * 50, b"x" * 51]).status == 413


def test_the_stop_is_an_http_exception_that_frameworks_know(guarded, scope_of):
    """FastAPI makes other exceptions of reading a body into "can't be parsed"."""

    async def receive():
        return {"type": "http.request", "body": b"x" * 20}

    async def send(message):
        raise AssertionError

    with pytest.raises(HTTPException):
        asyncio.run(SizeGuard(guarded, limit=10)(scope_of("POST", "/", {}), receive, send))


def test_this_machine_has_a_limit_of_its_own(ask, guarded):
    guard = RateGuard(guarded, rate=0.1, local_rate=0.3)
    assert [ask(guard).status for _ in range(4)] == [200, 200, 200, 429]
    other = {"client": ("192.0.2.9", 1)}
    assert [ask(guard, **other).status for _ in range(2)] == [200, 429]
    assert ask(guard, client=("192.0.2.10", 1)).status == 200
    reply = ask(guard, **other)
    assert reply.headers["retry-after"] == "10"
    assert "wait 10 s" in reply.problem["detail"]
    assert ask(guard, type="websocket", **other).status == 0


@given(st.lists(st.tuples(st.floats(0, 5), st.sampled_from("ab")), max_size=60), st.integers(1, 5))
def test_no_client_gets_more_than_burst_and_rate_allow(steps, burst):
    now = 0.0
    buckets = Buckets(rate=2.0, burst=burst, clock=lambda: now)
    taken = {"a": 0, "b": 0}
    for pause, client in steps:
        now += pause
        told = buckets.pause(client)
        wait = buckets.take(client)
        assert told == wait
        taken[client] += wait == 0.0
        assert taken[client] <= burst + 2.0 * now + 1e-6


def test_who_waits_as_told_gets_one():
    now = 0.0
    buckets = Buckets(rate=3.0, burst=1, clock=lambda: now)
    assert buckets.take("a") == 0.0
    now += buckets.take("a")
    assert buckets.take("a") == 0.0


def test_clients_are_forgotten_before_memory_is_full():
    buckets = Buckets(rate=1e-9, burst=1, clock=lambda: 0.0)
    for client in range(MOST + 5):
        assert buckets.take(str(client)) == 0.0
    assert buckets.take(str(MOST)) > 0
    assert buckets.take("0") == 0.0
    assert len(buckets._levels) == MOST

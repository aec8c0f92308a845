"""Texts of several requests that are cut together."""

from __future__ import annotations

import asyncio
import threading

import pytest

from zici.errors import OptionError
from zici.studio.api._together import MOST, Together


def test_each_gets_its_own_and_what_waits_is_cut_together():
    calls: list[tuple[int, tuple[str, ...]]] = []
    begun = threading.Event()

    def work(texts, way):
        calls.append((len(texts), way))
        if len(calls) == 1:
            begun.wait(10)
        return [[text, *way] for text in texts]

    async def many():
        together = Together(work)
        first = asyncio.create_task(together.cut("0", ("a",)))
        await asyncio.sleep(0.05)
        rest = [asyncio.create_task(together.cut(str(n), ("a",))) for n in range(1, MOST + 11)]
        other = asyncio.create_task(together.cut("x", ("b",)))
        await asyncio.sleep(0.05)
        begun.set()
        assert await first == ["0", "a"]
        assert await asyncio.gather(*rest) == [[str(n), "a"] for n in range(1, MOST + 11)]
        assert await other == ["x", "b"]
        return await together.cut("again", ("a",))

    assert asyncio.run(many()) == ["again", "a"]
    assert calls == [(1, ("a",)), (MOST, ("a",)), (10, ("a",)), (1, ("b",)), (1, ("a",))]


def test_an_error_reaches_all_that_asked_the_same_and_no_other():
    def work(texts, way):
        if way == ("magic",):
            raise OptionError("no such method")
        return [[text] for text in texts]

    async def many():
        together = Together(work)
        return await asyncio.gather(
            together.cut("1", ("magic",)),
            together.cut("2", ("magic",)),
            together.cut("3", ("good",)),
            return_exceptions=True,
        )

    first, second, third = asyncio.run(many())
    assert isinstance(first, OptionError)
    assert isinstance(second, OptionError)
    assert third == ["3"]


def test_who_goes_away_disturbs_nobody():
    go = threading.Event()

    def work(texts, way):
        go.wait(10)
        return [[text] for text in texts]

    async def many():
        together = Together(work)
        tasks = [asyncio.create_task(together.cut(str(n), ())) for n in range(4)]
        await asyncio.sleep(0.05)
        tasks[0].cancel()
        tasks[2].cancel()
        await asyncio.sleep(0.05)
        go.set()
        return await asyncio.gather(*tasks, return_exceptions=True)

    found = asyncio.run(many())
    assert [isinstance(one, asyncio.CancelledError) for one in found] == [True, False, True, False]
    assert (found[1], found[3]) == (["1"], ["3"])


@pytest.mark.parametrize("length", [10, 4999, 5000, 20_000])
def test_short_and_long_texts_are_cut_alike(client, length):
    text = ("研究新词语料的" * length)[:length]
    assert "".join(client.post("/cut", {"text": text})["tokens"]) == text


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/cut", b'{"text": "\\ud800"}'),
        ("/cut", b'{"texts": ["a", "\\udfff"]}'),
        ("/decisions", b'{"words": {"\\ud800": null}, "action": "accept"}'),
        ("/uploads/text", b'{"text": "\\ud800"}'),
        ("/runs", b'{"options": {"a": [{"b": "\\ud800"}]}}'),
    ],
)
def test_half_a_character_is_refused(client, path, body):
    told = client.refused("POST", path, content=body, headers={"content-type": "application/json"})
    assert told["status"] == 422
    assert "half a character" in told["detail"]

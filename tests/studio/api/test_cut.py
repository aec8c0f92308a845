"""Cutting through the API: texts, and lines without an end."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.errors import FormatError
from zici.studio.api import _lines
from zici.studio.api._lines import _Check
from zici.studio.runs import TooLargeError


def test_one_text_or_several(client):
    assert client.post("/cut", {"text": "研究新词"}) == {"tokens": ["研究", "新词"]}
    assert client.post("/cut", {"texts": ["新词", "", "语料的"]}) == {
        "tokens": [["新词"], [], ["语料", "的"]]
    }
    assert client.post("/cut", {"text": ""}) == {"tokens": []}


def test_by_any_method_and_with_words_of_ones_own(client):
    assert client.post("/cut", {"text": "发现新词", "method": "maxmatch"}) == {"tokens": ["发现新词"]}
    assert client.post("/cut", {"text": "新词典", "added": ["新词典"]}) == {"tokens": ["新词典"]}
    assert client.post("/cut", {"text": "新词典", "added": {"新词典": 50}}) == {"tokens": ["新词典"]}


def test_a_rejected_word_is_not_cut(client):
    client.post("/decisions", {"words": {"新词": 0}, "action": "reject"})
    assert client.post("/cut", {"text": "语料新词"}) == {"tokens": ["语料", "新", "词"]}


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "neither"),
        ({"text": "a", "texts": ["b"]}, "both"),
        ({"text": "a", "method": "magic"}, "magic"),
        ({"text": 5}, "body.text"),
        ({"text": "a", "added": [" "]}, "word"),
    ],
)
def test_what_cant_be_cut(client, body, named):
    told = client.refused("POST", "/cut", json=body)
    assert told["status"] == 422
    assert named in told["detail"]


def test_methods_side_by_side(client):
    methods = {one["name"]: one for one in client.get("/cut/methods")}
    assert methods["unigram"]["ready"]
    assert (methods["lm"]["ready"], methods["lm"]["how"].startswith("zici lm train")) == (False, True)
    found = client.post("/cut/compare", {"text": "发现新词", "methods": ["unigram", "maxmatch", "pair"]})
    assert set(found["tokens"]) == {"unigram", "maxmatch", "pair"}
    assert all("".join(tokens) == "发现新词" for tokens in found["tokens"].values())
    ends = [set() for _ in found["tokens"]]
    for some, tokens in zip(ends, found["tokens"].values(), strict=True):
        some.update(len("".join(tokens[:n])) for n in range(1, len(tokens) + 1))
    assert found["differ"] == sorted(set.union(*ends) - set.intersection(*ends))
    assert set(client.post("/cut/compare", {"text": "新"})["tokens"]) == {
        "unigram",
        "ngram",
        "pair",
        "maxmatch",
    }


def test_what_is_missing_says_how_to_get_it(client):
    told = client.refused("POST", "/cut", json={"text": "a", "method": "lm"})
    assert told["status"] == 404
    assert "zici lm train" in told["detail"]


def stream(client, content, **query):
    answer = client("POST", "/cut/stream", content=content, params=query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    return [json.loads(line)["tokens"] for line in answer.text.splitlines()]


def test_a_line_for_every_line(client):
    assert stream(client, "研究新词\n\n语料的\r\n新词".encode()) == [
        ["研究", "新词"],
        [],
        ["语料", "的"],
        ["新词"],
    ]
    assert stream(client, b"") == []
    assert stream(client, "新词\n".encode(), method="maxmatch") == [["新词"]]
    assert stream(client, "新词典\n".encode(), added=["新词典"]) == [["新词典"]]


async def pieces(data: bytes, size: int):
    for begin in range(0, len(data), size):
        yield data[begin : begin + size]


@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_lines_come_in_pieces_of_any_size(client, size, monkeypatch):
    monkeypatch.setattr(_lines, "BATCH", 64)
    text = "".join(f"研究新词{n}\n" for n in range(200 if size < 100 else 3_000))
    found = stream(client, pieces(text.encode(), size))
    assert ["".join(tokens) for tokens in found] == text.splitlines()


@pytest.mark.parametrize(
    ("content", "status", "named"),
    [
        ("新词\n".encode() + b"\xff\xfe", 422, "line 2"),
        ("新词".encode()[:-1], 422, "line 1"),
        (b"a\n" + b"x" * (_lines.LONGEST + 1), 413, "line 2"),
        (b"x" * (_lines.LONGEST + 1) + b"\na", 413, "line 1"),
    ],
)
def test_errors_come_before_the_answer(client, content, status, named):
    told = client.refused("POST", "/cut/stream", content=content)
    assert told["status"] == status
    assert named in told["detail"]


def test_a_missing_model_is_told_before_the_text_is_read(client):
    told = client.refused("POST", "/cut/stream", content=b"a", params={"method": "lm"})
    assert told["status"] == 404
    assert client.refused("POST", "/cut/stream", content=b"a", params={"method": "magic"})["status"] == 422


def test_a_full_disk_is_told(client, monkeypatch):
    monkeypatch.setattr(_lines, "LOOK", 1)
    monkeypatch.setattr("zici.studio.runs._sizes.ROOM", 1 << 60)
    assert client.refused("POST", "/cut/stream", content=b"a")["status"] == 507


@given(
    st.lists(
        st.binary(max_size=8) | st.sampled_from([b"\n", "词".encode(), b"a" * 12, b"\xe8"]), max_size=12
    ),
)
def test_the_check_finds_what_reading_it_all_finds(chunks):
    longest, whole = 10, b"".join(chunks)
    expected: type[Exception] | None = None
    try:
        whole.decode("utf-8")
    except UnicodeDecodeError:
        expected = FormatError
    long = any(len(line) > longest for line in whole.split(b"\n"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_lines, "LONGEST", longest)
        check = _Check()
        try:
            for chunk in chunks:
                check(chunk)
            check(b"", last=True)
            found: type[Exception] | None = None
        except (FormatError, TooLargeError) as error:
            found = type(error)
    if long and expected:
        assert found in (FormatError, TooLargeError)
    else:
        assert found == (TooLargeError if long else expected)

"""Asking a guard by hand: the messages of ASGI, without a server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE = b"<html><script>1</script><script src=a.js></script></html>"


class Reply(NamedTuple):
    """What came back; of a websocket, status 101 if it was accepted, 0 if it was closed."""

    status: int
    headers: dict[str, str]
    body: bytes
    received: int  # messages of the request that were read

    @property
    def problem(self) -> dict[str, Any]:
        assert self.headers["content-type"] == "application/problem+json"
        told: dict[str, Any] = json.loads(self.body)
        assert (told["status"], told["type"]) == (self.status, "about:blank")
        return told


Asker = Callable[..., Reply]


async def inner(scope: Scope, receive: Receive, send: Send) -> None:
    """What is guarded: reads all of a body and tells its length; pages under /page; 404 under /missing."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        return
    size, more = 0, True
    while more:
        message = await receive()
        size, more = size + len(message.get("body", b"")), message.get("more_body", False)
    page = scope["path"].startswith("/page")
    body = PAGE if page else b"%d" % size
    kind = b"text/html; charset=utf-8" if page else b"text/plain"
    headers = [(b"content-type", kind), (b"content-length", b"%d" % len(body))]
    status = 404 if scope["path"].startswith("/missing") else 200
    await send({"type": "http.response.start", "status": status, "headers": headers})
    body = b"" if scope["method"] == "HEAD" else body
    await send({"type": "http.response.body", "body": body[:9], "more_body": True})
    await send({"type": "http.response.body", "body": body[9:]})


def make_scope(method: str, path: str, headers: Mapping[str, str], **more: Any) -> Scope:
    path, _, query = path.partition("?")
    base = {"host": "localhost:8080"} | {name.lower(): value for name, value in headers.items()}
    return {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in base.items() if value is not None],
        "scheme": "http",
        "client": ("127.0.0.1", 5000),
        "server": ("192.0.2.7", 8080),
        **more,
    }


def ask_app(
    app: ASGIApp,
    method: str = "GET",
    path: str = "/",
    headers: Mapping[str, Any] | None = None,
    body: Iterable[bytes] = (b"",),
    **more: Any,
) -> Reply:
    """One request; ``body`` comes in these pieces. ``type="websocket"`` opens one."""
    pieces = list(body)
    coming: list[Message] = [
        {"type": "http.request", "body": piece, "more_body": number < len(pieces) - 1}
        for number, piece in enumerate(pieces)
    ]
    if more.get("type") == "websocket":
        coming = [{"type": "websocket.connect"}]
    sent: list[Message] = []
    received = 0

    async def receive() -> Message:
        nonlocal received
        received += 1
        return coming[received - 1]

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(_call(app, make_scope(method, path, headers or {}, **more), receive, send))
    return _reply(sent, received)


async def _call(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    await app(scope, receive, send)


def _reply(sent: list[Message], received: int) -> Reply:
    first = sent[0]
    if first["type"] in ("websocket.accept", "websocket.close"):
        return Reply(101 if first["type"] == "websocket.accept" else 0, {}, b"", received)
    headers = {name.decode(): value.decode() for name, value in first["headers"]}
    return Reply(first["status"], headers, b"".join(one.get("body", b"") for one in sent[1:]), received)


@pytest.fixture
def ask() -> Asker:
    """``ask(guard, "POST", "/path", {"header": "value"}, [b"body"])``."""
    return ask_app


@pytest.fixture
def scope_of() -> Callable[..., Scope]:
    """``scope_of("POST", "/path", {"header": "value"})``."""
    return make_scope


@pytest.fixture
def guarded() -> ASGIApp:
    """What the guards under test stand around."""
    return inner

"""Answers that a guard gives itself, as application/problem+json (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from starlette.types import Receive, Scope, Send

Header = tuple[bytes, bytes]

PROBLEM = "application/problem+json"


def problem(status: int, detail: str, **more: Any) -> dict[str, Any]:
    """The object of a problem: what went wrong, for people and for programs.

    Example:
        >>> problem(404, "no such word")
        {'type': 'about:blank', 'title': 'Not Found', 'status': 404, 'detail': 'no such word'}
    """
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **{name: value for name, value in more.items() if value is not None},
    }


async def refuse(
    scope: Scope, receive: Receive, send: Send, status: int, detail: str, headers: Iterable[Header] = ()
) -> None:
    """Answer a request with a problem; a websocket is closed before it opens."""
    body = json.dumps(problem(status, detail), ensure_ascii=False).encode()
    told = [
        (b"content-type", PROBLEM.encode()),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
        *headers,
    ]
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": status, "headers": told})
        await send({"type": "http.response.body", "body": body})
    elif "websocket.http.response" in scope.get("extensions", {}):
        await receive()  # the server's websocket.connect
        await send({"type": "websocket.http.response.start", "status": status, "headers": told})
        await send({"type": "websocket.http.response.body", "body": body})
    else:
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": detail[:100]})


def header(scope: Scope, name: bytes) -> str | None:
    """The first header of a name, in lower case; None: there is none."""
    for key, value in scope["headers"]:
        if key == name:
            return str(value.decode("latin-1"))
    return None

"""Limits on what a request may bring."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ._reply import header, refuse


class SizeGuard:
    """Refuses with 413 a body above the limit: before it comes where its length is told, else while it comes.

    The connection stays open, and the server throws away what is sent nevertheless: who had it closed while
    sending would not get to see why.

    Args:
        app: what is guarded.
        limit: bytes of a body.
        others: paths by their beginnings, with limits of their own (None: none); the first that fits counts.
    """

    def __init__(self, app: ASGIApp, *, limit: int, others: Iterable[tuple[str, int | None]] = ()) -> None:
        self._app = app
        self._limit = limit
        self._others = tuple(others)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        limit = self._limit_of(scope["path"]) if scope["type"] == "http" else None
        if limit is None:
            await self._app(scope, receive, send)
            return
        told = header(scope, b"content-length") or "0"
        if not told.isdigit() or int(told) > limit:
            await refuse(scope, receive, send, 413, too_large(limit, told))
            return
        await self._app(scope, _counted(receive, limit), send)

    def _limit_of(self, path: str) -> int | None:
        return next((most for begin, most in self._others if path.startswith(begin)), self._limit)


def too_large(limit: int, told: str = "more") -> str:
    """The line that says what the limit is.

    Example:
        >>> too_large(4 << 20, "5000000")
        'expected at most 4.2 MB (4194304 bytes), found 5000000'
    """
    return f"expected at most {limit / 1e6:.1f} MB ({limit} bytes), found {told}"


def _counted(receive: Receive, limit: int) -> Receive:
    """``receive`` that stops where a body gets longer than the limit."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise HTTPException(413, too_large(limit))
        return message

    return counted

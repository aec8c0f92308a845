"""Limits on how often one machine may ask."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from zici.studio._options import is_loopback

from ._buckets import Buckets
from ._reply import refuse

BURST = 10.0  # seconds of the rate that may come at once: a page loads dozens of files


class RateGuard:
    """Refuses with 429 who asks too often; programs of this machine have a limit of their own.

    Args:
        app: what is guarded.
        rate: requests a second of another machine in the long run.
        local_rate: the same of this machine.
    """

    def __init__(self, app: ASGIApp, *, rate: float, local_rate: float) -> None:
        self._app = app
        self._others = Buckets(rate=rate, burst=max(1.0, rate * BURST))
        self._local = Buckets(rate=local_rate, burst=max(1.0, local_rate * BURST))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            client = str((scope.get("client") or ("", 0))[0])
            pause = (self._local if is_loopback(client) else self._others).take(client)
            if pause > 0:
                seconds = int(pause) + 1
                detail = f"too many requests from here; wait {seconds} s"
                await refuse(scope, receive, send, 429, detail, [(b"retry-after", b"%d" % seconds)])
                return
        await self._app(scope, receive, send)

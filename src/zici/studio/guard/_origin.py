"""Pages of other sites may neither change anything here nor listen."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from ._reply import header, refuse

SAFE = ("GET", "HEAD", "OPTIONS")
OWN = ("same-origin", "none")  # none: typed or a bookmark
CHECKED = ("/api/", "/_nicegui_ws/")  # long work; what stands in for websockets, and lets every site read


class OriginGuard:
    """Refuses what a browser sends on behalf of another site (cross-site request forgery).

    Browsers say where a request comes from, in Sec-Fetch-Site or Origin, and no page can change that. What
    says nothing is no browser. Neither is what brings a token in a header: for that, a browser would ask
    first whether another site may (CORS), and it may not. Other Authorization headers say nothing: the
    password of a proxy in front is sent by the browser itself, whosever page asks.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _is_checked(scope) and not _is_own(scope):
            origin = header(scope, b"origin") or header(scope, b"sec-fetch-site")
            detail = f"a request of another site ({origin!r:.100}); only the studio's own pages may ask this"
            await refuse(scope, receive, send, 403, detail)
            return
        await self._app(scope, receive, send)


def _is_checked(scope: Scope) -> bool:
    """Whether a request could do harm: it changes something, stays open, or is long work."""
    if scope["type"] == "websocket":
        return True
    if scope["type"] != "http" or (header(scope, b"authorization") or "").lower().startswith("bearer "):
        return False
    return scope["method"] not in SAFE or scope["path"].startswith(CHECKED)


def _is_own(scope: Scope) -> bool:
    """Whether a request comes from our own pages, or from no page."""
    site = header(scope, b"sec-fetch-site")
    origin = header(scope, b"origin")
    if site is not None and site not in OWN:
        return False
    if origin is None:
        return True
    # The port counts; the scheme doesn't: a proxy in front may have ended https.
    return _place(origin) == (header(scope, b"host") or "").lower()


def _place(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc.lower() or None
    except ValueError:
        return None

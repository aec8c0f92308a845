"""One site under several names: every configured one answers, the first is canonical, others are refused."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ._reply import header, refuse

MISDIRECTED = 421


class HostGuard:
    """Lets requests through whose Host is known, with any port: a tunnel may have another.

    A page elsewhere whose name is made to point here (DNS rebinding) still sends its own name: it ends here.
    The address at which a request arrived is always known: no name can stand for it.

    Args:
        app: what is guarded.
        names: host names that are answered, the canonical one first.
        known: more of them, which are never canonical, such as localhost.

    Source:
        kexue.fm/archives/4356: two host names of one site; RFC 6596: the canonical link relation.
    """

    def __init__(self, app: ASGIApp, *, names: Iterable[str] = (), known: Iterable[str] = ()) -> None:
        self._app = app
        names = [name.lower() for name in names]
        self._canonical = names[0] if names else None
        self._known = {without_port(name) for name in (*names, *known)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        host = header(scope, b"host")
        if not self._knows(host, scope):
            detail = f"unknown host {host!r:.100}; names are added with --name when the studio starts"
            await refuse(scope, receive, send, 400 if host is None else MISDIRECTED, detail)
            return
        await self._app(scope, receive, self._linking(scope, send))

    def _knows(self, host: str | None, scope: Scope) -> bool:
        if host is None:
            return False
        name = without_port(host.lower())
        return name in self._known or name == (scope.get("server") or ("", 0))[0]

    def _linking(self, scope: Scope, send: Send) -> Send:
        """``send`` that adds the canonical address to what a page or a query answers."""
        if self._canonical is None or scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return send
        # ASGI gives the path decoded; the raw one holds no bytes that could end the header.
        path = scope.get("raw_path") or b"/"
        link = b'<%s://%s%s>; rel="canonical"' % (scope["scheme"].encode(), self._canonical.encode(), path)

        async def linked(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] < 400:
                message["headers"] = [*message.get("headers", ()), (b"link", link)]
            await send(message)

        return linked


def without_port(host: str) -> str:
    """A host as it stands in a URL, without its port and the brackets of IPv6.

    Example:
        >>> [without_port(host) for host in ("kexue.fm", "kexue.fm:8080", "[::1]:8080", "::1")]
        ['kexue.fm', 'kexue.fm', '::1', '::1']
    """
    if host.startswith("["):
        return host[1:].partition("]")[0]
    name, colon, port = host.rpartition(":")
    return name if colon and ":" not in name and port.isdigit() else host

"""The token at the door: a header for programs, a login and a cookie for people."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, quote

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from ._buckets import Buckets
from ._login import inside, login_page
from ._reply import Header, header, refuse
from ._session import LIFETIME, Session

COOKIE = "zici_session"
LONGEST_FORM = 4096
GUESSES, GUESS_RATE = 10, 0.1  # wrong tokens at once, and a second in the long run, from one machine


class TokenGuard:
    """Lets requests through that know the token, by ``Authorization: Bearer`` or by the cookie of a login.

    Args:
        app: what is guarded.
        token: what has to be known.
    """

    def __init__(self, app: ASGIApp, *, token: str) -> None:
        self._app = app
        self._session = Session(token)
        self._guesses = Buckets(rate=GUESS_RATE, burst=GUESSES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] in ("/login", "/logout"):
            await self._door(scope, receive, send)
        elif (bearer := _bearer(scope)) is not None:
            await self._with_header(bearer, scope, receive, send)
        elif self._session.holds(_cookie(scope)):
            await self._app(scope, receive, send)
        elif _wants_page(scope):
            wanted = scope["path"] + ("?" + scope["query_string"].decode("latin-1")).rstrip("?")
            await _answer(send, 303, [(b"location", f"/login?next={quote(wanted)}".encode())])
        else:
            await _unknown(scope, receive, send)

    async def _with_header(self, bearer: str, scope: Scope, receive: Receive, send: Send) -> None:
        client = _client(scope)
        if (pause := self._guesses.pause(client)) > 0:
            await _too_many(pause, scope, receive, send)
        elif self._session.knows(bearer):
            await self._app(scope, receive, send)
        else:
            self._guesses.take(client)
            await _unknown(scope, receive, send)

    async def _door(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The two addresses that need no token: to give it, and to go."""
        query = parse_qs(scope["query_string"].decode("latin-1"))
        target = inside(query.get("next", ["/"])[0])
        if scope["path"] == "/logout" and scope["method"] == "POST":
            await _answer(send, 303, [(b"location", b"/login"), _set_cookie(scope, "", age=0)])
        elif scope["path"] == "/login" and scope["method"] == "POST":
            await self._login(target, scope, receive, send)
        elif scope["path"] == "/login" and scope["method"] in ("GET", "HEAD"):
            await _show(scope, send, target, wrong=False)
        else:
            await refuse(scope, receive, send, 405, f"{scope['path']}: not by {scope['method']}")

    async def _login(self, target: str, scope: Scope, receive: Receive, send: Send) -> None:
        client = _client(scope)
        if (pause := self._guesses.pause(client)) > 0:
            await _too_many(pause, scope, receive, send)
            return
        body = b""
        async for chunk in Request(scope, receive).stream():
            body += chunk
            if len(body) > LONGEST_FORM:
                await refuse(scope, receive, send, 413, "expected a form with a token, found more")
                return
        given = parse_qs(body.decode("utf-8", "replace")).get("token", [""])[0]
        if self._session.knows(given.strip()):
            cookie = _set_cookie(scope, self._session.issue(), age=LIFETIME)
            await _answer(send, 303, [(b"location", quote(target, safe="/?&=%+,:;@~").encode()), cookie])
            return
        self._guesses.take(client)
        await _show(scope, send, target, wrong=True)


def _bearer(scope: Scope) -> str | None:
    kind, _, value = (header(scope, b"authorization") or "").partition(" ")
    return value.strip() if kind.lower() == "bearer" else None


def _cookie(scope: Scope) -> str:
    try:
        morsel = SimpleCookie(header(scope, b"cookie") or "").get(COOKIE)
    except CookieError:
        return ""
    return "" if morsel is None else morsel.value


def _set_cookie(scope: Scope, value: str, *, age: int) -> Header:
    secure = "; Secure" if scope["scheme"] == "https" else ""
    text = f"{COOKIE}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Strict{secure}"
    return b"set-cookie", text.encode()


def _wants_page(scope: Scope) -> bool:
    """Whether a person asks, to whom the login can be shown."""
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return False
    return not scope["path"].startswith(("/api/", "/_nicegui")) and "html" in (header(scope, b"accept") or "")


def _client(scope: Scope) -> str:
    return str((scope.get("client") or ("", 0))[0])


async def _show(scope: Scope, send: Send, target: str, *, wrong: bool) -> None:
    page = login_page(header(scope, b"accept-language") or "", target, wrong=wrong)
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"cache-control", b"no-store")]
    await _answer(send, 403 if wrong else 200, headers, b"" if scope["method"] == "HEAD" else page)


async def _unknown(scope: Scope, receive: Receive, send: Send) -> None:
    asked: list[Header] = [(b"www-authenticate", b'Bearer realm="zici studio"')]
    detail = "expected the studio's token: Authorization: Bearer TOKEN, or log in at /login"
    await refuse(scope, receive, send, 401, detail, asked)


async def _too_many(pause: float, scope: Scope, receive: Receive, send: Send) -> None:
    later: list[Header] = [(b"retry-after", b"%d" % (int(pause) + 1))]
    detail = f"too many wrong tokens from here; wait {int(pause) + 1} s"
    await refuse(scope, receive, send, 429, detail, later)


async def _answer(send: Send, status: int, headers: list[Header], body: bytes = b"") -> None:
    told = [*headers, (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": told})
    await send({"type": "http.response.body", "body": body})

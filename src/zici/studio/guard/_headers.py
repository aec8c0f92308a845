"""What every answer tells the browser: nothing from elsewhere, nothing to elsewhere, in no one's frame."""

from __future__ import annotations

import secrets

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ._reply import Header

FIXED: list[Header] = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    (b"x-frame-options", b"DENY"),
]
HTML = b"text/html"
SCRIPT = b"<script"


def policy(nonce: str) -> bytes:
    """The content security policy of a page.

    'unsafe-eval' stays: NiceGUI's Vue compiles its templates in the browser, and handlers of events arrive as
    source. Inline scripts run with the nonce of their page alone, which text that got into the page does not
    know. 'unsafe-inline' stays for styles: Vue, AG Grid and Tailwind write style elements and attributes.
    """
    rules = (
        "default-src 'none'",
        f"script-src 'self' 'nonce-{nonce}' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "frame-src 'self'",  # the map of the words, which is sandboxed
        "worker-src 'self' blob:",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
    return "; ".join(rules).encode()


class SecurityHeaders:
    """Adds the headers, and the nonce to the scripts of a page.

    The pages' scripts are NiceGUI's and ours; texts stand in them as JSON in which ``<`` is escaped, so that
    no text can bring a ``<script`` of its own into a page and be given the nonce.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await self._app(scope, receive, _Sender(send))


class _Sender:
    """Sends an answer on; a page is held back until it is whole."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._nonce = secrets.token_urlsafe(16)
        self._start: Message | None = None  # of a page that is held back
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            given = message.get("headers", [])
            message["headers"] = self._with_headers(given)
            if _is_page(given):
                self._start = message
            else:
                await self._send(message)
        elif message["type"] == "http.response.body" and self._start is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._send_page(self._start)
        else:
            await self._send(message)

    def _with_headers(self, given: list[Header]) -> list[Header]:
        own = {name.lower() for name, _ in given}
        added = [*FIXED, (b"content-security-policy", policy(self._nonce))]
        return [*given, *(pair for pair in added if pair[0] not in own)]

    async def _send_page(self, start: Message) -> None:
        body = self._body.replace(SCRIPT, b'<script nonce="%s"' % self._nonce.encode())
        if body:  # HEAD has none, and tells the length of what GET would bring
            start["headers"] = [
                (name, b"%d" % len(body) if name.lower() == b"content-length" else value)
                for name, value in start["headers"]
            ]
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _is_page(headers: list[Header]) -> bool:
    """Whether an answer is HTML, not packed, that brings no policy of its own."""
    told = {name.lower(): value for name, value in headers}
    others = b"content-encoding" in told or b"content-security-policy" in told
    return told.get(b"content-type", b"").startswith(HTML) and not others

"""The guards in their order."""

from __future__ import annotations

from fastapi import FastAPI

from zici.studio._options import LOOPBACK_NAMES, MEGABYTE, StudioOptions

from ._headers import SecurityHeaders
from ._hosts import HostGuard
from ._origin import OriginGuard
from ._problems import ProblemGuard, add_problem_handlers
from ._rate import RateGuard
from ._size import SizeGuard
from ._token import TokenGuard

# Read piece by piece, never as a whole; what becomes of an upload has a limit of its own, which says more.
STREAMS = ("/api/v1/cut/stream", "/api/v1/uploads")


def install(app: FastAPI, options: StudioOptions) -> None:
    """Put the guards around an application, pages and websockets included.

    A request passes, from outside: headers of the answer, how often, which name, which site it comes from,
    the token, how much it brings, and what becomes of an exception. How often stands before the token, which
    nobody should try out quickly.
    """
    add_problem_handlers(app)
    app.add_middleware(ProblemGuard)  # the innermost: each that follows stands around those before it
    app.add_middleware(SizeGuard, limit=options.body_limit, others=_limits(options))
    if options.token is not None:
        app.add_middleware(TokenGuard, token=options.token)
    app.add_middleware(OriginGuard)
    app.add_middleware(HostGuard, names=options.names, known=(*LOOPBACK_NAMES, options.host))
    app.add_middleware(RateGuard, rate=options.rate, local_rate=options.local_rate)
    app.add_middleware(SecurityHeaders)


def _limits(options: StudioOptions) -> list[tuple[str, int | None]]:
    """Paths that may bring more: an upload of a page has a form around the file."""
    uploads = max(options.upload_limit, options.body_limit)
    return [
        *((path, None) for path in STREAMS),
        ("/api/v1/decisions/merge", uploads),
        ("/_nicegui/client/", uploads + MEGABYTE),
    ]

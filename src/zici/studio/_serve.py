"""The web server: one application of pages, API and guards, and one address."""

from __future__ import annotations

import errno
import logging
import os
import socket
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import uvicorn
from fastapi import FastAPI

import zici
from zici.errors import OptionError, OutputError, ZiciError

from . import guard
from ._options import StudioOptions
from ._studio import Studio
from .api import add_api

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from starlette.types import ASGIApp

log = logging.getLogger(__name__)

NEXT_PORTS = 50  # that are tried after the usual one
PATIENCE = 3  # seconds that open connections get at the end
DEFAULT_PORT = 8080


def create_app(studio: Studio, *, pages: bool = True) -> FastAPI:
    """The application of a studio.

    Args:
        studio: what it shows.
        pages: whether the pages are in it. NiceGUI keeps one set of pages for a process: a second application
            in it can have none.

    Returns:
        an ASGI application: the guards around ``/api/v1``, ``/docs`` and the pages.
    """
    app = FastAPI(
        title="zici studio",
        version=zici.__version__,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # FastAPI's own would load its scripts from elsewhere
        redoc_url=None,
    )
    guard.install(app, studio.options)
    add_api(app, studio)
    if pages:
        _add_pages(app, studio)
    return app


def _add_pages(app: FastAPI, studio: Studio) -> None:
    # Read when NiceGUI is loaded; its default is a folder where the program was started.
    os.environ.setdefault("NICEGUI_STORAGE_PATH", str(studio.options.state_folder / "pages"))
    from nicegui import ui

    from .pages import register

    register(studio)
    ui.run_with(
        app,
        title="zici studio",
        gzip_middleware_factory=None,  # pages have to be readable to the guard; it runs on one machine mostly
        show_welcome_message=False,
        storage_secret=None,
    )


class Address(NamedTuple):
    """Where a studio listens.

    Attributes:
        url: what to open.
        port: the port in it.
        notes: what the user should know, a line each.
    """

    url: str
    port: int
    notes: tuple[str, ...]


def serve(
    options: StudioOptions, *, next_port: bool = False, ready: Callable[[Address], None] | None = None
) -> None:
    """Open a studio and answer until Ctrl-C or SIGTERM.

    Args:
        options: see :class:`StudioOptions`.
        next_port: whether another port may be taken where the one asked for is in use.
        ready: called once, when requests are answered.

    Raises:
        OptionError: the port is in use or may not be taken, or the address is none of this machine.
        OutputError: the state folder can't be written, or another studio has it.
    """
    studio = Studio(options)
    try:
        with _listen(options, next_port=next_port) as listening:
            address = _address(options, listening)
            server = _Server(_config(create_app(studio)), lambda: ready and ready(address))
            threading.Thread(target=_warm, args=(studio,), name="warm", daemon=True).start()
            server.run(sockets=[listening])
    finally:
        studio.close()


def _warm(studio: Studio) -> None:
    """Load in the background what the first to ask would have to wait for."""
    try:
        studio.refresh()
        studio.services.cutting.refresh()
    except ZiciError as error:  # whoever asks for it is told, too
        log.warning("%s", error)


class _Server(uvicorn.Server):
    """Says when it answers, and ends quietly."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], object]) -> None:
        super().__init__(config)
        self._ready = ready

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Once is enough: the end takes seconds at most, and half of one would leave tracebacks."""
        if not self.should_exit:
            super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=PATIENCE,
        lifespan="on",
    )


def _listen(options: StudioOptions, *, next_port: bool) -> socket.socket:
    """A socket at the address that was asked for, or at the next port that is free."""
    ports = _ports(options.port, next_port=next_port)
    for port in ports:
        try:
            return _bind(options.host, port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise _refused(options.host, port, error) from error
    free = next(
        (port for port in _ports(options.port + 1, next_port=True) if _is_free(options.host, port)), 0
    )
    raise OptionError(
        f"port {options.port} is in use; give another with --port, such as {free}, or 0 for any that is free"
    )


def _ports(first: int, *, next_port: bool) -> Iterator[int]:
    yield from range(first, min(first + (NEXT_PORTS if next_port and first else 1), 65_536))


def _is_free(host: str, port: int) -> bool:
    try:
        _bind(host, port).close()
    except OSError:
        return False
    return True


def _bind(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listening = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":  # elsewhere it would let two servers share a port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(place)
        # Listening at once: two studios that start together would both be able to bind.
        listening.listen(2048)
    except OSError:
        listening.close()
        raise
    return listening


def _refused(host: str, port: int, error: OSError) -> OptionError | OutputError:
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return OptionError(f"host: expected an address of this machine, got {host!r}; 127.0.0.1 always works")
    return OptionError(f"port {port} at {host}: {error.strerror or error}; give another with --port")


def _address(options: StudioOptions, listening: socket.socket) -> Address:
    port = listening.getsockname()[1]
    host = f"[{options.host}]" if ":" in options.host else options.host
    notes = []
    if options.port not in (0, port):
        notes.append(f"port {options.port} is in use; {port} is taken instead")
    if options.names and options.token is None:
        notes.append("without --token, whoever reaches this address through a proxy may change everything")
    return Address(f"http://{host}:{port}/", port, tuple(notes))

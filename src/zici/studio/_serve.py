"""The web server: one application of pages, API and guards, and one address."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import uvicorn
from fastapi import FastAPI

import zici
from zici.errors import ZiciError

from . import guard
from ._listen import Address, address_of, listen
from ._options import StudioOptions
from ._studio import Studio
from .api import add_api

if TYPE_CHECKING:
    from types import FrameType

    from starlette.types import ASGIApp

log = logging.getLogger(__name__)

PATIENCE = 3  # seconds that open connections get at the end


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
    logging.getLogger("nicegui").setLevel(logging.ERROR)  # every address that isn't there is a warning to it
    ui.run_with(
        app,
        title="zici studio",
        gzip_middleware_factory=None,  # pages have to be readable to the guard; it runs on one machine mostly
        show_welcome_message=False,
        tailwind=False,  # its compiler would run in the browser for a second; the pages have their own styles
        storage_secret=None,
    )


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
        with listen(options, next_port=next_port) as listening:
            address = address_of(options, listening)
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
    except ZiciError as error:
        if not studio.is_closing:  # whoever asks for it is told, too
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

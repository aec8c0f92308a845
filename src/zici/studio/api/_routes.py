"""What the API consists of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, FastAPI

from zici.errors import InputError

from . import _ask, _classify, _cut, _decisions, _docs, _health, _runs, _uploads, _vectors, _words
from ._models import Problem

if TYPE_CHECKING:
    from zici.studio._studio import Studio

PREFIX = "/api/v1"
PARTS = (_cut, _words, _decisions, _vectors, _classify, _ask, _uploads, _runs, _health)


def add_api(app: FastAPI, studio: Studio) -> None:
    """Add the API and its documentation to an application."""
    api = APIRouter(prefix=PREFIX, responses={"default": {"model": Problem, "description": "an error"}})
    for part in PARTS:
        api.include_router(part.router(studio))

    @api.api_route("/{rest:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False)
    def nothing(rest: str) -> None:
        """What no route has: an answer of the API, not a page."""
        raise InputError(f"the API has no {rest!r:.60} by this method; /docs lists what it has")

    app.include_router(api)
    _docs.add_docs(app)

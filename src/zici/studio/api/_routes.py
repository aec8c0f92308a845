"""What the API consists of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, FastAPI

import zici

if TYPE_CHECKING:
    from zici.studio._studio import Studio

PREFIX = "/api/v1"


def add_api(app: FastAPI, studio: Studio) -> None:
    """Add the routes of the API to an application."""
    router = APIRouter(prefix=PREFIX)

    @router.get("/health", tags=["studio"])
    def health() -> dict[str, str]:
        """Whether the studio answers."""
        return {"status": "ok", "version": zici.__version__}

    app.include_router(router)

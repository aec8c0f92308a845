"""Whether the studio answers, and what it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

import zici

from . import _models as m

if TYPE_CHECKING:
    from zici.studio._studio import Studio


def router(studio: Studio) -> APIRouter:
    """The route of health."""
    routes = APIRouter(tags=["studio"])

    @routes.get("/health")
    def health() -> m.Health:
        """What the studio shows, which parts can be used, and how to get what the others lack."""
        lexicon = studio.workspace.lexicon()
        parts = {
            name: m.Ready(ready=one.ready(), how=one.how()) for name, one in studio.services.all().items()
        }
        return m.Health(
            status="ok",
            version=zici.__version__,
            folder=str(studio.workspace.folder),
            words=0 if lexicon is None else len(lexicon),
            parts=parts,
        )

    return routes

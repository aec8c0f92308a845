"""Opinions: the classes of texts, and why. Training is a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

from . import _models as m

if TYPE_CHECKING:
    from zici.studio._studio import Studio


def router(studio: Studio) -> APIRouter:
    """The routes of opinions."""
    routes = APIRouter(prefix="/classify", tags=["classify"])
    opinions = studio.services.opinions

    @routes.post("")
    def classify(asked: m.Texts) -> list[m.Opinion]:
        """The class of each text, with the probabilities of all."""
        return [m.Opinion.model_validate(one) for one in opinions.classify(asked.texts)]

    @routes.post("/explain")
    def explain(asked: m.Explaining) -> m.Explained:
        """What in a text moved the decision."""
        return m.Explained.model_validate(opinions.explain(asked.text, asked.label, n=asked.n))

    @routes.get("/classes")
    def classes() -> list[str]:
        """The names of the classes."""
        return list(opinions.classes())

    return routes

"""Vectors: words near a word, analogies, the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query

from . import _models as m

if TYPE_CHECKING:
    from zici.studio._studio import Studio

Number = Annotated[int, Query(description="how many")]


def router(studio: Studio) -> APIRouter:
    """The routes of vectors."""
    routes = APIRouter(prefix="/vectors", tags=["vectors"])
    vectors = studio.services.vectors

    @routes.get("/near")
    def near(
        word: str,
        n: Number = 10,
        related: Annotated[bool, Query(description="words that stand near it, by PMI")] = False,
    ) -> list[m.Near]:
        """Words that are used like a word."""
        return [m.Near.model_validate(one) for one in vectors.near(word, n, related=related)]

    @routes.get("/analogy")
    def analogy(
        a: str,
        b: str,
        c: str,
        n: Number = 10,
        method: Annotated[str, Query(description="add or mul")] = "add",
    ) -> list[m.Near]:
        """What is to c as b is to a."""
        return [m.Near.model_validate(one) for one in vectors.analogy((a, b, c), n, method=method)]

    @routes.get("/map")
    def show_map(n: Annotated[int, Query(description="the most frequent words")] = 2000) -> m.WordMap:
        """Words in the plane; the first time it takes seconds."""
        return m.WordMap.model_validate(vectors.map(n))

    return routes

"""Cutting: texts in a request, and text without an end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import StreamingResponse

from zici.errors import OptionError

from . import _models as m
from ._lines import Lines, takes_lines

if TYPE_CHECKING:
    from zici.studio._studio import Studio

Added = Annotated[list[str], Query(description="words that count as well; may be repeated")]


def router(studio: Studio) -> APIRouter:
    """The routes of cutting."""
    routes = APIRouter(tags=["cut"])
    cutting = studio.services.cutting

    @routes.get("/cut/methods")
    def methods() -> list[m.Method]:
        """The ways to cut, and what they lack."""
        return [m.Method.model_validate(one) for one in cutting.methods()]

    @routes.post("/cut")
    def cut(asked: m.Cut) -> m.Tokens:
        """Cut one text (text) or several (texts)."""
        if (asked.text is None) == (asked.texts is None):
            raise OptionError(
                "expected either text or texts, found " + ("both" if asked.texts else "neither")
            )
        if asked.text is not None:
            return m.Tokens(tokens=cutting.cut(asked.text, asked.method, asked.added))
        return m.Tokens(tokens=cutting.cut_many(asked.texts or (), asked.method, asked.added))

    @routes.post("/cut/compare")
    def compare(asked: m.Comparing) -> m.Compared:
        """Cut one text by several methods, and tell where they differ."""
        names = asked.methods
        if names is None:
            names = [one.name for one in cutting.methods() if one.ready]
        return m.Compared.model_validate(cutting.compare(asked.text, names, asked.added))

    @routes.post("/cut/stream", response_class=StreamingResponse, openapi_extra=takes_lines())
    async def stream(request: Request, method: str = "unigram", added: Added = []) -> StreamingResponse:  # noqa: B006
        """Lines of text in (UTF-8, of any number), a line of JSON with the tokens of each out."""
        lines = Lines(lambda texts: cutting.cut_many(texts, method, added))
        return await lines.answer(request)

    return routes

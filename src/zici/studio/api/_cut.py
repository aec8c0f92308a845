"""Cutting: texts in a request, and text without an end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Query, Request
from starlette.responses import Response, StreamingResponse

from zici.errors import OptionError

from . import _models as m
from ._lines import Lines, takes_lines
from ._together import Together

if TYPE_CHECKING:
    from zici.studio._studio import Studio

LONG = 5000  # characters of a text that is cut by itself: others would wait for it
AT_ONCE = 2  # of these

Added = Annotated[list[str], Query(description="words that count as well; may be repeated")]


def router(studio: Studio) -> APIRouter:
    """The routes of cutting."""
    routes = APIRouter(prefix="/cut", tags=["cut"])
    cutting = studio.services.cutting
    short = Together(lambda texts, way: cutting.cut_many(texts, *way))
    limiter = CapacityLimiter(AT_ONCE)

    # The answer is made by hand: to check 300 strings again takes longer than to cut them.
    @routes.post("", response_model=m.Tokens)
    async def cut(asked: m.Cut) -> Response:
        """Cut one text (text) or several (texts)."""
        if (asked.text is None) == (asked.texts is None):
            found = "neither" if asked.text is None else "both"
            raise OptionError(f"expected either text or texts, found {found}")
        if asked.text is not None and len(asked.text) < LONG and not asked.added:
            return _told(await short.cut(asked.text, (asked.method,)))
        return await to_thread.run_sync(cut_alone, asked, limiter=limiter)

    def cut_alone(asked: m.Cut) -> Response:
        if asked.text is not None:
            return _told(cutting.cut(asked.text, asked.method, asked.added))
        return _told(cutting.cut_many(asked.texts or (), asked.method, asked.added))

    @routes.get("/methods")
    def methods() -> list[m.Method]:
        """The ways to cut, and what they lack."""
        return [m.Method.model_validate(one) for one in cutting.methods()]

    @routes.post("/compare")
    def compare(asked: m.Comparing) -> m.Compared:
        """Cut one text by several methods, and tell where they differ."""
        names = asked.methods
        if names is None:
            names = [one.name for one in cutting.methods() if one.ready]
        return m.Compared.model_validate(cutting.compare(asked.text, names, asked.added))

    @routes.post("/stream", response_class=StreamingResponse, openapi_extra=takes_lines())
    async def stream(request: Request, method: str = "unigram", added: Added = []) -> StreamingResponse:  # noqa: B006
        """Lines of text in (UTF-8, of any number), a line of JSON with the tokens of each out."""
        lines = Lines(lambda texts: cutting.cut_many(texts, method, added))
        return await lines.answer(request)

    return routes


def _told(tokens: list[str] | list[list[str]]) -> Response:
    body = json.dumps({"tokens": tokens}, ensure_ascii=False).encode()
    return Response(body, media_type="application/json")

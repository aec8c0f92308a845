"""Uploads: files that come in as a stream and stay on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.concurrency import run_in_threadpool

from . import _models as m

if TYPE_CHECKING:
    from zici.studio._studio import Studio

Name = Annotated[str, Query(description="what the file is called; its end says what it is")]
Number = Annotated[int, Path(description="of the upload")]

BODY = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}


def router(studio: Studio) -> APIRouter:
    """The routes of uploads."""
    routes = APIRouter(prefix="/uploads", tags=["uploads"])
    uploads, options = studio.uploads, studio.options

    @routes.post("", status_code=201, openapi_extra={"requestBody": {"required": True, "content": BODY}})
    async def upload(request: Request, name: Name, author: str | None = None) -> m.Upload:
        """Bring a file: its bytes are the body. ``curl -X POST -T FILE '.../uploads?name=FILE'``."""
        told = request.headers.get("content-length", "")
        size = int(told) if told.isdigit() else None
        receiver = await run_in_threadpool(
            lambda: uploads.begin(name, size=size, author=author or options.author)
        )
        try:
            async for chunk in request.stream():
                await run_in_threadpool(receiver.write, chunk)
            return m.Upload.model_validate(await run_in_threadpool(receiver.finish))
        finally:  # also where the sender has gone away
            await run_in_threadpool(receiver.abort)

    @routes.post("/text", status_code=201)
    def paste(asked: m.Pasted) -> m.Upload:
        """Keep a text like a file."""
        made = uploads.paste(asked.text, asked.name, author=asked.author or options.author)
        return m.Upload.model_validate(made)

    @routes.get("")
    def list_uploads() -> list[m.Upload]:
        """All uploads, the latest first."""
        return [m.Upload.model_validate(one) for one in uploads.list()]

    @routes.get("/{id}")
    def show_upload(id: Number) -> m.Upload:  # noqa: A002 - the word of the API
        """One upload."""
        return m.Upload.model_validate(uploads.get(id))

    @routes.delete("/{id}", status_code=204)
    def delete_upload(id: Number) -> None:  # noqa: A002 - the word of the API
        """Delete an upload; 409 while a run needs it."""
        uploads.delete(id)

    return routes

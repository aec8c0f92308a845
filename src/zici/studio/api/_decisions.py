"""Decisions: made, undone, exported, merged; and the words that follow from them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse

from zici.errors import FormatError

from . import _models as m
from ._files import file_of

if TYPE_CHECKING:
    from zici.studio._studio import Studio

SUFFIXES = {"tsv": "tsv", "parquet": "parquet", "rime": "dict.yaml", "ik": "dic"}
PLAIN, BINARY = "text/plain; charset=utf-8", "application/octet-stream"
LINES = "application/x-ndjson"

Format = Annotated[str, Query(description="tsv, jieba, hanlp, ik, rime, parquet or plain")]
Undecided = Annotated[bool, Query(description="words that nobody has decided on, too")]


def router(studio: Studio) -> APIRouter:
    """The routes of decisions."""
    routes = APIRouter(tags=["decisions"])
    curation, options = studio.curation, studio.options

    @routes.post("/decisions", responses={409: {"model": m.Problem}})
    def decide(asked: m.Deciding) -> list[m.Decision]:
        """Decide on words, as one step; 409 if somebody else did so since the versions that were seen."""
        studio.refresh()
        made = curation.decide(
            asked.words,
            asked.action,
            author=asked.author or options.author,
            target=asked.target,
            note=asked.note,
        )
        return [m.Decision.model_validate(one) for one in made]

    @routes.post("/decisions/undo", responses={409: {"model": m.Problem}})
    def undo(asked: m.Signed | None = None) -> list[m.Decision]:
        """Take back the author's last step; 409 if somebody else has decided on its words since."""
        author = (asked and asked.author) or options.author
        return [m.Decision.model_validate(one) for one in curation.undo(author=author)]

    @routes.post("/decisions/redo", responses={409: {"model": m.Problem}})
    def redo(asked: m.Signed | None = None) -> list[m.Decision]:
        """Do again what was undone last."""
        author = (asked and asked.author) or options.author
        return [m.Decision.model_validate(one) for one in curation.redo(author=author)]

    @routes.get("/decisions/export", response_class=FileResponse)
    def export_decisions() -> FileResponse:
        """All decisions, as JSON lines."""
        return file_of(curation.export_decisions, "decisions.jsonl", LINES)

    @routes.post("/decisions/merge", openapi_extra=_takes(LINES))
    async def merge_decisions(request: Request, author: str | None = None) -> m.MergeResult:
        """Take in decisions that another studio exported; of two on one word the newer holds."""
        with tempfile.TemporaryDirectory(prefix="zici-") as folder:
            path = Path(folder) / "decisions.jsonl"
            with path.open("wb") as file:  # closed before it is read, which not every system allows else
                await keep_body(request, file)
            return await run_in_threadpool(_merge, path, author)

    def _merge(path: Path, author: str | None) -> m.MergeResult:
        try:
            return m.MergeResult.model_validate(curation.merge_decisions(path, author=author))
        except FormatError as error:  # names the file by the name that it has for the moment
            raise FormatError(str(error).replace(str(path), "decisions")) from error

    @routes.get("/lexicon/export", response_class=FileResponse)
    def export_words(format: Format = "tsv", undecided: Undecided = False) -> FileResponse:  # noqa: A002
        """The words that were accepted, as a dictionary for this or another program."""
        studio.refresh()
        lexicon = curation.curated(undecided=undecided)
        name = f"words.{SUFFIXES.get(format, 'txt')}"
        media_type = BINARY if format == "parquet" else PLAIN
        return file_of(lambda path: lexicon.export(path, format), name, media_type)

    return routes


async def keep_body(request: Request, file: IO[bytes]) -> None:
    """Put a body into a file as it comes."""
    async for chunk in request.stream():
        await run_in_threadpool(file.write, chunk)


def _takes(media_type: str) -> dict[str, object]:
    """What OpenAPI says of a body that is read as a stream."""
    schema = {"type": "string", "format": "binary"}
    return {"requestBody": {"required": True, "content": {media_type: {"schema": schema}}}}

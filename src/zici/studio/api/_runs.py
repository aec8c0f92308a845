"""Runs: long work, one at a time: mining, training, indexing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path

from zici.studio.runs import RunRequest

from . import _models as m

if TYPE_CHECKING:
    from zici.studio._studio import Studio

Number = Annotated[int, Path(description="of the run")]
BUSY: dict[int | str, dict[str, Any]] = {409: {"model": m.Problem, "description": "another run goes on"}}


def router(studio: Studio) -> APIRouter:
    """The routes of runs."""
    routes = APIRouter(prefix="/runs", tags=["runs"])
    runs, options = studio.runs, studio.options

    @routes.post("", status_code=201, responses=BUSY)
    def start(asked: m.Running) -> m.Run:
        """Begin to mine, train or index; options are checked before anything runs."""
        fields = asked.model_dump(exclude={"author"})
        run = runs.start(RunRequest(**fields), author=asked.author or options.author)
        return m.Run.model_validate(run)

    @routes.get("")
    def list_runs(limit: int = 50) -> list[m.Run]:
        """The latest runs, the latest first."""
        return [m.Run.model_validate(run) for run in runs.list(limit)]

    @routes.get("/{id}")
    def show_run(id: Number) -> m.Run:  # noqa: A002 - the word of the API
        """One run, and how far it is."""
        return m.Run.model_validate(runs.get(id))

    @routes.post("/{id}/cancel")
    def cancel(id: Number) -> m.Run:  # noqa: A002 - the word of the API
        """End a run; the earlier result stays."""
        return m.Run.model_validate(runs.cancel(id))

    @routes.post("/{id}/resume", status_code=201, responses=BUSY)
    def resume(id: Number, asked: m.Signed | None = None) -> m.Run:  # noqa: A002 - the word of the API
        """Take up a run that ended before it was done, as a new run."""
        return m.Run.model_validate(runs.resume(id, author=None if asked is None else asked.author))

    return routes

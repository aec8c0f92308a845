"""The page about the API at /docs: our own files, so that nothing is fetched from elsewhere."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI, HTTPException
from starlette.responses import FileResponse

FOLDER = Path(__file__).parent / "docs"
TYPES = {"docs.css": "text/css", "docs.js": "text/javascript"}


def add_docs(app: FastAPI) -> None:
    """Add the page and its two files."""

    @app.get("/docs", include_in_schema=False)
    def page() -> FileResponse:
        return FileResponse(
            FOLDER / "docs.html", media_type="text/html", headers={"cache-control": "no-cache"}
        )

    @app.get("/docs/{name}", include_in_schema=False)
    def part(name: str) -> FileResponse:
        if name not in TYPES:
            raise HTTPException(404, f"{name:.60}: no such file")
        return FileResponse(FOLDER / name, media_type=TYPES[name], headers={"cache-control": "no-cache"})

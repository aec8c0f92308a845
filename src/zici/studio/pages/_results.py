"""Pages that stand for themselves, the report and the map of the words: answered in a sandbox.

They are files with scripts of their own. The browser gives them an origin of their own, too, from which
neither the studio's pages nor its API can be reached.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import Response
from fastapi.responses import FileResponse
from nicegui import app

from ._texts import LANGUAGES

if TYPE_CHECKING:
    from zici.studio._studio import Studio

REPORT = "/report"
MAP = "/vectors/map.html"
SANDBOX = "sandbox allow-scripts allow-downloads"


def serve_results(studio: Studio) -> None:
    """Answer at the addresses of the report and of the map."""

    @app.get(REPORT, include_in_schema=False)
    def report() -> Response:
        return _answer(report_of(studio), "no report: mine with --report", framed=False)

    @app.get(MAP, include_in_schema=False)
    def word_map(lang: str = "en") -> Response:
        place = map_of(studio, lang if lang in LANGUAGES else "en")
        return _answer(place, "this map is not drawn yet: open the page Vectors", framed=True)


def report_of(studio: Studio) -> Path:
    """Where mining puts its report."""
    from zici.mining._names import REPORT as NAME

    return studio.workspace.folder / NAME


def map_of(studio: Studio, lang: str) -> Path:
    """Where the map of the present vectors is kept."""
    from zici.studio._workspace import VECTORS, stamp_of

    space = studio.workspace
    stamp = stamp_of([space.folder / VECTORS / "meta.json"])
    return space.state / "maps" / f"{space.stamp()}-{stamp}-{lang}.html"


def _answer(place: Path, missing: str, *, framed: bool) -> Response:
    if not place.is_file():
        return Response(missing, 404, media_type="text/plain")
    ancestors = "'self'" if framed else "'none'"
    headers = {
        "content-security-policy": f"{SANDBOX}; frame-ancestors {ancestors}",
        "x-frame-options": "SAMEORIGIN" if framed else "DENY",
        "cache-control": "no-cache",
    }
    return FileResponse(place, media_type="text/html", headers=headers)

"""Parts that are not there yet."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from ._options import StudioOptions


class _Missing:
    def __getattr__(self, name: str) -> Any:
        return lambda *a, **k: None


def open_workspace(options: StudioOptions) -> Any:
    try:
        from ._workspace import Workspace
    except (ImportError, AttributeError):
        return _Missing()
    return Workspace(options)


def open_curation(options: StudioOptions) -> Any:
    try:
        from .curation import Curation
    except (ImportError, AttributeError):
        return _Missing()
    return Curation(options.database or options.state_folder / "curation.sqlite")


def open_runs(options: StudioOptions, curation: Any, workspace: Any) -> Any:
    try:
        from .runs import Runs, Uploads
    except (ImportError, AttributeError):
        return _Missing(), _Missing()
    uploads = Uploads(curation.engine, options.state_folder / "uploads", limit=options.upload_limit)
    return uploads, Runs(curation.engine, workspace, uploads)


def make_services(workspace: Any, curation: Any) -> Any:
    try:
        from . import services as s
    except (ImportError, AttributeError):
        m = _Missing()
        return SimpleNamespace(words=m, cutting=m, vectors=m, opinions=m, answers=m, generator=m)

    def made(name, *parts):
        kind = getattr(s, name, None)
        return _Missing() if kind is None else kind(*parts)

    return SimpleNamespace(
        words=made("Words", workspace, curation),
        cutting=made("Cutting", workspace, curation),
        vectors=made("Vectors", workspace),
        opinions=made("Opinions", workspace),
        answers=made("Answers", workspace),
        generator=made("Generator", workspace),
    )

"""The REST API of the studio, under /api/v1."""

from __future__ import annotations

from ._routes import add_api as add_api

__all__ = ["add_api"]

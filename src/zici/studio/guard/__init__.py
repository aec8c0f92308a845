"""Who may ask the studio what, how often and how much; pure ASGI, for pages, API and websockets alike."""

from __future__ import annotations

from ._install import install as install
from ._problems import status_of as status_of

__all__ = ["install", "status_of"]

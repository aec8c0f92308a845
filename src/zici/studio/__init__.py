"""The web page: look at words, correct them, try what was learned; a REST API beside it."""

from __future__ import annotations

from ._options import StudioOptions as StudioOptions
from ._serve import Address as Address
from ._serve import create_app as create_app
from ._serve import serve as serve
from ._studio import Studio as Studio

__all__ = ["Address", "Studio", "StudioOptions", "create_app", "serve"]

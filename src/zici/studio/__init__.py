"""The web page: look at words, correct them, try what was learned; a REST API beside it.

The names are loaded when they are used: the processes of runs and whoever wants the curation alone need no
server.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._listen import Address as Address
    from ._options import StudioOptions as StudioOptions
    from ._serve import create_app as create_app
    from ._serve import serve as serve
    from ._studio import Studio as Studio

_HOME = {
    "Address": "_listen",
    "Studio": "_studio",
    "StudioOptions": "_options",
    "create_app": "_serve",
    "serve": "_serve",
}

__all__ = ["Address", "Studio", "StudioOptions", "create_app", "serve"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'zici.studio' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"zici.studio.{_HOME[name]}"), name)
    globals()[name] = value
    return value

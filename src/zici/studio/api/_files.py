"""Files that are made for one answer and removed after it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.background import BackgroundTask
from starlette.responses import FileResponse


def file_of(write: Callable[[Path], Any], name: str, media_type: str) -> FileResponse:
    """The answer with a file that ``write`` makes; the browser keeps it as ``name``."""
    folder = tempfile.TemporaryDirectory(prefix="zici-")
    try:
        path = Path(folder.name) / name
        write(path)
    except BaseException:
        folder.cleanup()
        raise
    return FileResponse(path, media_type=media_type, filename=name, background=BackgroundTask(folder.cleanup))

"""Files of saved folders, opened without trusting what stands in their place."""

from __future__ import annotations

import json
import os
import stat
from io import BufferedReader
from pathlib import Path
from typing import Any

MOST = 1 << 26  # bytes of JSON


def is_plain(path: Path) -> bool:
    """Whether there is a file, and no folder, link, pipe or device in its place."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (OSError, ValueError):
        return False


def open_plain(path: Path) -> BufferedReader:
    """Open a file of a saved folder.

    A link could lead to any file of the machine, a pipe would never end.

    Raises:
        OSError: it can't be opened.
        ValueError: a link, a pipe or a device.
    """
    if not stat.S_ISREG(path.lstat().st_mode):
        raise ValueError("a link or a device in the place of a file; copy what it names")
    return path.open("rb")


def read_json(path: Path) -> Any:
    """The value in a JSON file of a saved folder.

    Raises:
        OSError: it can't be opened.
        ValueError: a link or a device, larger than 64 MB, no UTF-8, no JSON, or nested too deeply.
    """
    with open_plain(path) as file:
        if os.fstat(file.fileno()).st_size > MOST:
            raise ValueError(f"more than {MOST:,} bytes")
        try:
            return json.loads(file.read().decode("utf-8"))
        except RecursionError as error:
            raise ValueError("JSON nested too deeply") from error

"""Sizes in words, and how much of a disk may be used."""

from __future__ import annotations

import shutil
from pathlib import Path

from zici.studio.runs._errors import FullError

ROOM = 256 << 20
"""Bytes of a disk that uploads leave free: results and the database need some."""


def words(size: float) -> str:
    """Put a number of bytes into words.

    Example:
        >>> words(512 << 20), words(1_234_567), words(12)
        ('512 MB', '1.2 MB', '12 bytes')
    """
    for unit, one in (("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10)):
        if size >= one:
            return f"{size / one:.1f}".removesuffix(".0") + f" {unit}"
    return f"{size:.0f} bytes"


def check_room(folder: Path, wanted: int, name: str) -> None:
    """Refuse what would fill the disk.

    Raises:
        FullError: fewer than ``wanted`` bytes and some room would be left.
    """
    free = shutil.disk_usage(folder).free
    if free - wanted < ROOM:
        raise FullError(
            f"{name}: no room: {words(free)} are free in {folder}, of which {words(ROOM)} stay free; "
            "delete uploads or free space"
        )

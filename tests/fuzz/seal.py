"""Checksums written anew, as one does who changes a saved folder on purpose."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from zici._meta import META, checksum, digest


def seal_classifier(folder: Path) -> None:
    kept = folder / "kept"

    def files(meta: dict[str, Any]) -> None:
        paths = [path for path in kept.rglob("*") if path.is_file() and path.name != META]
        meta["files"] = {
            path.relative_to(kept).as_posix(): {"bytes": path.stat().st_size, "sha256": digest(path)}
            for path in paths
        }

    _seal(kept, files)


def seal_reader(folder: Path) -> None:
    kept = folder / "kept"

    def files(meta: dict[str, Any]) -> None:
        meta["files"] = {path.name: digest(path) for path in kept.iterdir() if path.name != META}

    _seal(kept, files)


def seal_gan(folder: Path) -> None:
    kept = folder / "kept"

    def files(meta: dict[str, Any]) -> None:
        meta["weights"] = digest(kept / "weights.npz")

    _seal(kept, files)


def _seal(kept: Path, files: Callable[[dict[str, Any]], None]) -> None:
    path = kept / META
    with suppress(ValueError, OSError, TypeError, AttributeError, RecursionError):
        meta = json.loads(path.read_bytes())
        files(meta)
        meta["checksum"] = checksum(meta)
        path.write_text(json.dumps(meta), encoding="utf-8")

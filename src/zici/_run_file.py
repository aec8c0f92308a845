"""run.json: what was done, with which parameters and versions, to what, and how long it took."""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from zici._version import __version__

NAME = "run.json"
FORMAT, VERSION = "zici-run", 1
_PACKAGES = ("numpy", "numba", "pyarrow", "opencc", "charset-normalizer")


class Stopwatch:
    """Seconds of named stages, in their order."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.started = time.strftime("%Y-%m-%dT%H:%M:%S%z")

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what runs inside."""
        begin = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - begin, 3)

    @property
    def total(self) -> float:
        """Seconds of all stages."""
        return round(sum(self.seconds.values()), 3)


def write_run(
    folder: Path, *, parameters: Mapping[str, Any], counts: Mapping[str, Any], watch: Stopwatch
) -> None:
    """Write ``run.json`` into a result folder."""
    record = run_record(parameters=parameters, counts=counts, watch=watch)
    text = json.dumps(record, ensure_ascii=False, indent=2, default=str)
    (folder / NAME).write_text(text + "\n", encoding="utf-8", errors="backslashreplace")


def run_record(
    *, parameters: Mapping[str, Any], counts: Mapping[str, Any], watch: Stopwatch
) -> dict[str, Any]:
    """What ``run.json`` tells."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "started": watch.started,
        "parameters": dict(parameters),
        "counts": dict(counts),
        "seconds": {**watch.seconds, "total": watch.total},
        "versions": {"zici": __version__, "python": platform.python_version(), **_installed()},
    }


def _installed() -> dict[str, str]:
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # a part of the library runs without it
            continue
    return found

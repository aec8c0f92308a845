"""Work spread over threads, processes or any executor: nothing is lost, nothing hangs.

The two functions differ in what they give back: :func:`parallel_map` a list, :func:`parallel_imap` a stream.
They are loaded on first use, because a worker process needs only a little of this package, and its start is
what a small job waits for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zici.parallel._map import parallel_imap as parallel_imap
    from zici.parallel._map import parallel_map as parallel_map
    from zici.parallel._options import cpu_count as cpu_count

_HOME = {
    "cpu_count": "zici.parallel._options",
    "parallel_imap": "zici.parallel._map",
    "parallel_map": "zici.parallel._map",
}

__all__ = ["cpu_count", "parallel_imap", "parallel_map"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'zici.parallel' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__

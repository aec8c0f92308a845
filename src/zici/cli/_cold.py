"""Whether the next kernel has to be compiled first: known without loading the compiler."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import zici


def kernels_are_cold() -> bool:
    """True where no compiled kernel of this Python version is cached: the first call will take seconds.

    Looks at the names in the cache folder alone. Where that folder can't be told (a read-only installation
    keeps its cache with the user), the answer is False: no claim.
    """
    if os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0"):
        return False
    kernels = Path(zici.__file__).parent / "_kernels"
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    if not chosen and not os.access(kernels, os.W_OK):
        return False
    folder = Path(chosen) if chosen else kernels / "__pycache__"
    version = f"py{sys.version_info.major}{sys.version_info.minor}"
    return next(folder.rglob(f"*.{version}.nbi"), None) is None

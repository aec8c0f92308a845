"""Whether the next kernel has to be compiled first: known without loading the compiler."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import zici

# The modules of kernels without which a command can't begin; those of rarer options take less time.
COUNTING = ("levels",)
DISCOVERY = ("levels", "cut")
CUT = ("segment_cut",)
CUT_BY_MODEL = ("charlm_cut",)
TRAIN = ("charlm_count", "charlm_estimate")
PAIRS = ("pairs", "sparse")
WORD2VEC = ("word2vec",)
MAP = ("layout",)


def kernels_are_cold(modules: Iterable[str]) -> bool:
    """True where no compiled kernel of one of the modules is cached: the first call will take seconds.

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
    cached = {path.name.split(".")[0] for path in folder.rglob(f"*.{version}.nbi")}
    return not cached.issuperset(modules)

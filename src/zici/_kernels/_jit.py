"""The one place where compile flags stand: every kernel is decorated with :func:`kernel`.

Kernels are serial, release the GIL and are cached on disk: threads give the parallelism, because numba's
own parallel mode takes 20 to 50 seconds to compile.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def kernel(function: Function) -> Function:
    """Compile ``function`` to machine code at its first call; the result is cached on disk."""
    return _compiled(function)


def inline(function: Function) -> Function:
    """Compile a small helper; LLVM copies it into the kernels that call it."""
    return _compiled(function)


def fast_kernel(function: Function) -> Function:
    """Compile ``function``, a kernel or its helper, with sums in any order, so that they run in vectors.

    NaN and infinity keep their meaning. The last bits of a sum depend on the processor.
    """
    flags = {"reassoc", "contract", "nsz", "arcp"}
    return _compiled(function, fastmath=flags)


def _compiled(function: Function, **flags: Any) -> Function:
    options = {"nogil": True, "error_model": "numpy", **flags}
    try:
        return cast(Function, numba.njit(cache=True, **options)(function))
    except RuntimeError as error:
        if "no locator available" not in str(error):
            raise
        # Neither the package nor the user's cache can be written to: compiled anew by every process.
        return cast(Function, numba.njit(**options)(function))

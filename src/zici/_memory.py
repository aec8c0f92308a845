"""Whether it was memory that ran out: that has a different face for everyone who asks for some."""

from __future__ import annotations

import errno

_SAID = ("failed to map segment", "cannot allocate memory", "can't start new thread")


def out_of_memory(error: BaseException | None) -> bool:
    """Whether an error, or one that it came from, is the system's refusal to give memory.

    A library that is loaded then fails with an ImportError or OSError, a file that is mapped with ENOMEM.

    Example:
        >>> out_of_memory(ImportError("libarrow.so: failed to map segment from shared object"))
        True
        >>> out_of_memory(ImportError("No module named 'keras'"))
        False
    """
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
            return True
        if isinstance(error, ImportError | OSError | RuntimeError):
            text = str(error).casefold()
            if any(said in text for said in _SAID):
                return True
        error = error.__cause__ or error.__context__
    return False

"""What Spark says in pages of Java, as one line that says what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from zici import errors
from zici.errors import OutputError, ParallelError, ZiciError

INSTALL = 'pip install "zici[spark]"'

_RAISED = re.compile(r"^zici\.errors\.(\w+): ([^\n]*)$", re.MULTILINE)
_UNWRITABLE = re.compile(r"Permission denied|Mkdirs failed|AccessControlException|Read-only file system")
_MISSING = re.compile(r"(?:ModuleNotFoundError: |ImportError: )No module named '([\w.]+)'")
_LOST = re.compile(r"ExecutorLostFailure[^\n]*|Worker exited unexpectedly|Python worker exited[^\n]*")
_MEMORY = re.compile(r"MemoryError|OutOfMemoryError")
_RESULT = re.compile(r"Total size of serialized results[^\n]*bigger than")
_OTHER = re.compile(r"^(?:[\w.]+\.)?(\w+(?:Error|Exception)): (\S[^\n]*)$", re.MULTILINE)


@contextmanager
def plain_errors(writing: str | None = None) -> Iterator[None]:
    """Turn the exceptions of Spark into those of the house.

    Args:
        writing: the folder that is written, if one is.

    Raises:
        KeyboardInterrupt: Ctrl-C.
        ZiciError: one that was raised in an executor.
        OutputError: the folder exists, or can't be written.
        ParallelError: Spark gave up.
    """
    try:
        yield
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in ("pyspark", "py4j"):
            raise
        if _interrupted(error):
            raise KeyboardInterrupt from error
        raise _ours(str(error), writing) from error


def _interrupted(error: BaseException) -> bool:
    """Whether Ctrl-C lies behind it: Spark cancels its jobs then, and tells of the jobs it has lost."""
    found: BaseException | None = error
    while found is not None and not isinstance(found, KeyboardInterrupt):
        found = found.__context__
    return found is not None


def _ours(told: str, writing: str | None) -> ZiciError:
    raised = _RAISED.findall(told)
    if raised:
        name, message = raised[-1]
        error: ZiciError = getattr(errors, name, ZiciError)(message)
        return error
    if writing is not None and "PATH_ALREADY_EXISTS" in told:
        return OutputError(f"{writing}: exists already; name another folder, or remove it")
    if writing is not None and _UNWRITABLE.search(told):
        return OutputError(f"{writing}: the executors can't write there; check the path and its permissions")
    return ParallelError(advice(told))


def advice(told: str) -> str:
    """One line about what Spark told.

    Example:
        >>> advice("... ModuleNotFoundError: No module named 'zici'")
        'Spark: the Python of the executors has no module zici; install it there (pip install "zici[spark]"),
         or name a Python that has it in PYSPARK_PYTHON'
    """
    missing = _MISSING.search(told)
    if missing:
        return (
            f"Spark: the Python of the executors has no module {missing[1].split('.')[0]}; install it there "
            f"({INSTALL}), or name a Python that has it in PYSPARK_PYTHON"
        )
    if _RESULT.search(told):
        return "Spark: the tables are too large for the driver; raise spark.driver.maxResultSize or min_count"
    if _MEMORY.search(told):
        return (
            "Spark: an executor ran out of memory; give it more (spark.executor.memory, "
            "spark.executor.pyspark.memory) or fewer cores, or divide the text into more parts"
        )
    if _LOST.search(told):
        return (
            "Spark: executors were lost again and again; see their logs, and give them more memory "
            "(spark.executor.memoryOverhead) if they were killed for it"
        )
    found = _OTHER.findall(told)
    name, message = found[-1] if found else ("error", told.strip().partition("\n")[0] or "no message")
    return f"Spark gave up: {name}: {message[:300]}; its log tells more"

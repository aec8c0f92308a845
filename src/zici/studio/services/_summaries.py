"""The folder of a result of long work, and what is told of it."""

from __future__ import annotations

import json
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from zici._files import atomic_folder, only_writer
from zici.errors import OutputError

SUMMARY = "summary.json"


@contextmanager
def result(folder: Path) -> Iterator[Path]:
    """A folder that takes the name ``folder`` when it is complete."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: can't be made ({error.strerror or error}); free space") from error
    with only_writer(folder, busy="makes it now; wait for it"), atomic_folder(folder) as part:
        yield part


def write_summary(folder: Path, found: dict[str, Any]) -> dict[str, Any]:
    """Write what a task tells beside its result; give it back."""
    text = json.dumps(found, ensure_ascii=False, indent=1)
    (folder / SUMMARY).write_text(text + "\n", encoding="utf-8", errors="backslashreplace")
    return found


@contextmanager
def told_warnings() -> Iterator[Callable[[], list[str]]]:
    """What gives the warnings so far, each once; none in a thread, where they are everybody's."""
    if threading.current_thread() is not threading.main_thread():
        yield list
        return
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always", UserWarning)
        yield lambda: list(
            dict.fromkeys(str(one.message) for one in found if issubclass(one.category, UserWarning))
        )


def read_summary(folder: Path) -> dict[str, Any] | None:
    """What :func:`write_summary` wrote; None where it didn't."""
    try:
        found = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None

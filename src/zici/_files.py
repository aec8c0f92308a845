"""Writing results so that a reader never sees half of one."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from zici.errors import OutputError


@contextmanager
def atomic_file(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary path beside ``path``; on success it takes the name, on any failure it is removed.

    Raises:
        OutputError: the folder is missing or not writable, or the disk is full.

    Example:
        >>> import pathlib, tempfile
        >>> target = pathlib.Path(tempfile.mkdtemp()) / "words.txt"
        >>> with atomic_file(target) as temporary:
        ...     _ = temporary.write_text("字词", encoding="utf-8")
        >>> target.read_text(encoding="utf-8")
        '字词'
    """
    target = Path(path)
    if target.is_dir():
        raise OutputError(f"{target}: expected a file to write, found a folder; name a file in it")
    temporary = _sibling(target)
    try:
        yield temporary
        os.replace(temporary, target)
    except OSError as error:
        raise _explain(error, target) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextmanager
def atomic_folder(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary folder beside ``path`` that takes its name on success, replacing what stood there.

    Raises:
        OutputError: the parent is missing or not writable, ``path`` is a file, or the disk is full.
    """
    target = Path(path)
    if target.exists() and not target.is_dir():
        raise OutputError(f"{target}: expected a folder to write, found a file; name another folder")
    temporary = _sibling(target)
    try:
        temporary.mkdir()
        yield temporary
        old = _sibling(target)
        if target.exists():
            os.replace(target, old)
        os.replace(temporary, target)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise _explain(error, target) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _sibling(target: Path) -> Path:
    return target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")


def _explain(error: OSError, target: Path) -> OutputError:
    reason = error.strerror or str(error)
    return OutputError(f"{target}: can't be written ({reason}); free space there or name another place with -o")

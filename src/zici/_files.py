"""Writing results so that a reader never sees half of one, and never two writers at once."""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from zici._memory import out_of_memory
from zici.errors import OutputError

BUSY = "is writing it now; wait for it or name another place with -o"
_PART, _OLD = ".part", ".old"  # what is being written, and what has just been replaced


@contextmanager
def atomic_file(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary path beside ``path``; on success it takes the name, on any failure it is removed.

    A link stays a link: what it points to is replaced. A device or a pipe (``/dev/null``, ``/dev/stdout``) is
    written to.

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
    target = _followed(path)
    if target.is_dir():
        raise OutputError(f"{target}: expected a file to write, found a folder; name a file in it")
    if _is_special(target):
        with _written_through(target) as temporary:
            yield temporary
        return
    temporary = _sibling(target)
    try:
        yield temporary
        temporary.replace(target)
    except OSError as error:
        raise _explain(error, target) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextmanager
def _written_through(target: Path) -> Iterator[Path]:
    """A temporary file whose bytes go into a device or pipe: that must never be replaced by a file."""
    with tempfile.TemporaryDirectory() as folder:
        temporary = Path(folder) / target.name
        yield temporary
        try:
            with temporary.open("rb") as source, target.open("wb") as stream:
                shutil.copyfileobj(source, stream)
        except OSError as error:
            raise _explain(error, target) from error


@contextmanager
def atomic_folder(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary folder beside ``path`` that takes its name on success, replacing what stood there.

    Raises:
        OutputError: the parent is missing or not writable, ``path`` is a file, or the disk is full.
    """
    target = _followed(path)
    temporary = _sibling(target)
    try:
        with writing(target, temporary):
            temporary.mkdir()
            yield temporary
            replace_folder(temporary, target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


@contextmanager
def writing(target: Path, temporary: Path | None = None) -> Iterator[None]:
    """Tell what the system refuses while a folder is written as an OutputError that names the folder.

    Args:
        target: the folder.
        temporary: what it is called until it is complete; messages of parts of it are told under its name.
    """
    if target.exists() and not target.is_dir():
        raise OutputError(f"{target}: expected a folder to write, found a file; name another folder")
    try:
        yield
    except OSError as error:
        raise _explain(error, target) from error
    except OutputError as error:
        if temporary is None or str(temporary) not in str(error):
            raise
        raise OutputError(str(error).replace(str(temporary), str(target))) from error


def replace_folder(new: Path, target: Path) -> None:
    """Give the finished folder ``new`` the name ``target``; what stood there goes.

    A process that is killed between the two steps leaves the earlier folder under a name that
    :func:`only_writer` knows: the next one that writes gives it its name back.
    """
    target = _followed(target)
    old = _sibling(target, _OLD)
    if target.exists():
        target.replace(old)
    try:
        new.replace(target)
    except OSError:
        if old.exists():
            old.replace(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def only_writer(path: str | os.PathLike[str], *, busy: str = BUSY) -> Iterator[None]:
    """Hold ``path`` (a file or folder about to be written) for this process alone.

    The lock is the operating system's, on a hidden file beside ``path``. It ends with the process, however
    that ends: the lock file of a killed run stops nobody, and what else such a run left half done is removed.

    Args:
        path: the file or folder.
        busy: what the error says of the process that holds it, and what to do.

    Raises:
        OutputError: another process writes ``path`` now, or the folder around it is missing or not writable.

    Example:
        >>> import pathlib, tempfile
        >>> target = pathlib.Path(tempfile.mkdtemp()) / "out"
        >>> with only_writer(target), only_writer(target):
        ...     pass
        Traceback (most recent call last):
            ...
        zici.errors.OutputError: ...out: process ... is writing it now; wait for it or ...
    """
    target = _followed(path)
    if _is_special(target):  # a device has any number of writers
        yield
        return
    lock = target.absolute().with_name(f".{target.absolute().name}.lock")
    descriptor = _acquire(lock, target, busy)
    try:
        with suppress(OSError):
            _clear(target.absolute())
        yield
    finally:
        # Removed while still held: whoever waits on the old file notices that its name is gone.
        with suppress(OSError):
            lock.unlink()
        os.close(descriptor)


def _clear(target: Path) -> None:
    """Remove what killed runs left beside ``target``; an earlier result that was moved away comes back."""
    names = re.compile(rf"\.{re.escape(target.name)}\.[0-9a-f]{{8}}({re.escape(_PART)}|{re.escape(_OLD)})")
    left = [Path(entry.path) for entry in os.scandir(target.parent) if names.fullmatch(entry.name)]
    earlier = [path for path in left if path.suffix == _OLD]
    if earlier and not target.exists():
        last = max(earlier, key=lambda path: path.stat().st_ctime_ns)
        last.replace(target)
        left.remove(last)
    for path in left:
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()


def _acquire(lock: Path, target: Path, busy: str) -> int:
    while True:
        try:
            descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise _explain(error, target) from error
        try:
            _lock(descriptor)
        except OSError as error:
            owner = os.read(descriptor, 20).decode("ascii", "replace").strip() or "another"
            os.close(descriptor)
            raise OutputError(f"{target}: process {owner} {busy}") from error
        if _has_name(descriptor, lock):
            with suppress(OSError):  # the number only makes the other side's message clearer
                os.truncate(descriptor, 0)
                os.write(descriptor, b"%d\n" % os.getpid())
            return descriptor
        os.close(descriptor)


def _has_name(descriptor: int, lock: Path) -> bool:
    """Whether the locked file still has its name: its last holder may have removed it in between."""
    with suppress(OSError):
        return os.path.samestat(lock.stat(), os.fstat(descriptor))
    return False


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _followed(path: str | os.PathLike[str]) -> Path:
    """The path that a link stands for; any other path as it is given."""
    target = Path(path)
    return target.resolve() if target.is_symlink() and not _is_special(target) else target


def _is_special(target: Path) -> bool:
    """Whether this is a device, a pipe or a socket."""
    return target.exists() and not target.is_file() and not target.is_dir()


def _sibling(target: Path, suffix: str = _PART) -> Path:
    target = target.absolute()
    return target.with_name(f".{target.name}.{secrets.token_hex(4)}{suffix}")


def _explain(error: OSError, target: Path) -> Exception:
    if out_of_memory(error):  # it has nothing to do with the file
        return MemoryError(str(error))
    return OutputError(
        f"{target}: can't be written ({_reason(error)}); free space or name another place with -o"
    )


def _reason(error: OSError) -> str:
    """What the system said, without the words around it."""
    said = error.strerror or str(error)
    if re.fullmatch(r"\d+ requested and \d+ written", said):  # NumPy tells how far it came, but not why
        return os.strerror(errno.ENOSPC)
    return re.sub(r".* Detail: \[errno \d+\] ", "", said)  # Arrow tells that it was writing bytes

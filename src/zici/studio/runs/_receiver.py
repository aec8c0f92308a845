"""A file that is coming in: bytes go to disk as they arrive, and nothing stays if they are refused."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from zici.errors import EmptyError, OutputError, ZiciError
from zici.studio.runs._errors import FullError, TooLargeError
from zici.studio.runs._inspect import Found, inspect
from zici.studio.runs._names import Form
from zici.studio.runs._sizes import check_room, words
from zici.studio.runs._upload import Upload

PART = ".part"
_LOOK = 16 << 20  # bytes between two looks at the free space

Keep = Callable[["Receiver", Found], Upload]


class Receiver:
    """Takes the bytes of one upload.

    As a context manager it is given up on leaving unless ``finish`` was called. Not for several threads at
    once.

    Attributes:
        name: what is shown of the file's name.
        form: what it holds, by the end of its name.
        size: bytes so far.
        author: who uploads it.
        folder: made for the file alone; another name while it comes than after.
        kept: whether the file has its number, so that it stays.
    """

    def __init__(self, folder: Path, name: str, form: Form, *, author: str, limit: int, keep: Keep) -> None:
        self.name, self.form, self.author = name, form, author
        self.size = 0
        self._limit, self._keep = limit, keep
        self._digest = hashlib.sha256()
        self._looked = 0
        self.folder = folder / f".{secrets.token_hex(8)}{PART}"
        self.kept = False
        self._file: BinaryIO | None = self._open()

    @property
    def path(self) -> Path:
        """The file."""
        return self.folder / f"data{self.form.suffix}"

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes so far, in hexadecimal."""
        return self._digest.hexdigest()

    def write(self, chunk: bytes) -> None:
        """Take the next bytes; after an error nothing is left of the upload.

        Raises:
            TooLargeError: more came than an upload may have.
            FullError: the disk is full, or would be.
            OutputError: the file can't be written, or the upload was ended before.
        """
        if self._file is None:
            raise OutputError(f"{self.name}: this upload has ended; begin another one")
        try:
            self._check(self.size + len(chunk))
            self._file.write(chunk)
        except OSError as error:
            self.abort()
            raise _unwritable(self.name, error) from error
        except ZiciError:
            self.abort()
            raise
        self._digest.update(chunk)
        self.size += len(chunk)

    def finish(self) -> Upload:
        """Close the file, look into it and give it its number.

        Raises:
            EmptyError: no bytes came, or nothing but blanks.
            CorpusError: it isn't what its name says, is binary, damaged, or in no known encoding.
            TooLargeError: unpacked it is out of all proportion, or too large.
            OutputError: the disk is full, or the upload was ended before.
        """
        if self._file is None:
            raise OutputError(f"{self.name}: this upload has ended; begin another one")
        try:
            self._file.close()
            self._file = None
            if not self.size:
                raise EmptyError(f"{self.name}: the file is empty; choose one with text in it")
            return self._keep(self, inspect(self.path, self.form, limit=self._limit))
        except ZiciError as error:
            raise type(error)(str(error).replace(str(self.path), self.name)) from error
        except OSError as error:
            raise _unwritable(self.name, error) from error
        finally:
            self.abort()

    def abort(self) -> None:
        """Give the upload up: nothing stays on disk. Does no harm after the end."""
        file, self._file = self._file, None
        try:
            if file is not None:
                file.close()
        except OSError:  # the rest of a buffer that doesn't fit: it is thrown away anyway
            pass
        if not self.kept:
            shutil.rmtree(self.folder, ignore_errors=True)

    def move(self, place: Path) -> None:
        """Give the folder its last name."""
        self.folder.replace(place)
        self.folder = place

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.abort()

    def _open(self) -> BinaryIO:
        try:
            self.folder.mkdir(mode=0o700)
            return os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        except OSError as error:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise _unwritable(self.name, error) from error

    def _check(self, size: int) -> None:
        if size > self._limit:
            raise too_large(self.name, None, self._limit)
        if size - self._looked >= _LOOK:
            self._looked = size
            check_room(self.folder, size - self.size, self.name)


def too_large(name: str, size: int | None, limit: int) -> TooLargeError:
    """Make the error for a file above the limit."""
    has = "more" if size is None else words(size)
    return TooLargeError(
        f"{name}: expected at most {words(limit)} an upload, got {has}; pack it (.gz, .xz, .zst), split it, "
        "or run zici mine on the file itself"
    )


def _unwritable(name: str, error: OSError) -> OutputError:
    kind = FullError if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) else OutputError
    return kind(
        f"{name}: can't be kept ({error.strerror or error}); free space in the studio's folder and try again"
    )

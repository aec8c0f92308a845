"""One damaged file after the other is read: what has to hold, and what is told where it doesn't."""

from __future__ import annotations

import shutil
import signal
import time
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from fuzz.mutate import mutate
from fuzz.readers import Target
from zici.errors import ZiciError

SECONDS = 10  # a reader of these small files that takes longer hangs
LONGEST = 6000  # characters of a message, which may quote a number of as many digits as Python reads


class Hangs(BaseException):
    """A reader took too long; no reader may catch it."""


class Broken(AssertionError):
    """A reader did what none may; the message tells what."""


class Attack:
    """A target with its files in a folder of its own.

    Args:
        target: the reader.
        folder: where it may write; removed and made anew.
    """

    def __init__(self, target: Target, folder: Path) -> None:
        self.target, self.folder = target, folder
        shutil.rmtree(folder, ignore_errors=True)
        self._work = folder / "work"
        self._work.mkdir(parents=True)
        target.make(self._work)
        self.files = sorted(path for path in self._work.rglob("*") if path.is_file())
        self.contents = [path.read_bytes() for path in self.files]
        target.read(self._work)  # whole files are read

    def try_random(self, seed: int) -> bool:
        """Damage one file, chosen and changed by ``seed``. See :meth:`try_content`."""
        place, content = self.damaged(seed)
        return self.try_content(place, content, seal=seed % 10 > 0)

    def damaged(self, seed: int) -> tuple[int, bytes]:
        """The number of a file, and what stands in it instead."""
        random = Random(seed)
        place = random.randrange(len(self.files))
        return place, mutate(random, self.contents[place], self.files[place].name, self.contents)

    def try_content(self, place: int, content: bytes, *, seal: bool = True) -> bool:
        """Read with one file changed; whether the reader took it.

        Raises:
            Broken: it raised something else than a ZiciError, or a message of several lines, or hung.
        """
        _replace(self.files[place], content)
        try:
            if seal and self.target.seal is not None:
                self.target.seal(self._work)
            return self._read()
        finally:
            self._restore(place)

    def _read(self) -> bool:
        try:
            with _limited(SECONDS), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self.target.read(self._work)
        except ZiciError as error:
            check_message(str(error))
            return False
        except Hangs:
            raise Broken(f"takes more than {SECONDS} s: {_where()}") from None
        except Exception as error:
            raise Broken(f"raised {type(error).__name__}: {error!s:.200}\n{_where()}") from error
        return True

    def _restore(self, place: int) -> None:
        """Put back what stood there; new files, for the old ones may be mapped."""
        _replace(self.files[place], self.contents[place])
        if self.target.seal is not None or self.target.writes:
            for path, content in zip(self.files, self.contents, strict=True):
                if not path.is_file() or path.read_bytes() != content:
                    _replace(path, content)
        if self.target.writes:
            for path in self._work.rglob("*"):
                if path.is_file() and path not in self.files:
                    path.unlink()


def check_message(message: str) -> None:
    """One line.

    Raises:
        Broken: it is something else.
    """
    if not message or len(message) > LONGEST:
        raise Broken(f"a message of {len(message)} characters: {message:.300}")
    if "\n" in message or "\r" in message:  # the command line shows what else could steer a terminal
        raise Broken(f"a message of several lines: {message!r:.500}\n{_where()}")


def _replace(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    path.write_bytes(content)


def _where() -> str:
    return traceback.format_exc(limit=-6)


@contextmanager
def _limited(seconds: int) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise Hangs(time.monotonic())

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

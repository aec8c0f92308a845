"""The one place where exceptions become a line on standard error and an exit code."""

from __future__ import annotations

import errno
import functools
import io
import os
import re
import sys
from collections.abc import Callable
from typing import NoReturn, ParamSpec

import typer

from zici._memory import out_of_memory
from zici.errors import MissingExtraError, ParallelError, ZiciError

from ._main import INTERRUPTED, begin

P = ParamSpec("P")

OUT_OF_MEMORY = (
    "not enough memory; free some, give less text, or set a limit where the command has one (--memory 1GB)"
)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
BROKEN_PIPE = 141  # what a shell reports for a program that SIGPIPE ended


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """Let ``command`` end with one clear line and the right exit code, whatever happens in it.

    Errors of the program itself (anything that is not listed here) keep their traceback.
    """

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            begin()
            _speak_utf8()
            command(*args, **kwargs)
            sys.stdout.flush()  # a full disk shows here, not in a message of the interpreter's last breath
        except ZiciError as error:
            elsewhere = isinstance(error, ParallelError | MissingExtraError)  # others say what they mean
            fail(OUT_OF_MEMORY if elsewhere and out_of_memory(error) else str(error))
        except BrokenPipeError:
            _drop_stdout()
            raise typer.Exit(BROKEN_PIPE) from None
        except KeyboardInterrupt:
            say("stopped")
            raise typer.Exit(INTERRUPTED) from None
        except (MemoryError, ImportError) as error:
            if not out_of_memory(error):
                raise
            fail(OUT_OF_MEMORY)
        except OSError as error:
            if out_of_memory(error):
                fail(OUT_OF_MEMORY)
            if error.errno in (errno.EPIPE, errno.EINVAL, errno.ENOSPC) and error.filename is None:
                _drop_stdout()
            fail(f"{error.filename or 'standard output'}: {error.strerror or error}")

    return run


def say(message: str) -> None:
    """One line on standard error; what a file has put into it can't steer the terminal."""
    line = CONTROL.sub(lambda found: ascii(found[0])[1:-1], " ".join(message.split()))
    print(f"zici: {_readable(line)}", file=sys.stderr)  # noqa: T201 - the command line speaks


def fail(message: str) -> NoReturn:
    """One line on standard error, exit code 1."""
    say(message)
    raise typer.Exit(1)


def _readable(message: str) -> str:
    """Names of files are bytes; where the system's language can't spell them, they are UTF-8 most often."""
    try:
        return message.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # a half character from elsewhere
        return message


def _drop_stdout() -> None:
    """Send what is still buffered nowhere: the interpreter would complain about it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _speak_utf8() -> None:
    """Text goes out as UTF-8 with plain line ends, whatever the terminal's language is set to."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")

"""The process of a run: this file as a script, told what to do on standard input.

Lines of JSON go both ways. In comes one object ("task", "parameters", "folder", "parent"); then
standard input stays open for as long as the studio lives, and its end is the end of this process, too. Out go
["step", ...], and at the end ["done", counts] or ["error", line]. Nothing is ever unpickled.

It imports little, and is no module of the studio's there: what the task needs is loaded with it.
"""

from __future__ import annotations

import ctypes
import errno
import importlib
import json
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from zici._progress import Step
from zici.errors import ZiciError

PAUSE = 0.1
"""Seconds between two reports of a stage."""

_PR_SET_PDEATHSIG = 1
_NICE = 5  # pages and answers go before


class Reports:
    """The way back: one line of JSON each, steps not more often than is worth looking at."""

    def __init__(self, out: BinaryIO, pause: float = PAUSE) -> None:
        self._out, self._pause = out, pause
        self._stage, self._next = "", 0.0

    def step(self, step: Step) -> None:
        """Report a step: the first of a stage, and then one now and then."""
        now = time.monotonic()
        if step.stage == self._stage and now < self._next:
            return
        self._stage, self._next = step.stage, now + self._pause
        self.send("step", *step)

    def send(self, *values: Any) -> None:
        """Write one line; nobody there to read it is the end of this process."""
        try:
            self._out.write(json.dumps(values).encode() + b"\n")
            self._out.flush()
        except BrokenPipeError:
            end()


def main() -> int:
    """Do the work that standard input names; returns the exit code."""
    reports = Reports(_own_output())
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where the studio was started deaf to it
    order = json.loads(sys.stdin.buffer.readline())
    die_with(order["parent"])
    with suppress(AttributeError, OSError):
        os.nice(_NICE)
    try:
        counts = load(order["task"])(order["parameters"], folder=Path(order["folder"]), progress=reports.step)
        reports.send("done", counts)
    except KeyboardInterrupt:
        return 130
    except BaseException as error:
        if not isinstance(error, ZiciError):
            traceback.print_exc()
        reports.send("error", told(error))
        return 1
    return 0


def load(task: str) -> Callable[..., Any]:
    """Import the function that "module:function" names."""
    module, _, function = task.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found


def told(error: BaseException) -> str:
    """Put an exception into one line for people."""
    line = " ".join(str(error).split())
    if isinstance(error, ZiciError):
        return line
    if isinstance(error, MemoryError):
        return "there was not enough memory; mine less text at once, or raise min_count"
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return "the disk is full; free space and resume"
    return f"an error in zici, please report it: {type(error).__name__}: {line}"


def die_with(parent: int) -> None:
    """End this process as soon as the one that started it does, however that ends."""
    if sys.platform == "linux":
        # The signal comes when the thread that started this process ends: it waits for the run.
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            end()
    threading.Thread(target=_watch, name="parent", daemon=True).start()


def _watch() -> None:
    with suppress(OSError, ValueError):
        while os.read(0, 4096):
            pass
    end()


def end() -> None:
    """End at once, and with it whatever this process has started."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _own_output() -> BinaryIO:
    """Keep standard output for the reports; what others print goes to standard error."""
    own = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return own


if __name__ == "__main__":
    sys.exit(main())

"""The studio's side of the process of a run: start it, hear it, end it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from zici._progress import Step
from zici.studio.runs._order import Order

GRACE = 1.5
"""Seconds that a process has to clean up before it is killed."""

_LAST = 4096  # bytes of its standard error that are looked at
_CHILD = Path(__file__).with_name("_child.py")
_WINDOWS = sys.platform == "win32"


class Ending(NamedTuple):
    """How a process ended: with counts, or with the line of an error."""

    counts: dict[str, Any] | None
    message: str


class Process:
    """A process that does one task.

    Args:
        order: what to do.
        on_step: hears of every step, in the thread of ``run``.

    Attributes:
        ended: set when the process is gone.
    """

    def __init__(self, order: Order, on_step: Callable[[Step], None]) -> None:
        self._order, self._on_step = order, on_step
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self.ended = threading.Event()

    def run(self) -> Ending:
        """Start the process and stay until it has ended.

        The thread must not be one of a pool that lets threads go: on Linux the process ends with it.
        """
        try:
            with tempfile.TemporaryFile() as errors:
                with self._lock:
                    if self._stopped:
                        return Ending(None, "it was ended before it began")
                    self._process = process = _start(errors)
                try:
                    last = self._hear(process)
                finally:
                    code = _gone(process)
                return _ending(last, code, _tail(errors))
        finally:
            self.ended.set()

    def stop(self, grace: float = GRACE) -> None:
        """Ask the process to end, kill it after ``grace`` seconds, and stay until it is gone."""
        with self._lock:
            self._stopped = True
            process = self._process
        if process is None:
            return
        with suppress(OSError):
            process.terminate() if _WINDOWS else process.send_signal(signal.SIGINT)
        if not self.ended.wait(grace):
            _kill(process)
            self.ended.wait()

    def _hear(self, process: subprocess.Popen[bytes]) -> list[Any]:
        """Send the order, pass steps on, and give the last line that was no step."""
        assert process.stdin is not None and process.stdout is not None  # noqa: S101 - they are pipes
        last: list[Any] = []
        with suppress(OSError):  # a process that died at once: its exit code says more
            order = {**self._order._asdict(), "parent": os.getpid()}
            process.stdin.write(json.dumps(order).encode() + b"\n")
            process.stdin.flush()
        for line in process.stdout:
            if not line.endswith(b"\n"):  # killed while it wrote
                break
            kind, *values = json.loads(line)
            if kind == "step":
                self._on_step(Step(*values))
            else:
                last = [kind, *values]
        return last


def _start(errors: Any) -> subprocess.Popen[bytes]:
    # -P: what lies in the folder where the studio was started is nothing to import.
    command = [sys.executable, "-P", str(_CHILD)]
    own: dict[str, Any] = {} if _WINDOWS else {"process_group": 0}  # Ctrl-C is the studio's to hear
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=errors, **own)  # noqa: S603 - no shell


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and what it has started."""
    with suppress(OSError):
        process.kill() if _WINDOWS else os.killpg(process.pid, signal.SIGKILL)


def _gone(process: subprocess.Popen[bytes]) -> int:
    """Wait for a process whose output has ended, and close the pipes; gives its exit code."""
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):
            if pipe is not None:
                pipe.close()  # the end of its input ends it, should it live on
    try:
        code = process.wait(GRACE)
    except subprocess.TimeoutExpired:
        _kill(process)
        code = process.wait()
    if code != 0:
        _kill(process)  # what it had started and could not end any more
    return code


def _ending(last: list[Any], code: int, errors: str) -> Ending:
    if last[:1] == ["done"]:
        return Ending(last[1], "")
    if last[:1] == ["error"]:
        return Ending(None, str(last[1]))
    return Ending(None, _crash(code, errors))


def _crash(code: int, errors: str) -> str:
    """Say how a process died that had no time to say it."""
    if code < 0:
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        want = "; perhaps memory ran out: mine less text at once, or raise min_count" if code == -9 else ""
        return f"its process was killed by {name}{want}"
    line = f" ({errors})" if errors else ""
    return f"its process ended with exit code {code}{line}"


def _tail(errors: Any) -> str:
    """The last line on its standard error."""
    size = errors.seek(0, os.SEEK_END)
    errors.seek(max(0, size - _LAST))
    lines = errors.read().decode("utf-8", "replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")

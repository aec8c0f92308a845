"""Where the program ``zici`` starts: signals first, then everything that takes time to load."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

INTERRUPTED = 128 + signal.SIGINT
TERMINATED = 128 + signal.SIGTERM


def main() -> None:
    """Run the command line with ``sys.argv``; ends the process with 0, 1, 2 (usage), 130 (Ctrl-C) or 143."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else whoever started us ignores it
        signal.signal(signal.SIGINT, _leave)
    signal.signal(signal.SIGTERM, _terminated)
    # Loaded here, so that Ctrl-C in the first tenths of a second ends as quietly as any later one.
    from ._app import app

    app(prog_name="zici")


def begin() -> None:
    """From here on there is work to clean up: Ctrl-C is an exception again."""
    if signal.getsignal(signal.SIGINT) is _leave:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _leave(number: int, frame: FrameType | None) -> None:
    """End at once: while modules load, an exception can surface anywhere, with a traceback of theirs."""
    os._exit(INTERRUPTED)


def _terminated(number: int, frame: FrameType | None) -> None:
    """Leave by an exception, as Ctrl-C does: half-written results are removed on the way out."""
    sys.exit(TERMINATED)

"""What runs do in tests: functions that their processes import."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from zici._progress import Progress, Step
from zici.errors import CorpusError, OptionError


def count(parameters: dict[str, Any], *, folder: Path, progress: Progress) -> dict[str, Any]:
    texts = [Path(file).read_text(encoding="utf-8") for file in parameters["files"]]
    progress(Step("count", len(texts), len(texts), "items", "字"))
    return {"chars": sum(map(len, texts)), "resumed": int(parameters["resume"])}


def check_count(parameters: dict[str, Any], *, folder: Path) -> None:
    if "wrong" in parameters["options"]:
        raise OptionError(f"wrong: {parameters['files'][0]} is not to be counted")


def written(parameters: dict[str, Any], *, folder: Path, progress: Progress) -> dict[str, Any]:
    folder.mkdir(exist_ok=True)
    (folder / "result.txt").write_text("made", encoding="utf-8")
    return {"files": 1}


def sleep(parameters: dict[str, Any], *, folder: Path, progress: Progress) -> dict[str, Any]:
    """Sleep, with a process of its own beside it; both numbers stand in a file."""
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    _tell(parameters, os.getpid(), other.pid)
    try:
        for second in range(600):
            progress(Step("sleep", second, 600, "items"))
            time.sleep(0.1)
    finally:
        other.kill()
        other.wait()
    return {"seconds": 60}


def stubborn(parameters: dict[str, Any], *, folder: Path, progress: Progress) -> dict[str, Any]:
    """Sleep, deaf to Ctrl-C, with a process of its own beside it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    _tell(parameters, os.getpid(), other.pid)
    progress(Step("sleep", 0, None, "items"))
    time.sleep(60)
    return {}


def print_much(parameters: dict[str, Any], *, folder: Path, progress: Progress) -> dict[str, Any]:
    sys.stdout.write("not a report\n")
    sys.stdout.flush()
    os.write(1, b'["done", {"files": 1}]\n' * 10_000)
    subprocess.run([sys.executable, "-c", "print('nor this')"], check=True)
    return {"files": 0}


def raise_own(parameters: dict[str, Any], *, folder: Path, progress: Progress) -> dict[str, Any]:
    raise CorpusError(f"{parameters['files'][0]}, line 3:\nno text")


def crash(parameters: dict[str, Any], *, folder: Path, progress: Progress) -> dict[str, Any]:
    raise ZeroDivisionError("by\nzero")


def lose(parameters: dict[str, Any], *, folder: Path, progress: Progress) -> dict[str, Any]:
    """Die of a signal; what was started beside lives on."""
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    if "tell" in parameters["options"]:
        _tell(parameters, other.pid)
    os.kill(os.getpid(), signal.SIGKILL)
    return {}


def leave(parameters: dict[str, Any], *, folder: Path, progress: Progress) -> dict[str, Any]:
    os.write(2, b"a first word\na last word\n\n")
    os._exit(7)


def _tell(parameters: dict[str, Any], *numbers: int) -> None:
    file = Path(parameters["options"]["tell"])
    part = file.with_suffix(".part")
    part.write_text(" ".join(map(str, numbers)), encoding="ascii")
    part.replace(file)

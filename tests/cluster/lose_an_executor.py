"""Count on a small cluster of this machine, and kill an executor in the middle; told as JSON.

A process of its own: a process has one SparkContext, and this one is on ``local-cluster``.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

import zici
from zici.cluster import Spark, connect


def executors() -> list[int]:
    """The processes that are executors."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            if b"CoarseGrainedExecutorBackend" in command and _descends(int(folder.name)):
                found.append(int(folder.name))
        except OSError:  # it ended meanwhile
            continue
    return sorted(found)


def _descends(number: int) -> bool:
    """Whether a process was started by this one, or by one that was."""
    while number > 1:
        if number == os.getpid():
            return True
        stat = Path(f"/proc/{number}/stat").read_text()
        number = int(stat.rpartition(")")[2].split()[1])
    return False


def main(folder: str) -> None:
    corpus = zici.Corpus(folder)
    session = connect(
        "local-cluster[2,1,1024]",
        spark_ui_enabled="false",
        spark_driver_host="127.0.0.1",
        spark_driver_bindAddress="127.0.0.1",
    )
    told: dict[str, Any] = {"same": False, "killed": "", "lost": False}

    def kill_one(step: Any) -> None:
        """Kill an executor while the pairs are counted: the start of a stage is told before its tasks run."""
        if step.stage == "count 3-grams" and step.done == 0 and not told["killed"]:
            victim = executors()[0]
            told["killed"] = "java"
            threading.Timer(0.3, os.kill, (victim, signal.SIGKILL)).start()

    counts = zici.count_ngrams(corpus, order=4, engine=Spark(session, parts=6), progress=kill_one)
    here = zici.count_ngrams(corpus, order=4)
    told["same"] = all(
        getattr(a, name).tobytes() == getattr(b, name).tobytes()
        for a, b in zip(here.levels, counts.levels, strict=True)
        for name in ("prefix", "char", "suffix", "count")
    )
    told["lost"] = _was_lost(session)
    session.stop()
    sys.stdout.write(json.dumps(told) + "\n")


def _was_lost(session: Any) -> bool:
    """Whether Spark noticed: it has given an executor the number 2 or more by then."""
    for _ in range(100):
        store = session.sparkContext._jsc.sc().statusStore()
        known = store.executorList(False)
        names = [known.apply(k).id() for k in range(known.size())]
        if any(name.isdigit() and int(name) >= 2 for name in names):
            return True
        time.sleep(0.2)
    return False


if __name__ == "__main__":
    main(*sys.argv[1:])

"""A session of Spark, or one line about why there is none."""

from __future__ import annotations

import importlib
import importlib.util
import os
import re
import shutil
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

from zici.cluster._errors import INSTALL, plain_errors
from zici.errors import MissingExtraError, OptionError, ParallelError

PATIENCE = 5.0  # seconds for a master to answer
LOCAL = re.compile(r"local(\[.*\])?|local-cluster\[.*\]")
REMOTE = re.compile(r"(?:spark|k8s)://(?:https?://)?(.+)")
# Java that this process starts says nothing but errors: what is wrong is told in one line.
QUIET = {"spark.log.level": "ERROR", "spark.ui.showConsoleProgress": "false"}


def load_pyspark() -> Any:
    """Import pyspark and return it.

    Raises:
        MissingExtraError: pyspark or what it needs is not installed, or too old.
    """
    for name in ("pyspark", "pandas"):
        if importlib.util.find_spec(name) is None:
            raise MissingExtraError(f"this needs {name}, which is not installed; run: {INSTALL}")
    pyspark = importlib.import_module("pyspark")
    if int(pyspark.__version__.partition(".")[0]) < 4:
        raise MissingExtraError(f"this needs pyspark 4.0, found {pyspark.__version__}; run: {INSTALL}")
    return pyspark


def connect(master: str = "local[*]", *, name: str = "zici", **options: str) -> Any:
    """A session on a master, with a message of one line where there is none.

    A session of one's own, from ``SparkSession.builder`` or a notebook, does as well.

    Args:
        master: "local[*]" (this machine, all cores), "local[2]", "spark://host:7077", "yarn",
            "k8s://https://host:6443".
        name: what the cluster's pages call the application.
        **options: of Spark, with ``_`` for every ".", such as ``spark_executor_memory="4g"``.

    Raises:
        MissingExtraError: pyspark or Java is missing.
        OptionError: no such kind of master.
        ParallelError: the master doesn't answer.

    Example:
        >>> session = connect("spark://head:7077", spark_executor_memory="8g")              # doctest: +SKIP
    """
    load_pyspark()
    _check_java()
    _check_master(master)
    if LOCAL.fullmatch(master):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # the same Python, not the one of the path
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master).appName(name)
    for option, value in {**QUIET, **{key.replace("_", "."): each for key, each in options.items()}}.items():
        builder = builder.config(option, value)
    session = None
    try:
        with plain_errors(), _interrupted_later():
            session = builder.getOrCreate()
    except KeyboardInterrupt:
        if session is not None:
            session.stop()
        raise
    return session


@contextmanager
def _interrupted_later() -> Iterator[None]:
    """Let Ctrl-C wait until Java has started: before, it would be left behind and never end.

    A second Ctrl-C doesn't wait.
    """
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield
        return
    came: list[int] = []

    def wait(number: int, frame: FrameType | None) -> None:
        came.append(number)
        if len(came) > 1:
            before(number, frame)

    signal.signal(signal.SIGINT, wait)
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGINT) is wait:  # else pyspark has put its own there
            signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt


def _check_java() -> None:
    home = os.environ.get("JAVA_HOME")
    found = (Path(home) / "bin" / "java").exists() if home else shutil.which("java") is not None
    if not found:
        where = f"in JAVA_HOME={home}" if home else "on the path"
        raise MissingExtraError(
            f"Spark needs Java 17 or 21, and there is no java {where}; install a JDK "
            "(on Debian and Ubuntu: apt install openjdk-17-jre-headless) or set JAVA_HOME"
        )


def _check_master(master: str) -> None:
    """Refuse a master that doesn't answer: Spark itself would try for minutes.

    Raises:
        OptionError: no such kind of master.
        ParallelError: nobody there.
    """
    remote = REMOTE.fullmatch(master)
    if remote is None:
        if master == "yarn" or LOCAL.fullmatch(master):
            return
        raise OptionError(
            f"master: expected local[*], spark://host:7077, yarn or k8s://https://host:6443, got {master!r}"
        )
    hosts = remote[1].rstrip("/").split(",")
    for host in hosts:
        address, _, port = host.rpartition(":")
        if not address or not port.isdigit():
            raise OptionError(f"master: expected a host and a port such as head:7077, got {host!r}")
        with suppress(OSError), socket.create_connection((address, int(port)), PATIENCE):
            return
    raise ParallelError(
        f"master {master}: nobody answers there within {PATIENCE:g} s; check that it runs, its host and port"
    )

"""Why there is no session: one line for each reason, without Spark."""

from __future__ import annotations

import importlib.util
import signal
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from zici.cluster import Spark, connect
from zici.cluster._errors import advice, plain_errors
from zici.cluster._session import _interrupted_later
from zici.errors import MissingExtraError, OptionError, ParallelError


@pytest.fixture
def pyspark(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if pyspark were there."""
    monkeypatch.setattr("zici.cluster._session.load_pyspark", lambda: None)


@pytest.mark.parametrize("missing", ["pyspark", "pandas"])
def test_what_is_not_installed(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == missing else name)
    for call in (connect, lambda: Spark("session")):
        with pytest.raises(MissingExtraError) as told:
            call()  # type: ignore[operator]
        assert (
            str(told.value) == f'this needs {missing}, which is not installed; run: pip install "zici[spark]"'
        )


def test_pyspark_that_is_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name)
    monkeypatch.setitem(sys.modules, "pyspark", SimpleNamespace(__version__="3.5.8"))
    with pytest.raises(MissingExtraError, match=r"this needs pyspark 4\.0, found 3\.5\.8"):
        connect()


def test_a_master_that_does_not_answer(pyspark: None) -> None:
    with pytest.raises(ParallelError, match=r"nobody answers there within 5 s; check that it runs"):
        connect("spark://127.0.0.1:9")
    for wrong in ("local[2", "mesos://head:5050", "head:7077"):
        with pytest.raises(OptionError, match="master: expected local"):
            connect(wrong)
    with pytest.raises(OptionError, match="expected a host and a port"):
        connect("spark://head")


def test_no_java(pyspark: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(
        MissingExtraError, match="Spark needs Java 17 or 21, and there is no java in JAVA_HOME="
    ):
        connect()
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingExtraError, match="there is no java on the path"):
        connect()


@pytest.mark.parametrize(
    ("told", "line"),
    [
        ("... ModuleNotFoundError: No module named 'zici.cluster'", "has no module zici; install it there"),
        (
            "Job aborted: Total size of serialized results of 9 tasks (1.1 GiB) is bigger than",
            "maxResultSize",
        ),
        ("java.lang.OutOfMemoryError: Java heap space", "an executor ran out of memory"),
        (
            "ExecutorLostFailure (executor 3 exited caused by one of the running tasks)",
            "lost again and again",
        ),
        ("x\norg.apache.spark.SparkException: no\n  at y", "Spark gave up: SparkException: no; its log"),
        ("", "Spark gave up: error: no message"),
    ],
)
def test_what_spark_tells_is_one_line(told: str, line: str) -> None:
    assert line in advice(told)
    assert "\n" not in advice(told)


def test_ctrl_c_is_not_taken_for_an_error_of_spark() -> None:
    class Py4JJavaError(Exception):
        pass

    Py4JJavaError.__module__ = "py4j.protocol"
    with pytest.raises(KeyboardInterrupt), plain_errors():
        try:
            raise KeyboardInterrupt
        finally:  # as pyspark does
            raise Py4JJavaError("Job 3 cancelled")
    with pytest.raises(ParallelError, match="Spark gave up"), plain_errors():
        raise Py4JJavaError("Job 3 failed")
    with pytest.raises(ValueError, match="other"), plain_errors():
        raise ValueError("other")


def test_ctrl_c_waits_until_java_has_started() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), _interrupted_later():
        signal.raise_signal(signal.SIGINT)
        done.append("started")
    assert done == ["started"]
    with pytest.raises(KeyboardInterrupt), _interrupted_later():
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        done.append("never")
    assert done == ["started"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler

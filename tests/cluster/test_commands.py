"""``--engine spark`` on the command line, with Spark's part played in this process."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from zici.cli import main
from zici.errors import ParallelError
from zici.ngrams import NgramCounts

from .in_process import Session, engine


class Run(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """Run a command here; its Spark is that of ``in_process``."""
    asked: list[str] = []

    def connect(master: str) -> Session:
        asked.append(master)
        return Session(2)

    monkeypatch.setattr("zici.cluster.connect", connect)
    monkeypatch.setattr("zici.cluster.Spark", lambda session: engine(session.cores))

    def runner(*arguments: object) -> Run:
        monkeypatch.setattr(sys, "argv", ["zici", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfdbinary.readouterr()
        return Run(int(ended.value.code or 0), out.decode(), err.decode())

    runner.asked = asked  # type: ignore[attr-defined]
    return runner


def test_count(run: Callable[..., Run], files: Path, tmp_path: Path) -> None:
    here = run("count", files, "-q")
    there = run("count", files, "-q", "--engine", "spark", "--master", "local[2]")
    assert (there.code, there.out) == (0, here.out)
    assert run.asked == ["local[2]"]  # type: ignore[attr-defined]
    assert run("count", files, "-o", tmp_path / "counts", "--engine", "spark").code == 0
    assert NgramCounts.load(tmp_path / "counts").total > 20_000


def test_discover(run: Callable[..., Run], files: Path) -> None:
    here = run("discover", files, "-q", "--method", "best")
    there = run("discover", files, "-q", "--method", "best", "--engine", "spark")
    assert (there.code, there.out) == (0, here.out)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["count", "--master", "local[2]"], "--master: only with --engine spark"),
        (["count", "--engine", "spark", "--workers", "2"], "--workers: not with --engine spark"),
        (["count", "--engine", "spark", "--add-to", "counts"], "--add-to: not with --engine spark"),
        (["discover", "--engine", "spark", "--memory", "2GB"], "--memory: not with --engine spark"),
        (["discover", "--engine", "spark", "--add", "x"], "not with --add"),
        (["cut", "-l", "words.tsv", "--engine", "spark"], "expected a folder to write to (-o)"),
        (["count", "--engine", "spark", "s3a://b/a.txt", "b.txt"], "expected URLs alone or files alone"),
        (["count", "--engine", "spark", "s3a://b/a.txt", "--encoding", "big5"], "not for URLs"),
    ],
)
def test_options_that_do_not_go_together(run: Callable[..., Run], arguments: list[str], told: str) -> None:
    result = run(*arguments)
    assert result.code == 2
    assert told in " ".join(result.err.replace("│", " ").split())


def test_what_spark_cannot_do_is_one_line(run: Callable[..., Run], files: Path) -> None:
    result = run("discover", files, "--engine", "spark", "--method", "entropy")
    assert (result.code, result.out) == (1, "")
    assert result.err.splitlines()[-1].startswith(
        'zici: engine: method "entropy" needs the text in its order'
    )


def test_a_file_that_is_not_there_is_told_before_spark_starts(
    run: Callable[..., Run], tmp_path: Path
) -> None:
    result = run("count", tmp_path / "nowhere.txt", "--engine", "spark")
    assert (result.code, result.err.count("\n")) == (1, 1)
    assert "no such file or folder" in result.err
    assert run.asked == []  # type: ignore[attr-defined]


def test_the_log_of_spark_is_kept_where_it_tells_why(
    run: Callable[..., Run], files: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def connect(master: str) -> Session:
        os.write(2, b"pages of Java\n")
        raise ParallelError("Spark gave up")

    monkeypatch.setattr("zici.cluster.connect", connect)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    result = run("count", files, "--engine", "spark")
    log = next(tmp_path.glob("zici-spark-*.log"))
    assert result.err == f"zici: the log of Spark is kept in {log}\nzici: Spark gave up\n"
    assert log.read_text() == "pages of Java\n"
    monkeypatch.setattr("zici.cluster.connect", lambda master: Session(2))
    log.unlink()
    assert run("count", files, "-q", "--engine", "spark").code == 0
    assert not list(tmp_path.glob("zici-spark-*.log"))

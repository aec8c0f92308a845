"""``--engine``: where the work is done, this process or Spark."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any, Literal

import typer

from zici.errors import ParallelError

from ._guard import say
from ._inputs import Reading, open_corpus, report_skipped

if TYPE_CHECKING:
    from zici._progress import Progress
    from zici.cluster import Spark
    from zici.corpus import Corpus

_SPARK = "Spark"

EngineChoice = Literal["local", "spark"]
Engine = Annotated[
    EngineChoice,
    typer.Option(help="Where the work is done: in this process, or on Spark.", rich_help_panel=_SPARK),
]
Master = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="Of Spark: local[N], spark://HOST:7077, yarn, k8s://https://HOST:6443; default: local[*].",
        rich_help_panel=_SPARK,
        show_default=False,
    ),
]


@contextmanager
def open_engine(
    engine: EngineChoice,
    master: str | None,
    inputs: Sequence[str] | None,
    reading: Reading,
    **own: object,
) -> Iterator[Spark | None]:
    """The engine that was asked for, None for this process; Spark is stopped at the end.

    Args:
        engine: "local" or "spark".
        master: of Spark.
        inputs: what will be read: files are looked for before Spark is started, which takes long.
        reading: how.
        **own: options that only this process has, by name; they don't go with Spark.

    Raises:
        BadParameter: options that don't go together.
        ZiciError: Spark can't be started.
    """
    if engine == "local":
        if master is not None:
            raise typer.BadParameter("--master: only with --engine spark")
        yield None
        return
    for name, value in own.items():
        if value is not None and value is not False:
            raise typer.BadParameter(f"--{name.replace('_', '-')}: not with --engine spark; leave it out")
    from zici.cluster import Spark, connect
    from zici.corpus import Corpus

    if inputs and not any(map(is_url, inputs)):
        Corpus(inputs, format=reading.format)
    with _log() as log:
        with _errors_to(log):
            session = connect(master or "local[*]")
        try:
            yield Spark(session)
        finally:
            session.stop()


@contextmanager
def _log() -> Iterator[IO[bytes]]:
    """A file for what Java has to tell, which is kept where something went wrong."""
    keep = False
    with tempfile.NamedTemporaryFile(prefix="zici-spark-", suffix=".log", delete=False) as log:
        path = Path(log.name)
        try:
            yield log
        except ParallelError:
            keep = path.stat().st_size > 0
            raise
        finally:
            if keep:
                say(f"the log of Spark is kept in {path}")
            else:
                path.unlink()


@contextmanager
def _errors_to(log: IO[bytes]) -> Iterator[None]:
    """Give processes that are started meanwhile this file as standard error, for their whole life."""
    sys.stderr.flush()
    before = os.dup(2)
    try:
        os.dup2(log.fileno(), 2)
        yield
    finally:
        os.dup2(before, 2)
        os.close(before)


def is_url(name: str) -> bool:
    """Whether an INPUT is for Spark to read, such as s3a://bucket/posts."""
    return "://" in name


def open_text(
    spark: Spark | None, inputs: Sequence[str] | None, reading: Reading, progress: Progress
) -> Corpus | Any:
    """The corpus of the given files; with Spark, also what stands at URLs.

    Raises:
        BadParameter: URLs and files together, or an option that Spark doesn't have for URLs.
    """
    urls = list(filter(is_url, inputs or []))
    if spark is None or not urls:
        return open_corpus(inputs, reading, progress)
    if len(urls) < len(inputs or []):
        raise typer.BadParameter("INPUT: expected URLs alone or files alone, found both")
    if reading.encoding is not None or reading.errors != "raise":
        raise typer.BadParameter("--encoding, --on-error: not for URLs, which Spark reads as UTF-8")
    return spark.read(
        urls, text=reading.text, format=reading.format, nfkc=reading.nfkc, simplify=reading.simplify
    )


def report_left_out(corpus: Corpus | Any) -> None:
    """Name every document that could not be read, where that is known."""
    if hasattr(corpus, "skipped"):
        report_skipped(corpus)

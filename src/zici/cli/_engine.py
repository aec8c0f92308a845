"""``--engine``: where the work is done, this process or Spark."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from zici.cluster import Spark

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
def open_engine(engine: EngineChoice, master: str | None, **own: object) -> Iterator[Spark | None]:
    """The engine that was asked for, None for this process; Spark is stopped at the end.

    Args:
        engine: "local" or "spark".
        master: of Spark.
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

    session = connect(master or "local[*]")
    try:
        yield Spark(session)
    finally:
        session.stop()

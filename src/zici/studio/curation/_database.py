"""The engine: how a database is opened, read and written, and what its errors mean in one line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import ConnectionPoolEntry

from zici.errors import FormatError, InputError, MissingExtraError, OptionError, OutputError, ZiciError

WAIT = 15.0
"""Seconds to wait for another writer."""

_WRITES, _PLACE, _WAIT = "zici_writes", "zici_place", "zici_wait"
_KEPT_LOG = 1 << 26  # bytes of the write-ahead log that stay between two large writes


def open_engine(place: str | os.PathLike[str], *, read_only: bool = False, wait: float = WAIT) -> Engine:
    """An engine for a file of SQLite (a path) or any database (a URL of SQLAlchemy); not opened yet.

    Raises:
        OptionError: not a URL, or a database in memory.
        MissingExtraError: the driver of this database is not installed.
        InputError: ``read_only``, and there is no such file.
        OutputError: there is no folder for the file.
    """
    url, shown = _url(place, read_only=read_only)
    options = {_PLACE: shown, _WAIT: wait}
    pool = {} if url.get_backend_name() != "sqlite" else {"connect_args": {"timeout": wait}}
    try:
        engine = create_engine(
            url, pool_size=8, max_overflow=24, pool_timeout=wait, execution_options=options, **pool
        )
    except NoSuchModuleError as error:
        raise OptionError(f"{shown}: expected a database that SQLAlchemy knows ({error})") from error
    except ModuleNotFoundError as error:
        raise MissingExtraError(f"{shown}: needs a driver; pip install {error.name}") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def _url(place: str | os.PathLike[str], *, read_only: bool) -> tuple[URL, str]:
    text = os.fspath(place)
    if "://" not in text:
        return _file_url(Path(text), read_only=read_only), text
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise OptionError(
            f"database: expected a path, or a URL such as postgresql://... ({error})"
        ) from error
    if url.get_backend_name() == "sqlite":
        if url.database in (None, "", ":memory:"):
            raise OptionError(
                f"{text}: expected a file, a database in memory has one connection; name a file"
            )
        if not url.query:
            return _file_url(Path(str(url.database)), read_only=read_only), str(url.database)
    return url, url.render_as_string(hide_password=True)


def _file_url(path: Path, *, read_only: bool) -> URL:
    if path.is_dir():
        raise InputError(f"{path}: expected a file for the database, found a folder; name a file in it")
    if not read_only:
        if not path.absolute().parent.is_dir():
            raise OutputError(f"{path}: there is no folder {path.absolute().parent}; make it first")
        return URL.create("sqlite", database=str(path))
    if not path.exists():
        raise InputError(f"{path}: expected a database of the studio, found nothing there; check the path")
    return URL.create(
        "sqlite", database=f"file:{quote(str(path.absolute()))}", query={"mode": "ro", "uri": "true"}
    )


def _prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # The driver must not begin transactions by itself: it would do so too late, and not for reading.
    connection.isolation_level = None
    for pragma in ("foreign_keys=ON", "synchronous=NORMAL", f"journal_size_limit={_KEPT_LOG}"):
        connection.cursor().execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # What reads first and writes later would fail where another wrote in between: who writes says so.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that reads: it sees the database as it stands now, whatever others write meanwhile.

    Raises:
        InputError, OutputError, FormatError: what the database refuses, in one line.
    """
    with explained(engine), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes; on SQLite it waits here for other writers, so that it can't fail later.

    Raises:
        OutputError: another process has been writing for too long, or the place can't be written.
        FormatError: the file is damaged.
    """
    with explained(engine), engine.connect() as connection:
        connection.execution_options(**{_WRITES: True})
        with connection.begin():
            yield connection


@contextmanager
def explained(engine: Engine) -> Iterator[None]:
    """Tell what the database refuses as an error of zici's that names the place.

    Raises:
        OutputError: locked, read-only, full, or not reachable.
        FormatError: no database, or a damaged one.
    """
    try:
        yield
    except DBAPIError as error:
        raise explain(error, engine) from error
    except PoolTimeoutError as error:
        raise OutputError(f"{_shown(engine)}: too many requests at once; try again in a moment") from error


def explain(error: DBAPIError, engine: Engine) -> ZiciError:
    """The error that says in one line what the database said."""
    shown = _shown(engine)
    said = " ".join(str(error.orig).split())
    if "locked" in said:
        wait = float(engine.get_execution_options().get(_WAIT, WAIT))
        return OutputError(
            f"{shown}: another process has been writing it for more than {wait:g} s; close it, or try again"
        )
    if "readonly" in said or "read-only" in said:
        return OutputError(f"{shown}: can't be written (read-only); change its permissions, or copy it")
    if "unable to open" in said:
        return OutputError(f"{shown}: can't be opened; check the permissions of the file and of its folder")
    if "malformed" in said or "not a database" in said:
        return FormatError(
            f"{shown}: expected a database of the studio, found a damaged file or another ({said}); "
            "take a copy of an earlier state, or move it away"
        )
    return OutputError(f"{shown}: the database refused ({said}); check it, then try again")


def _shown(engine: Engine) -> str:
    return str(engine.get_execution_options().get(_PLACE, engine.url.render_as_string(hide_password=True)))

"""What a database may be: old, new, of others, locked, read-only, damaged, another program than SQLite."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, Table, insert, select
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from zici.errors import FormatError, InputError, MissingExtraError, OptionError, OutputError
from zici.lexicon import Lexicon
from zici.studio.curation import Curation, WordQuery, _migrations, _paging, reading, writing
from zici.studio.curation._database import open_engine
from zici.studio.curation._migrations import MIGRATIONS, Migration, migrate
from zici.studio.curation._schema import METADATA, Kind, words_indexes
from zici.studio.curation._state import State, select_state

NOTES = Table("notes", MetaData(), Column("id", Integer, primary_key=True))


def add_notes(connection: Connection) -> None:
    NOTES.create(connection)


def version_of(place: Path) -> int:
    with sqlite3.connect(place) as connection:
        return int(connection.execute("SELECT max(number) FROM zici_versions").fetchone()[0])


def test_sqlite_is_set_up(curation: Curation) -> None:
    with reading(curation.engine) as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1, "busy_timeout": 15000}


def test_loading_leaves_connections_as_they_were(curation: Curation, lexicon: Lexicon) -> None:
    assert curation.load_words(lexicon, stamp="another")  # tidies the log at its end
    with reading(curation.engine) as connection:
        assert connection.connection.dbapi_connection is not None
        assert connection.connection.dbapi_connection.isolation_level is None
    place = Path(str(curation.engine.url.database))
    assert place.with_name(f"{place.name}-wal").stat().st_size == 0


def test_numbers_of_migrations_follow_each_other() -> None:
    assert [step.number for step in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))


def test_an_older_database_is_brought_forward(
    place: Path, lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Curation(place) as curation:
        curation.load_words(lexicon, stamp="1")
        curation.decide({"新词": 0}, "accept", author="李")
    more = (*MIGRATIONS, Migration(len(MIGRATIONS) + 1, "notes", add_notes))
    monkeypatch.setattr(_migrations, "migrate", lambda engine, **options: migrate(engine, more, **options))
    monkeypatch.setattr("zici.studio.curation._curation.migrate", _migrations.migrate)
    with pytest.raises(FormatError, match=r"a database of an older zici .* open it once for writing"):
        Curation(place, read_only=True)
    with Curation(place) as curation:
        with writing(curation.engine) as connection:
            connection.execute(insert(NOTES).values(id=7))
        assert curation.words(WordQuery(status="accepted")).total == 1
    assert version_of(place) == len(more)
    monkeypatch.undo()
    with pytest.raises(FormatError, match=r"a database of a newer zici \(form .*update zici") as caught:
        Curation(place)
    assert "\n" not in str(caught.value)


def test_a_migration_that_fails_leaves_the_old_form(place: Path) -> None:
    Curation(place).close()

    def broken(connection: Connection) -> None:
        add_notes(connection)
        raise ValueError("stop")

    engine = open_engine(place)
    with pytest.raises(ValueError, match="stop"):
        migrate(engine, (*MIGRATIONS, Migration(len(MIGRATIONS) + 1, "notes", broken)))
    engine.dispose()
    assert version_of(place) == len(MIGRATIONS)
    with sqlite3.connect(place) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE name = 'notes'").fetchall()
    assert tables == []


def test_databases_of_others_are_left_alone(place: Path) -> None:
    with sqlite3.connect(place) as connection:
        connection.execute("CREATE TABLE songs (id INTEGER)")
    before = place.read_bytes()
    with pytest.raises(FormatError, match=r"found one of another program \(table 'songs'\)"):
        Curation(place)
    assert place.read_bytes() == before


def test_files_that_are_no_database(tmp_path: Path) -> None:
    (tmp_path / "text.sqlite").write_text("字词" * 2000, encoding="utf-8")
    with pytest.raises(FormatError, match=r"text\.sqlite: expected a .* found a damaged"):
        Curation(tmp_path / "text.sqlite")
    with pytest.raises(InputError, match="found a folder"):
        Curation(tmp_path)
    with pytest.raises(OutputError, match="there is no folder"):
        Curation(tmp_path / "none" / "c.sqlite")
    with pytest.raises(InputError, match="found nothing there"):
        Curation(tmp_path / "none.sqlite", read_only=True)
    assert not (tmp_path / "none.sqlite").exists()


def test_a_damaged_file_says_so(place: Path) -> None:
    words = {f"词{i}": i for i in range(5000)}
    with Curation(place) as curation:
        curation.load_words(Lexicon.from_words(words), stamp="1")
    data = bytearray(place.read_bytes())
    data[20_000:] = os.urandom(len(data) - 20_000)
    place.write_bytes(data)
    with pytest.raises(FormatError, match="found a damaged file") as caught, Curation(place) as curation:
        curation.words(WordQuery(text="9"))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("sqlite://", "a database in memory"),
        ("sqlite:///:memory:", "a database in memory"),
        ("nosuch://host/name", "expected a database that SQLAlchemy knows"),
        ("://", "expected a path, or a URL"),
    ],
)
def test_urls_that_lead_nowhere(place: str, message: str) -> None:
    with pytest.raises(OptionError, match=message):
        Curation(place)


def test_a_driver_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("psycopg", "psycopg2"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingExtraError, match=r"postgresql://me:\*\*\*@host/name: needs a driver; pip"):
        Curation(
            "postgresql+no_such_driver_at_all://me:secret@host/name".replace("+no_such_driver_at_all", "")
        )


def test_a_url_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a ?#%.sqlite"
    with Curation(path) as curation:
        curation.decide({"新词": 0}, "accept", author="李")
    assert path.exists()
    with Curation(path, read_only=True) as curation:
        assert curation.counts()["accepted"] == 1
    with Curation(f"sqlite:///{tmp_path}/url.sqlite") as curation:
        assert curation.counts()["accepted"] == 0
    assert (tmp_path / "url.sqlite").exists()


def test_reading_only(place: Path, curation: Curation, lexicon: Lexicon, tmp_path: Path) -> None:
    with Curation(place, read_only=True) as reader:
        assert reader.words(WordQuery()).total == 6
        for write in (
            lambda: reader.decide({"新词": 0}, "accept", author="李"),
            lambda: reader.undo(author="李"),
            lambda: reader.redo(author="李"),
            lambda: reader.load_words(lexicon, stamp="2"),
            lambda: reader.merge_decisions([]),
        ):
            with pytest.raises(OutputError, match="opened for reading only"):
                write()
        assert reader.export_decisions(tmp_path / "d.jsonl") == 0


AS_ANOTHER = """
import os, sys
from zici.errors import OutputError
from zici.studio.curation import Curation
Curation(sys.argv[1]).close()  # whatever it imports late, another user might not read
place = sys.argv[2]
os.chmod(place, int(sys.argv[4], 8))
os.chmod(os.path.dirname(place), int(sys.argv[3], 8))
if os.geteuid() == 0:
    os.setegid(65534), os.seteuid(65534)
try:
    with Curation(place, wait=0.2) as curation:
        curation.decide({"新词": None}, "accept", author="李")
except OutputError as error:
    print(error)
"""


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="needs users as POSIX has them")
@pytest.mark.parametrize(
    ("folder_mode", "file_mode", "message"),
    [("755", "444", "read-only"), ("555", "444", "read-only"), ("755", "000", "can't be opened")],
)
def test_places_that_may_not_be_written(alone: str, folder_mode: str, file_mode: str, message: str) -> None:
    with tempfile.TemporaryDirectory() as outer:  # of pytest's folders other users see nothing
        Path(outer).chmod(0o755)
        place = Path(outer) / "inner" / "curation.sqlite"
        place.parent.mkdir()
        Curation(place).close()
        command = [sys.executable, "-c", alone + AS_ANOTHER, f"{outer}/other.sqlite", str(place)]
        done = subprocess.run([*command, folder_mode, file_mode], capture_output=True, text=True, check=False)
        place.parent.chmod(0o755)
    assert done.stderr == ""
    assert message in done.stdout
    assert done.stdout.count("\n") == 1


def test_a_lock_ends_in_one_line(place: Path, curation: Curation, lexicon: Lexicon) -> None:
    with sqlite3.connect(place, isolation_level=None) as holder, Curation(place, wait=0.1) as waiting:
        holder.execute("BEGIN IMMEDIATE")
        assert waiting.words(WordQuery()).total == 6
        for write in (
            lambda: waiting.decide({"新词": 0}, "accept", author="李"),
            lambda: waiting.load_words(lexicon, stamp="2"),
            lambda: waiting.undo(author="李"),
        ):
            with pytest.raises(OutputError, match=r"another process has been writing it .* 0\.1 s"):
                write()
        holder.execute("ROLLBACK")
        assert waiting.decide({"新词": 0}, "accept", author="李")


def test_a_short_lock_is_waited_for(place: Path, curation: Curation) -> None:
    with sqlite3.connect(place, isolation_level=None, check_same_thread=False) as holder:
        holder.execute("BEGIN IMMEDIATE")
        thread = threading.Thread(target=lambda: (time.sleep(0.2), holder.execute("ROLLBACK")))
        thread.start()
        assert curation.decide({"新词": 0}, "accept", author="李")
        thread.join()


def test_many_open_a_new_file_at_once(place: Path) -> None:
    errors: list[BaseException] = []

    def start() -> None:
        try:
            Curation(place).close()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert version_of(place) == len(MIGRATIONS)


STATE = State(3, "1", (Kind("pmi", "float"), Kind("rank", "int")), {}, 10, 0, 0)
QUERY = WordQuery(
    text="k线",
    status="accepted",
    bounds={"pmi": (1, 2), "rank": (0, 5)},
    sort=(("pmi", True), ("count", False)),
)


def test_statements_for_postgresql() -> None:
    dialect = postgresql.dialect()
    page = str(_paging.select_page(STATE, QUERY, "postgresql").compile(dialect=dialect))
    assert "ORDER BY words_3.v0 DESC NULLS LAST, words_3.count ASC NULLS LAST, words_3.id" in page
    assert "lower(words_3.word) LIKE" in page or "ILIKE" in page
    assert "FOR SHARE" in str(select_state("read").compile(dialect=dialect))
    assert "FOR UPDATE" in str(select_state("write").compile(dialect=dialect))
    tables = [*METADATA.sorted_tables, STATE.words]
    ddl = " ".join(str(CreateTable(table).compile(dialect=dialect)) for table in tables)
    assert 'word VARCHAR(500) COLLATE "C"' in ddl
    assert "id BIGSERIAL" in ddl
    indexes = words_indexes(STATE.words, "postgresql")
    ddl = " ".join(str(CreateIndex(index).compile(dialect=dialect)) for index in indexes)
    assert "(v0 DESC NULLS LAST, id)" in ddl


def test_statements_for_mysql_have_no_nulls_last() -> None:
    dialect = mysql.dialect()
    statements = [
        _paging.select_page(STATE, QUERY, "mysql"),
        _paging.select_all(STATE, QUERY, "mysql"),
        *(CreateIndex(index) for index in words_indexes(STATE.words, "mysql")),
        *(CreateTable(table) for table in [*METADATA.sorted_tables, STATE.words]),
    ]
    compiled = [str(statement.compile(dialect=dialect)) for statement in statements]
    assert not any("NULLS LAST" in text for text in compiled)
    assert "CASE WHEN (words_3.v0 IS NULL)" in compiled[0]


def test_other_tables_share_the_database(curation: Curation) -> None:
    with writing(curation.engine) as connection:
        NOTES.create(connection)
        connection.execute(insert(NOTES).values(id=1))
    with pytest.raises(RuntimeError), writing(curation.engine) as connection:
        connection.execute(insert(NOTES).values(id=2))
        raise RuntimeError
    with reading(curation.engine) as connection:
        assert connection.execute(select(NOTES.c.id)).scalars().all() == [1]

"""Several processes at one database, and those that are killed."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from zici.lexicon import Lexicon
from zici.studio.curation import Curation, WordQuery

DECIDES = """
from zici.studio.curation import ConflictError, Curation
place, author, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
with Curation(place) as curation:
    print("ready", flush=True)
    sys.stdin.readline()
    made = refused = 0
    for i in range(rounds):
        word = f"词{i % 3}"
        row = curation.word(word)
        try:
            curation.decide({word: row.version}, "accept" if i % 2 else "reject", author=author)
            made += 1
        except ConflictError:
            refused += 1
    print(made, refused, flush=True)
"""

DECIDES_FOR_EVER = """
import itertools
from zici.studio.curation import Curation
with Curation(sys.argv[1]) as curation:
    print("ready", flush=True)
    for i in itertools.count():
        words = {f"词{(i + j) % 900}": None for j in range(300)}
        curation.decide(words, "accept" if i % 2 else "clear", author="李")
        curation.decide({f"手{i % 7}": None}, "reject" if i % 3 else "clear", author="王")
        if i % 4 == 0:
            curation.undo(author="李")
"""

LOADS = """
from zici.lexicon import Lexicon
from zici.studio.curation import Curation
lexicon = Lexicon.from_words({f"新{i}": i for i in range(60_000)})
with Curation(sys.argv[1]) as curation:
    curation.load_words(lexicon, stamp="2", progress=lambda step: print("ready", step.done, flush=True))
"""


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("ready")
    return process


def check(place: Path) -> None:
    """The file is whole, and all its tables say the same."""
    with sqlite3.connect(place) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        generation = connection.execute("SELECT generation FROM lexicon").fetchone()[0]
        words = f"words_{generation}"
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        assert [name for name in tables if name.startswith("words_")] == [words]
        shown = dict(connection.execute(f"SELECT word, status FROM {words} WHERE status != 0"))
        decided = dict(connection.execute("SELECT word, status FROM decisions WHERE status != 0"))
        assert shown == decided
        latest = connection.execute(
            "SELECT word, version, status, time FROM history h WHERE version ="
            " (SELECT max(version) FROM history WHERE word = h.word) ORDER BY word"
        ).fetchall()
        query = "SELECT word, version, status, time FROM decisions ORDER BY word"
        assert latest == connection.execute(query).fetchall()
        gaps = "SELECT word FROM history GROUP BY word HAVING count(*) != max(version)"
        assert connection.execute(gaps).fetchall() == []


def test_two_who_decide_at_once_lose_nothing(place: Path, alone: str) -> None:
    with Curation(place) as curation:
        curation.load_words(Lexicon.from_words({f"词{i}": 1 for i in range(3)}), stamp="1")
        people = [start(alone + DECIDES, place, author, 60) for author in "李王"]
        made, refused = {}, 0
        for person in people:
            assert person.stdin is not None
            person.stdin.write("\n")
            person.stdin.flush()
        for author, person in zip("李王", people, strict=True):
            output, _ = person.communicate(timeout=60)
            made[author], more = map(int, output.split())
            refused += more
        history = [one for i in range(3) for one in curation.history(f"词{i}")]
    assert sum(made.values()) + refused == 120
    for author in "李王":
        assert sum(one.author == author for one in history) == made[author]
    check(place)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_killed_while_deciding(place: Path, alone: str) -> None:
    with Curation(place) as curation:
        curation.load_words(Lexicon.from_words({f"词{i}": 1 for i in range(1000)}), stamp="1")
    for seconds in (0.05, 0.13, 0.3):
        process = start(alone + DECIDES_FOR_EVER, place)
        time.sleep(seconds)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        check(place)
    with Curation(place) as curation:
        assert sum(curation.counts().values()) == curation.words(WordQuery()).total
        assert curation.decide({"词1": None}, "accept", author="李")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_killed_while_loading(place: Path, alone: str) -> None:
    with Curation(place) as curation:
        curation.load_words(Lexicon.from_words({"旧": 1}), stamp="1")
        curation.decide({"新7": 0}, "accept", author="李")
    for seconds in (0.0, 0.1, 0.2):
        process = start(alone + LOADS, place)
        time.sleep(seconds)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        check(place)
        with Curation(place) as curation:
            found = curation.words(WordQuery(sort=(("word", False),), limit=2))
            assert ([row.word for row in found.rows], found.total) in (
                (["新7", "旧"], 2),
                (["新0", "新1"], 60_000),  # it was quicker than the signal
            )
    with Curation(place) as curation:
        curation.load_words(Lexicon.from_words({"新7": 7, "后": 1}), stamp="3")
        assert [row.word for row in curation.words(WordQuery(status="accepted")).rows] == ["新7"]
    check(place)

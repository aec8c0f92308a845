"""A studio that is killed while people decide: whatever it has acknowledged is there when it comes back."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest

from commands import PROGRAM
from zici.lexicon import Lexicon

pytest.importorskip("nicegui", reason="needs the extra studio")
pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that kills")

WORDS = [f"词{number}" for number in range(4000)]
AUTHORS = ("李", "王", "张")


class Server:
    """A studio as a process of its own."""

    def __init__(self, folder: Path) -> None:
        command = [*PROGRAM, "studio", str(folder), "--port", "0", "--json"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert self.process.stdout is not None
        self.port = json.loads(self.process.stdout.readline())["port"]

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()

    def ask(self, method: str, path: str, body: object = None) -> object:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(
                method, f"/api/v1{path}", json.dumps(body), {"content-type": "application/json"}
            )
            answer = connection.getresponse()
            assert answer.status == 200, answer.read()
            return json.loads(answer.read())
        finally:
            connection.close()

    def export(self) -> dict[str, tuple[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", "/api/v1/decisions/export")
        lines = connection.getresponse().read().decode().splitlines()
        connection.close()
        return {one["word"]: (one["status"], one["author"]) for one in map(json.loads, lines)}


class Person(threading.Thread):
    """Decides on one word after another until the studio is gone; knows what was acknowledged."""

    def __init__(self, server: Server, author: str, words: list[str]) -> None:
        super().__init__(daemon=True)
        self.server, self.author, self.words = server, author, words
        self.sent = 0
        self.acknowledged: list[str] = []

    def run(self) -> None:
        for word in self.words:
            self.sent += 1
            body = {"words": {word: 0}, "action": "accept", "author": self.author}
            try:
                self.server.ask("POST", "/decisions", body)
            except (OSError, http.client.HTTPException):
                return
            self.acknowledged.append(word)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    Lexicon(WORDS, {"count": [5] * len(WORDS)}).save(folder / "lexicon.tsv")
    (folder / "run.json").write_text("{}", encoding="utf-8")
    return folder


def test_at_most_the_decision_that_was_on_its_way_is_lost(folder: Path) -> None:
    server = Server(folder)
    try:
        people = [Person(server, author, WORDS[k :: len(AUTHORS)]) for k, author in enumerate(AUTHORS)]
        for person in people:
            person.start()
        end = time.monotonic() + 60
        while min(len(person.acknowledged) for person in people) < 10 and time.monotonic() < end:
            time.sleep(0.01)
        server.kill()
        for person in people:
            person.join(30)
        server = Server(folder)
        found = server.export()
        assert server.ask("GET", "/health")["status"] == "ok"  # type: ignore[index]
    finally:
        server.kill()
    for person in people:
        mine = {
            word
            for word, (status, author) in found.items()
            if (status, author) == ("accepted", person.author)
        }
        assert len(person.acknowledged) >= 10
        assert set(person.acknowledged) <= mine <= set(person.words[: person.sent])
        assert person.sent - len(person.acknowledged) <= 1  # the one on its way
    assert len(found) <= sum(person.sent for person in people)

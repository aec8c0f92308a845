"""zici studio on the command line: what it is told, and what it refuses before it begins."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from zici.studio import Address, StudioOptions

from .conftest import Runner

TOKEN = "correct-horse-battery"


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch):
    """What ``serve`` was called with, in place of a server."""
    calls = []

    def serve(options, *, next_port, ready):
        calls.append((options, next_port))
        ready(Address("http://127.0.0.1:8081/", 8081, ("port 8080 is in use; 8081 is taken instead",)))

    monkeypatch.setattr("zici.studio.serve", serve)
    monkeypatch.delenv("ZICI_TOKEN", raising=False)
    monkeypatch.delenv("ZICI_DATABASE", raising=False)
    return calls


def test_it_prints_its_address_and_what_should_be_known(run: Runner, served, tmp_path: Path) -> None:
    result = run("studio", tmp_path / "out")
    assert (result.code, result.out) == (0, "http://127.0.0.1:8081/\n")
    assert result.line == "zici: port 8080 is in use; 8081 is taken instead"
    assert served == [(StudioOptions(tmp_path / "out"), True)]


def test_json_is_one_line(run: Runner, served, tmp_path: Path) -> None:
    import json

    result = run("studio", tmp_path / "out", "--json")
    assert result.out.count("\n") == 1
    assert json.loads(result.out) == {
        "url": "http://127.0.0.1:8081/",
        "port": 8081,
        "folder": str(tmp_path / "out"),
    }


def test_every_option_arrives(run: Runner, served, tmp_path: Path) -> None:
    models = {name: tmp_path / name for name in ("classifier", "reader", "index", "gan", "lm")}
    more = [part for name, path in models.items() for part in (f"--{name}", path)]
    arguments = [
        "--state",
        tmp_path / "s",
        "--database",
        "postgresql://host/db",
        "--author",
        "李",
        "--port",
        "9000",
    ]
    arguments += [
        "--host",
        "0.0.0.0",
        "--token",
        TOKEN,
        "--name",
        "kexue.fm",
        "--name",
        "spaces.ac.cn",
        *more,
    ]
    assert run("studio", tmp_path / "out", *arguments).code == 0
    expected = StudioOptions(
        tmp_path / "out",
        state=tmp_path / "s",
        database="postgresql://host/db",
        author="李",
        port=9000,
        host="0.0.0.0",
        token=TOKEN,
        names=("kexue.fm", "spaces.ac.cn"),
        **models,
    )
    assert served == [(expected, False)]


def test_the_token_may_come_from_the_environment(run: Runner, served, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("ZICI_TOKEN", TOKEN)
    assert run("studio", tmp_path / "out", "--host", "0.0.0.0").code == 0
    assert served[0][0].token == TOKEN


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--host", "0.0.0.0"], "demands a token"),
        (["--host", "::"], "demands a token"),
        (["--host", "example.org"], "demands a token"),
        (["--host", "0.0.0.0", "--token", "short"], "at least 16"),
        (["--token", "口令" * 20], "visible ASCII"),
        (["--token", "with blank in the middle"], "visible ASCII"),
        (["--name", "http://kexue.fm"], "expected a host name"),
        (["--name", "kexue.fm/"], "expected a host name"),
        (["--name", "-kexue.fm"], "expected a host name"),
        (["--name", "a" * 300], "expected a host name"),
    ],
)
def test_what_isnt_safe_is_refused_in_one_line(run: Runner, served, tmp_path: Path, arguments, named) -> None:
    result = run("studio", tmp_path / "out", *arguments)
    assert (result.code, result.out, served) == (1, "", [])
    assert named in result.line


def test_the_token_is_not_shown() -> None:
    shown = repr(StudioOptions(Path("out"), token=TOKEN, database="postgresql://user:secret@host/db"))
    assert TOKEN not in shown
    assert "secret" not in shown


@pytest.mark.parametrize("arguments", [[], ["out", "--port", "70000"], ["out", "--port", "x"]])
def test_a_wrong_command_is_a_usage_error(run: Runner, served, arguments) -> None:
    assert run("studio", *arguments).code == 2


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    code = "import sys; sys.modules['fastapi'] = None\nfrom zici.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "studio", str(tmp_path / "out")],
        capture_output=True,
        encoding="utf-8",
        env=os.environ,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("zici: zici studio needs fastapi")
    assert "pip install 'zici[studio]'" in done.stderr


def test_state_that_cant_be_made(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("studio", tmp_path / "out", "--port", "0", "--state", tmp_path / "file" / "s")
    assert result.code == 1
    assert "--state" in result.line

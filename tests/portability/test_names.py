"""Names with blanks and Chinese characters, in any language that the system is set to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from commands import COMMANDS, bytes_of, make_texts

EVERYTHING = """
import json, os, sys
from pathlib import Path
from commands import COMMANDS, call
texts, places = Path(sys.argv[1]), Path(sys.argv[2])
print(json.dumps(sys.getfilesystemencoding()))
for name, command in COMMANDS.items():
    output = places / name / command.output
    output.parent.mkdir(parents=True)
    print(json.dumps([name, call(command.arguments(texts, output))]))
missing = os.fsdecode(bytes.fromhex("e6b2a120e69c89")) + ".txt"
print(json.dumps(["missing", call(["count", str(texts / missing)])]))
"""
CHINESE = "词 典 与 语料"


def run_everything(texts: Path, places: Path, **environment: str) -> tuple[str, dict[str, list[object]]]:
    """Run all commands in one process; the encoding of its file names, and how they ended."""
    done = subprocess.run(
        [sys.executable, "-c", EVERYTHING, str(texts), str(places)],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])} | environment,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    encoding, *rows = map(json.loads, done.stdout.splitlines())
    return encoding, dict(rows)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """What all commands make where nothing is unusual."""
    folder = tmp_path_factory.mktemp("plain")
    _, told = run_everything(make_texts(folder / "texts"), folder / "places")
    assert told.pop("missing")[0] == 1
    assert {code for code, _ in told.values()} == {0}
    return {name: bytes_of(folder / "places" / name / COMMANDS[name].output) for name in COMMANDS}


@pytest.mark.parametrize(
    "language",
    [
        {},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=["as here", "C without UTF-8"],
)
def test_blanks_and_chinese_characters(
    tmp_path: Path, plain: dict[str, dict[str, str]], language: dict[str, str]
) -> None:
    folder = tmp_path / CHINESE
    encoding, told = run_everything(make_texts(folder / "文 本"), folder / "结 果", **language)
    assert (encoding == "ascii") == ("PYTHONUTF8" in language)
    code, err = told.pop("missing")
    assert (code, err) == (
        1,
        f"zici: {folder / '文 本' / '没 有.txt'}: no such file or folder; check the path\n",
    )
    assert {name: code for name, (code, _) in told.items()} == dict.fromkeys(COMMANDS, 0)
    for name, expected in plain.items():
        assert _same(bytes_of(folder / "结 果" / name / COMMANDS[name].output), expected), name


def _same(found: dict[str, str], expected: dict[str, str]) -> bool:
    """Whether results are alike; some tell the names of their files."""
    named = {"meta.json"}
    return found.keys() == expected.keys() and all(
        found[name] == expected[name] for name in found if Path(name).name not in named
    )


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are no free bytes here")
def test_names_that_are_no_text(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode("语料".encode("gb18030"))
    _, told = run_everything(make_texts(folder / "texts"), folder / "places")
    assert told.pop("missing")[0] == 1
    assert {name: code for name, (code, _) in told.items()} == dict.fromkeys(COMMANDS, 0)

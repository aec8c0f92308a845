"""The program as a whole: help, version, usage errors, progress, what is loaded when."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import zici
from zici._progress import Step
from zici.cli._cold import (
    COUNTING,
    CUT,
    CUT_BY_MODEL,
    DISCOVERY,
    MAP,
    PAIRS,
    TRAIN,
    WORD2VEC,
    kernels_are_cold,
)
from zici.cli._progress import _bars, _Painter

from .conftest import PROGRAM, Runner

COMMANDS = ["mine", "count", "discover", "new", "cut", "score", "keywords", "lm", "vectors"]
COMMANDS += ["classify", "qa", "gan", "studio", "demo"]


def test_the_version(run: Runner) -> None:
    assert run("--version").out == f"zici {zici.__version__}\n"


def test_help_names_every_command(run: Runner) -> None:
    result = run("--help")
    assert (result.code, result.err) == (0, "")
    assert all(f"│ {command} " in result.out for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_helps_with_an_example(run: Runner, command: str) -> None:
    result = run(command, "--help")
    assert (result.code, result.err) == (0, "")
    assert f"Example: zici {command}" in result.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["discover", "--no-such-option"],
        ["discover", "--min-count", "many"],
        ["discover", "--min-pmi", "2:"],
        ["discover", "--method", "magic"],
        ["discover", "--workers", "0"],
        ["discover", "--join-penalty", "2=x"],
        ["discover", "--add", "new.txt"],
        ["discover", "--add", "new.txt", "counts", "--format", "jieba"],
        ["cut"],
        ["score"],
        ["mine", "texts"],
        ["mine", "texts", "-o", "out", "--method", "svd"],
        ["lm", "train", "texts"],
        ["keywords", "doc.txt"],
        ["keywords", "doc.txt", "-l", "words.tsv", "--method", "magic"],
        ["new", "texts"],
        ["new", "texts", "--against", "known.txt", "--contexts", "-1"],
        ["vectors", "near"],
        ["vectors", "train", "texts"],
        ["vectors", "train", "--tokens", "texts", "-l", "words.tsv", "-o", "vec"],
        ["vectors", "train", "texts", "-o", "vec", "--method", "magic"],
        ["vectors", "train", "texts", "-o", "vec", "--subsample", "2"],
        ["vectors", "analogy", "vec", "男", "女"],
        ["vectors", "eval", "vec"],
        ["vectors", "export", "vec"],
        ["nonsense"],
    ],
)
def test_a_wrong_command_is_a_usage_error(run: Runner, arguments: list[str]) -> None:
    result = run(*arguments)
    assert (result.code, result.out) == (2, "")
    assert "Usage: zici" in result.err


@pytest.mark.parametrize(
    ("arguments", "absent"),
    [
        (["--help"], {"numpy", "numba", "pyarrow", "loky", "zici.corpus"}),
        (["discover", "--help"], {"numpy", "numba", "pyarrow", "loky", "zici.discovery"}),
        (["cut", "-l", "{words}"], {"zici.discovery"}),
    ],
)
def test_a_command_loads_what_it_needs_alone(words: Path, arguments: list[str], absent: set[str]) -> None:
    code = (
        "import json, sys\nfrom zici.cli import main\ntry:\n    main()\n"
        "except SystemExit:\n    print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *(part.format(words=words) for part in arguments)],
        input="新词",
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert not absent & set(json.loads(done.stderr))


STARTED = """
import signal, sys
from zici.cli import main
real = signal.signal
def tell(number, handler):
    real(number, handler)
    if number == signal.SIGTERM:  # the last one that main sets up
        print("!", flush=True)
signal.signal = tell
sys.argv = ["zici", "--help"]
main()
"""


def test_ctrl_c_while_the_program_loads_is_quiet() -> None:
    for pause in (0.0, 0.004, 0.015, 0.03, 0.06, 0.1):
        with subprocess.Popen(
            [sys.executable, "-c", STARTED], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.readline()
            time.sleep(pause)
            process.send_signal(signal.SIGINT)
            assert process.stderr.read() == b""
            process.stdout.read()
            assert process.wait(60) in (130, 0)


def test_who_starts_the_program_may_let_it_ignore_ctrl_c(words: Path) -> None:
    code = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); from zici.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code, "cut", "-l", words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        assert process.communicate("新词语料".encode(), timeout=60) == ("新词 语料".encode(), None)
    assert process.returncode == 0


def test_text_is_utf8_whatever_the_language_is_set_to(spawn: Runner, words: Path) -> None:
    result = spawn("cut", "-l", words, stdin="新词语料".encode(), LC_ALL="C", PYTHONIOENCODING="ascii")
    assert (result.code, result.out) == (0, "新词 语料")


def on_terminal(*arguments: object) -> str:
    """What a command shows on standard error if that is a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*PROGRAM, *map(str, arguments)], stdout=subprocess.DEVNULL, stderr=theirs, stdin=subprocess.DEVNULL
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            data = os.read(ours, 65536)
        except OSError:  # the terminal's other end is closed
            break
        if not data:
            break
        shown += data
    os.close(ours)
    assert process.wait(60) == 0
    return shown.decode("utf-8")


def test_progress_is_drawn_on_a_terminal_alone(run: Runner, text: Path) -> None:
    shown = on_terminal("discover", text)
    assert "count 2-grams" in shown
    assert "chars" in shown
    assert on_terminal("discover", text, "--quiet") == ""
    assert run("discover", text).err == ""


def test_a_bar_shows_count_rate_and_end() -> None:
    bars = _bars()
    paint = _Painter(bars)
    paint(Step("read text", 0, 4_000_000, "bytes"))
    time.sleep(0.15)
    paint(Step("read text", 2_000_000, 4_000_000, "bytes"))
    (task,) = bars.tasks
    assert task.fields["amount"] == "2 M of 4 M bytes"
    assert task.fields["rate"].endswith(" bytes/s")
    paint(Step("count 2-grams", 0, None, "chars"))
    paint(Step("count 2-grams", 5, None, "chars"))
    assert [task.description for task in bars.tasks] == ["read text", "count 2-grams"]
    assert bars.tasks[0].finished
    assert not bars.tasks[1].finished


def test_cold_kernels_are_told_by_their_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("NUMBA_DISABLE_JIT", raising=False)
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    assert kernels_are_cold(["cut"])
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / f"cut.f-1.py3{sys.version_info.minor}.nbi").touch()
    assert not kernels_are_cold(["cut"])
    assert kernels_are_cold(["cut", "levels"])
    (tmp_path / "deep" / f"levels.f-1.py3{sys.version_info.minor}.nbi").touch()
    assert not kernels_are_cold(["cut", "levels"])


def test_the_modules_whose_kernels_are_looked_for_exist() -> None:
    folder = Path(zici.__file__).parent / "_kernels"
    for name in (*DISCOVERY, *COUNTING, *CUT, *CUT_BY_MODEL, *TRAIN, *PAIRS, *WORD2VEC, *MAP):
        assert (folder / f"{name}.py").exists()


def test_the_first_run_says_that_it_compiles(
    run: Runner, words: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zici.cli._progress.kernels_are_cold", lambda modules: True)
    assert "compiling kernels (first run on this machine" in run("cut", "-l", words, stdin=b"a").line
    assert run("cut", "-l", words, "--quiet", stdin=b"a").err == ""

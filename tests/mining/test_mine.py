"""Mining as a library: what it makes, and what an interrupted run leaves to the next."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from zici._progress import Step
from zici.errors import OptionError, OutputError
from zici.lexicon import Lexicon
from zici.mining import MiningOptions, mine
from zici.mining._steps import STEPS
from zici.vectors import WordVectors

WORDS = ["语料", "新词", "发现", "词向量", "机器学习", "凝固度"]
TIMED = {"run.json", "report.html"}  # they tell how long it took


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("text") / "text.txt"
    source = random.Random(1)
    singles = [chr(ord("草") + number) for number in range(60)]
    lines = ["".join(source.choices([*singles, *WORDS * 5], k=12)) + "，语料。" for _ in range(400)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def bytes_of(folder: Path) -> dict[str, str]:
    """The files of a result but those with times in them."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in TIMED
    }


@pytest.fixture(scope="module")
def undisturbed(text: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    result = mine(text, tmp_path_factory.mktemp("whole") / "out")
    assert list(result.seconds) == list(STEPS)
    assert set(TIMED) <= {path.name for path in result.folder.iterdir()}
    return bytes_of(result.folder)


def test_the_result_is_what_it_says(text: Path, tmp_path: Path) -> None:
    result = mine(text, tmp_path / "out", known=["语料"])
    lexicon = Lexicon.load(tmp_path / "out" / "lexicon.tsv")
    assert result.counts["words"] == len(lexicon)
    assert result.counts["new_words"] == len(lexicon) - 1
    assert result.counts["word_vectors"] == len(WordVectors.load(tmp_path / "out" / "vectors"))
    assert result.counts["skipped"] == 0
    assert result.taken == []
    assert os.listdir(tmp_path) == ["out"]
    assert not [name for name in os.listdir(tmp_path / "out") if name.startswith(".")]


def stopping(stage: str) -> object:
    def tell(step: Step) -> None:
        if step.stage == stage:
            raise KeyboardInterrupt

    return tell


@pytest.mark.parametrize(
    ("stage", "finished"), [("cut text", ["discover", "write words"]), ("count 3-grams", [])]
)
def test_an_interrupted_run_goes_on(
    text: Path, tmp_path: Path, undisturbed: dict[str, str], stage: str, finished: list[str]
) -> None:
    with pytest.raises(KeyboardInterrupt):
        mine(text, tmp_path / "out", progress=stopping(stage))  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()
    assert (tmp_path / ".out.mining").exists() == bool(finished)
    result = mine(text, tmp_path / "out", resume=True)
    assert result.taken == finished
    assert list(result.seconds) == list(STEPS)
    assert bytes_of(tmp_path / "out") == undisturbed
    assert os.listdir(tmp_path) == ["out"]


def test_other_text_or_options_begin_anew(text: Path, tmp_path: Path) -> None:
    def stopped() -> None:
        with pytest.raises(KeyboardInterrupt):
            mine(text, tmp_path / "out", progress=stopping("cut text"))  # type: ignore[arg-type]

    stopped()
    assert mine(text, tmp_path / "out", resume=False).taken == []
    stopped()
    assert mine(text, tmp_path / "out", MiningOptions(top=9), resume=True).taken == []
    stopped()
    os.utime(text, ns=(1, 1))
    assert mine(text, tmp_path / "out", resume=True).taken == []


def test_an_error_leaves_nothing_and_the_earlier_result(text: Path, tmp_path: Path) -> None:
    mine(text, tmp_path / "out", MiningOptions(vectors=False))
    before = bytes_of(tmp_path / "out")

    def failing(step: Step) -> None:
        if step.stage == "cut text":
            raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="out: can't be written"):
        mine(text, tmp_path / "out", progress=failing)
    assert bytes_of(tmp_path / "out") == before
    assert os.listdir(tmp_path) == ["out"]


def test_a_damaged_state_is_no_state(text: Path, tmp_path: Path, undisturbed: dict[str, str]) -> None:
    for damage in ("", "{", '{"run": 1}', "[]", "\udcff"):
        with pytest.raises(KeyboardInterrupt):
            mine(text, tmp_path / "out", progress=stopping("cut text"))  # type: ignore[arg-type]
        state = tmp_path / ".out.mining" / ".state.json"
        state.write_text(damage, encoding="utf-8", errors="surrogateescape")
        assert mine(text, tmp_path / "out", resume=True).taken == []
        assert bytes_of(tmp_path / "out") == undisturbed


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"method": "svd"}, "expected one of ngram, pair"),
        ({"top": 0}, "top: expected a whole number from 1"),
        ({"max_length": True}, "max_length: expected a whole number"),
        ({"method": "pair", "min_gain": 1.0}, "no such option"),
        ({"order": 0}, "order"),
        ({"min_count": -1}, "min_count: expected an integer of at least 1"),
        ({"min_count": "x"}, "min_count"),
        ({"min_count": {9: 2}}, "min_count: expected lengths from 1 to 6"),
    ],
)
def test_options_are_checked_before_anything_is_read(options: dict[str, object], told: str) -> None:
    with pytest.raises(OptionError, match=told):
        MiningOptions(**options)  # type: ignore[arg-type]


TIDYING = """
import os, sys
from zici.mining import _work, mine
def stop(path, *more, **options):
    if path.name in (".vectors", ".out.mining"):
        os._exit(9)  # as a kill: nothing is cleaned up
def tell(step):  # later than the start, which tidies up as well
    setattr(*((_work.shutil, "rmtree") if sys.argv[3] == "rmtree" else (_work, "replace_folder")), stop)
mine(sys.argv[1], sys.argv[2], workers=1, progress=lambda step: step.stage == "factorise" and tell(step))
"""


@pytest.mark.parametrize("where", ["rmtree", "replace_folder"])
def test_a_run_that_was_killed_while_it_tidied_up_goes_on(
    text: Path, tmp_path: Path, undisturbed: dict[str, str], where: str
) -> None:
    killed = subprocess.run([sys.executable, "-c", TIDYING, text, tmp_path / "out", where], check=False)
    assert killed.returncode == 9
    assert not (tmp_path / "out").exists()
    mine(text, tmp_path / "out", resume=True)
    assert bytes_of(tmp_path / "out") == undisturbed
    assert os.listdir(tmp_path) == ["out"]


PROGRAM = "import sys; from zici.mining import mine; mine(sys.argv[1], sys.argv[2], resume=True, workers=1)"


@pytest.fixture
def child(text: Path, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(text), str(tmp_path / "out")])
    yield process
    process.kill()
    process.wait()


def test_a_killed_run_goes_on(
    child: subprocess.Popen[bytes], text: Path, tmp_path: Path, undisturbed: dict[str, str]
) -> None:
    state, end = tmp_path / ".out.mining" / ".state.json", time.monotonic() + 60
    while not state.exists() and child.poll() is None and time.monotonic() < end:
        time.sleep(0.001)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert mine(text, tmp_path / "out", resume=True).taken or child.returncode == 0
    assert bytes_of(tmp_path / "out") == undisturbed
    assert os.listdir(tmp_path) == ["out"]

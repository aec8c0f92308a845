"""Workers that are killed. Commands work in threads, which live and die with the program."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from commands import COMMANDS, bytes_of, call
from zici import Corpus, Segmenter, discover
from zici.errors import WorkerLostError
from zici.parallel import _crew, parallel_imap

from .conftest import Results


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_hands_work_to_processes(
    results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """So none can lose one: a kill takes the whole program, and that is what ``--resume`` is tested with."""
    threads: list[int] = []
    start = _crew.Threads

    def counted(size: int) -> Any:
        threads.append(size)
        return start(size)

    def refused(*arguments: object) -> None:
        raise AssertionError("a process was asked for")

    place = results.copy(name, tmp_path / "place")
    before = bytes_of(place.output)
    monkeypatch.setattr(_crew, "take_pool", refused)
    monkeypatch.setattr(_crew, "Threads", counted)
    monkeypatch.setenv("LOKY_MAX_CPU_COUNT", "2")
    assert place.run().code == 0
    assert bytes_of(place.output) == before
    if name in ("mine", "count", "discover", "new", "lm train"):
        assert threads


TEXTS = [f"我爱北京{'。北京人在北京' * (number % 7)}。去北京吧。" for number in range(200)]


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return Segmenter(discover(Corpus.from_texts(TEXTS)))


def dying(cut: Callable[[str], list[str]], once: Path) -> Callable[[tuple[int, str]], list[str]]:
    """Cut a text; the process of text 90 is killed in the middle, the first time."""

    def work(item: tuple[int, str]) -> list[str]:
        number, text = item
        if number == 90 and not once.exists():
            once.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return cut(text)

    return work


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that kills")
def test_a_segmenter_in_a_process_that_is_killed(segmenter: Segmenter, tmp_path: Path) -> None:
    expected = [segmenter.cut(text) for text in TEXTS]
    work = dying(segmenter.cut, tmp_path / "once")
    assert list(parallel_imap(work, enumerate(TEXTS), workers=2, retries=1)) == expected
    work = dying(segmenter.cut, tmp_path / "again")
    with pytest.raises(WorkerLostError, match="the worker was lost with this in hand") as caught:
        list(parallel_imap(work, enumerate(TEXTS), workers=2))
    assert caught.value.first <= 90 <= caught.value.last
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that kills")
def test_the_next_command_after_a_lost_worker_is_sound(
    segmenter: Segmenter, results: Results, tmp_path: Path
) -> None:
    with pytest.raises(WorkerLostError):
        list(parallel_imap(dying(segmenter.cut, tmp_path / "once"), enumerate(TEXTS), workers=2))
    command = COMMANDS["discover"]
    assert call(command.arguments(results.texts, tmp_path / command.output)).code == 0

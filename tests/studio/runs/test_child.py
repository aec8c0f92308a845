"""What the process of a run tells: not too often, and in one line."""

from __future__ import annotations

import errno
import io
import json

import pytest

from zici._progress import Step
from zici.errors import CorpusError
from zici.studio.runs._child import Reports, told


def lines(out: io.BytesIO) -> list[list[object]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_stage_is_told_at_its_begin_and_then_now_and_then() -> None:
    out = io.BytesIO()
    reports = Reports(out, pause=60.0)
    for done in range(10_000):
        reports.step(Step("read", done, 10_000, "bytes"))
    for done in range(100):
        reports.step(Step("计数", done, None, "chars", "字\n"))
    assert lines(out) == [
        ["step", "read", 0, 10_000, "bytes", ""],
        ["step", "计数", 0, None, "chars", "字\n"],
    ]


def test_without_a_pause_every_step_is_told() -> None:
    out = io.BytesIO()
    reports = Reports(out, pause=0.0)
    for done in range(5):
        reports.step(Step("read", done, 5, "bytes"))
    assert [line[2] for line in lines(out)] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (CorpusError("a.txt,\n line 2: no"), "a.txt, line 2: no"),
        (MemoryError(), "there was not enough memory; mine less text at once, or raise min_count"),
        (OSError(errno.ENOSPC, "No space left"), "the disk is full; free space and resume"),
        (KeyError("x"), "an error in zici, please report it: KeyError: 'x'"),
    ],
)
def test_errors_are_one_line(error: BaseException, line: str) -> None:
    assert told(error) == line

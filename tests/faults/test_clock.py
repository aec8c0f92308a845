"""A clock that jumps: an interrupted run goes on, no time is below zero, decisions keep their order."""

from __future__ import annotations

import itertools
import json
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from commands import bytes_of, make_texts
from zici._progress import Step
from zici.lexicon import Lexicon
from zici.mining import MiningOptions, mine

OPTIONS = MiningOptions(report=False)
YEAR = 365 * 86400


def backwards(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on the clock on the wall loses a year each time that it is looked at."""
    years, now = itertools.count(1), time.time()
    monkeypatch.setattr(time, "time", lambda: now - next(years) * YEAR)
    monkeypatch.setattr(time, "time_ns", lambda: int((now - next(years) * YEAR) * 1e9))
    said = time.strftime
    monkeypatch.setattr(
        time, "strftime", lambda form, moment=None: said(form, moment or time.localtime(time.time()))
    )


def interrupting(step: Step) -> None:
    if step.stage == "cut text":
        raise KeyboardInterrupt


@pytest.mark.parametrize("moment", [0, time.time() + 50 * YEAR], ids=["1970", "far ahead"])
def test_an_interrupted_run_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: float) -> None:
    text = make_texts(tmp_path / "texts") / "text.txt"
    whole = mine(text, tmp_path / "whole", OPTIONS)
    with pytest.raises(KeyboardInterrupt):
        mine(text, tmp_path / "out", OPTIONS, progress=interrupting)
    for path in [*(tmp_path / ".out.mining").rglob("*"), tmp_path / ".out.mining"]:
        os.utime(path, (moment, moment))
    backwards(monkeypatch)
    result = mine(text, tmp_path / "out", OPTIONS, resume=True)
    assert result.taken == ["discover", "write words"]
    assert bytes_of(tmp_path / "out") == bytes_of(whole.folder)
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert datetime.fromisoformat(record["started"]).year < datetime.now(UTC).year
    assert all(seconds >= 0 for seconds in record["seconds"].values())


def test_decisions_keep_their_order(tmp_path: Path) -> None:
    pytest.importorskip("sqlalchemy", reason="needs the extra studio")
    from zici.studio.curation import Curation

    moments = (datetime(2026, 1, 1, tzinfo=UTC) - timedelta(days=day) for day in itertools.count())
    with Curation(tmp_path / "curation.sqlite", clock=lambda: next(moments)) as curation:
        curation.load_words(Lexicon.from_words({"新词": 3, "语料": 2}), stamp="1")
        for version, action in enumerate(("accept", "reject", "accept")):
            curation.decide({"新词": version}, action, author="李")
        curation.undo(author="李")
        history = curation.history("新词")
        assert [one.status for one in sorted(history, key=lambda one: one.time)] == [
            "accepted",
            "rejected",
            "accepted",
            "rejected",
        ]
        assert curation.word("新词").status == "rejected"

"""A studio's uploads and runs without pages: a database, a folder, and tasks made for tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine

from zici.studio.curation._database import open_engine
from zici.studio.curation._migrations import migrate
from zici.studio.runs import Uploads

HERE = Path(__file__).parent
LIMIT = 1 << 20


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(tmp_path / "curation.sqlite")
    migrate(made)
    yield made
    made.dispose()


@pytest.fixture
def place(tmp_path: Path) -> SimpleNamespace:
    state = tmp_path / "out.studio"
    state.mkdir()
    return SimpleNamespace(folder=tmp_path / "out", state=state)


@pytest.fixture
def uploads(engine: Engine, place: SimpleNamespace) -> Uploads:
    return Uploads(engine, place.state / "uploads", limit=LIMIT)


@pytest.fixture
def tasks(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """Kinds of runs whose functions stand in run_tasks.py, which the processes of runs find, too."""
    monkeypatch.syspath_prepend(str(HERE))
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    names = ("count", "crash", "leave", "lose", "print_much", "raise_own", "sleep", "stubborn", "written")
    yield {name: f"run_tasks:{name}" for name in names}
    sys.modules.pop("run_tasks", None)

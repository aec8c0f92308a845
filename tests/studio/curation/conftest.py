"""A small lexicon, a clock that a test sets, and a curation of both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from zici.lexicon import Lexicon
from zici.studio.curation import Curation

NAN = float("nan")


class Clock:
    """A second later each time it is asked, unless it is put elsewhere."""

    def __init__(self) -> None:
        self.time = datetime(2026, 1, 31, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def lexicon() -> Lexicon:
    return Lexicon(
        ["的", "新词", "K线图", "发现", "新词儿", "词新"],
        {
            "count": [90, 8, 8, 5, 3, -1],
            "pmi": [NAN, 6.5, 9.0, 4.0, 7.0, 1.0],
            "rank": [1, 2, 3, 4, 5, 6],
        },
        meta={"method": "ngram"},
    )


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "curation.sqlite"


@pytest.fixture
def curation(place: Path, clock: Clock, lexicon: Lexicon) -> Iterator[Curation]:
    with Curation(place, clock=clock) as made:
        made.load_words(lexicon, stamp="1")
        yield made


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new database, to be copied: quicker than making one for every example."""
    path = tmp_path_factory.mktemp("blank") / "curation.sqlite"
    Curation(path).close()
    return path


@pytest.fixture(scope="session")
def alone() -> str:
    """The beginning of a program that needs no pages: they take seconds to import."""
    return """
import sys, types, zici
package = types.ModuleType("zici.studio")
package.__path__ = [zici.__path__[0] + "/studio"]
sys.modules["zici.studio"] = package
"""

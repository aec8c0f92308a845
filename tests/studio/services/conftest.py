"""A small mined folder, and what stands on it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from zici.lexicon import Lexicon
from zici.segment import Segmenter
from zici.studio._options import StudioOptions
from zici.studio._workspace import Workspace
from zici.vectors import WordVectors

COUNTS = {"新词": 5, "发现": 6, "新": 9, "词": 8, "语料": 4, "发现新词": 2, "研究": 3, "的": 20, "研究生": 2}
TEXT = "从语料中发现新词。\n新词 Python 3 的研究\n\n研究生命  的语料\n发现了新 词典\n"
VECTORS = {"新词": [1, 0.1], "发现": [0.9, 0.2], "语料": [0.1, 1], "的": [-1, 0], "研究": [0.2, 0.9]}


def write_result(folder: Path, counts: dict[str, int] = COUNTS, text: str = TEXT) -> None:
    """What ``zici mine`` leaves."""
    folder.mkdir()
    lexicon = Lexicon(list(counts), {"count": list(counts.values())})
    lexicon.save(folder / "lexicon.tsv")
    segmenter = Segmenter(lexicon)
    segmenter.save(folder / "segmenter.npz")
    (folder / "segmented.txt").write_text("".join(segmenter.cut_blocks([text])), encoding="utf-8")
    WordVectors(
        list(VECTORS),
        np.array(list(VECTORS.values())),
        counts=[5, 6, 4, 20, 3],
        contexts=np.array(list(VECTORS.values()))[::-1],
    ).save(folder / "vectors")
    (folder / "run.json").write_text(json.dumps({"format": "zici-run", "parameters": {}}), encoding="utf-8")


@pytest.fixture(scope="session")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A mined folder, to be copied."""
    folder = tmp_path_factory.mktemp("mined") / "out"
    write_result(folder)
    return folder


@pytest.fixture
def workspace(result: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace on a folder of its own."""
    shutil.copytree(result, tmp_path / "my out")
    opened = Workspace(StudioOptions(tmp_path / "my out"))
    yield opened
    opened.close()


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace on a folder that doesn't exist yet."""
    opened = Workspace(StudioOptions(tmp_path / "my out"))
    yield opened
    opened.close()

"""A studio on a small mined folder, and its API without a server."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from zici.lexicon import Lexicon
from zici.segment import Segmenter
from zici.studio import Studio, StudioOptions, create_app
from zici.vectors import WordVectors

COUNTS = {"的": 20, "新": 9, "词": 8, "发现": 6, "新词": 5, "语料": 4, "研究": 3, "发现新词": 2}
PMI = [float("nan"), float("nan"), float("nan"), 4.5, 3.25, 5.0, 2.0, 6.0]
TEXT = "从语料中发现新词。\n新词的研究\n\n发现了新词典\n"
VECTORS = {"新词": [1, 0.1], "发现": [0.9, 0.2], "语料": [0.1, 1], "的": [-1, 0.1], "研究": [0.2, 0.9]}


@pytest.fixture(scope="session")
def mined(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``zici mine`` leaves, to be copied."""
    folder = tmp_path_factory.mktemp("mined") / "out"
    folder.mkdir()
    lexicon = Lexicon(list(COUNTS), {"count": list(COUNTS.values()), "pmi": PMI})
    lexicon.save(folder / "lexicon.tsv")
    segmenter = Segmenter(lexicon)
    segmenter.save(folder / "segmenter.npz")
    (folder / "segmented.txt").write_text("".join(segmenter.cut_blocks([TEXT])), encoding="utf-8")
    WordVectors(list(VECTORS), np.array(list(VECTORS.values()))).save(folder / "vectors")
    (folder / "run.json").write_text(json.dumps({"format": "zici-run", "parameters": {}}), encoding="utf-8")
    return folder


@pytest.fixture
def folder(mined: Path, tmp_path: Path) -> Path:
    """A mined folder of one's own."""
    return Path(shutil.copytree(mined, tmp_path / "out"))


@pytest.fixture
def studio(folder: Path) -> Iterator[Studio]:
    """A studio on it."""
    with Studio(StudioOptions(folder, author="李")) as opened:
        yield opened


class Client:
    """Asks an application as a program on this machine would."""

    def __init__(self, studio: Studio) -> None:
        self._app = create_app(studio, pages=False)

    def __call__(self, method: str, path: str, **more: Any) -> httpx.Response:
        return asyncio.run(self._ask(method, path, more))

    async def _ask(self, method: str, path: str, more: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(self._app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8080/api/v1") as client:
            return await client.request(method, path, **more)

    def get(self, path: str, **query: Any) -> Any:
        """The JSON of a query that succeeds."""
        return self._good("GET", path, params=query)

    def post(self, path: str, body: Any = None, **query: Any) -> Any:
        """The JSON of an order that succeeds."""
        return self._good("POST", path, json=body, params=query)

    def _good(self, method: str, path: str, **more: Any) -> Any:
        answer = self(method, path, **more)
        assert answer.is_success, answer.text
        return answer.json()

    def refused(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        """The problem of a request that fails."""
        answer = self(method, path, **more)
        assert answer.headers["content-type"] == "application/problem+json", answer.text
        told: dict[str, Any] = answer.json()
        assert told["status"] == answer.status_code
        return told


@pytest.fixture
def client(studio: Studio) -> Client:
    """The API of the studio."""
    return Client(studio)


@pytest.fixture
def client_of() -> Callable[[Studio], Client]:
    """The API of any studio."""
    return Client

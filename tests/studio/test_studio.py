"""The studio as an object: words that follow the folder, and an end that waits for nobody."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from zici.errors import OptionError, OutputError
from zici.lexicon import Lexicon
from zici.studio import Studio, StudioOptions
from zici.studio.curation import WordQuery
from zici.studio.runs import RunRequest


def write_words(folder: Path, counts: dict[str, int]) -> None:
    folder.mkdir(exist_ok=True)
    Lexicon(list(counts), {"count": list(counts.values())}).save(folder / "lexicon.tsv")


def words(studio: Studio) -> list[str]:
    return [row.word for row in studio.curation.words(WordQuery()).rows]


def test_words_follow_the_folder_and_survive_a_restart(tmp_path: Path) -> None:
    options = StudioOptions(tmp_path / "out")
    with Studio(options) as studio:
        assert not studio.refresh()
        write_words(tmp_path / "out", {"新词": 5})
        assert studio.refresh()
        assert not studio.refresh()
        assert words(studio) == ["新词"]
        studio.curation.decide({"新词": 0}, "accept", author="李")
        write_words(tmp_path / "out", {"语料": 7, "新词": 4})
        assert studio.refresh()
    with Studio(options) as studio:
        assert not studio.refresh()
        assert words(studio) == ["语料", "新词"]
        assert studio.curation.counts()["accepted"] == 1


def test_studios_that_share_decisions_keep_uploads_and_runs_to_themselves(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'shared.sqlite'}"
    with Studio(StudioOptions(tmp_path / "a", database=url)) as one:
        upload = one.uploads.paste("字词")
        run = one.runs._history.add(RunRequest((upload.id,)), author="李", resumes=None)
        one.curation.decide({"新词": 0}, "accept", author="李")
        with Studio(StudioOptions(tmp_path / "b", database=url)) as other:
            assert [each.author for each in other.curation.history("新词")] == ["李"]
            assert (other.uploads.list(), other.runs.list()) == ([], [])
        assert one.runs.get(run.id).state == "running"  # the other has no part in it
        assert one.uploads.get(upload.id).path.is_file()


class Slow:
    """A progress that stays where it is until it is let go."""

    def __init__(self) -> None:
        self.begun, self.go = threading.Event(), threading.Event()

    def __call__(self, step: object) -> None:
        self.begun.set()
        self.go.wait(20)


def test_who_asks_while_words_are_loaded_is_told(tmp_path: Path) -> None:
    write_words(tmp_path / "out", {"新词": 5})
    with Studio(StudioOptions(tmp_path / "out")) as studio:
        slow = Slow()
        thread = threading.Thread(target=studio.refresh, args=(slow,))
        thread.start()
        assert slow.begun.wait(20)
        with pytest.raises(OutputError, match="being loaded"):
            studio.refresh(wait=0.05)
        slow.go.set()
        thread.join()
        assert not studio.refresh()
        assert words(studio) == ["新词"]


def test_the_end_gives_up_words_that_are_being_loaded(tmp_path: Path) -> None:
    write_words(tmp_path / "out", {f"词{n}": 5 for n in range(50_000)})
    studio = Studio(StudioOptions(tmp_path / "out"))
    slow, errors = Slow(), []

    def load() -> None:
        try:
            studio.refresh(slow)
        except OutputError as error:
            errors.append(str(error))

    thread = threading.Thread(target=load)
    thread.start()
    assert slow.begun.wait(20)
    threading.Timer(0.1, slow.go.set).start()
    began = time.monotonic()
    studio.close()
    studio.close()
    assert time.monotonic() - began < 10
    thread.join()
    assert len(errors) == 1
    assert "closing" in errors[0]
    with Studio(StudioOptions(tmp_path / "out")) as again:
        assert words(again) == []
        assert again.refresh()


def test_what_fails_to_open_lets_go_of_the_folder(tmp_path: Path) -> None:
    options = StudioOptions(tmp_path / "out")
    (tmp_path / "out.studio").mkdir()
    (tmp_path / "out.studio" / "curation.sqlite").write_text("no database of ours, but long enough to be one")
    for _ in range(2):
        with pytest.raises(Exception, match=r"curation\.sqlite") as caught:
            Studio(options)
        assert "is the studio of this folder" not in str(caught.value)
    (tmp_path / "out.studio" / "curation.sqlite").unlink()
    Studio(options).close()


@pytest.mark.parametrize(
    "more",
    [
        {"port": -1},
        {"port": 65_536},
        {"port": True},
        {"upload_limit": 0},
        {"body_limit": 10},
        {"rate": 0},
        {"local_rate": float("nan")},
        {"names": ("a b",)},
        {"token": "x" * 15},
    ],
)
def test_options_outside_their_range(tmp_path: Path, more: dict) -> None:
    with pytest.raises(OptionError, match=next(iter(more)).removesuffix("s")):
        StudioOptions(tmp_path, **more)


def test_the_state_stands_beside_the_folder_or_where_it_is_asked_for(tmp_path: Path) -> None:
    assert StudioOptions(tmp_path / "out").state_folder == tmp_path / "out.studio"
    assert StudioOptions(tmp_path / "out", state=tmp_path / "s").state_folder == tmp_path / "s"
    assert StudioOptions(tmp_path, author="李").author == "李"
    assert StudioOptions(tmp_path).author

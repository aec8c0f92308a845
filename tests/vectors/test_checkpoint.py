"""Trainings that are killed, at any moment, and go on."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from zici import train_vectors
from zici.errors import FormatError, OptionError, OutputError
from zici.vectors import _checkpoint, _train_word2vec

RNG = np.random.default_rng(0)
TEXT = [[chr(0x4E00 + k) for k in row] for row in (RNG.zipf(1.3, (1500, 12)) % 200).tolist()]
OPTIONS = {"method": "sgns", "dim": 16, "workers": 1, "epochs": 3, "subsample": None}

KILLED = """
import json, os, random, signal, sys, time
from functools import partial
from pathlib import Path
import numpy as np
from zici import train_vectors
from zici.vectors import _train_sgns, _train_word2vec

method, folder = sys.argv[1], Path(sys.argv[2])
_train_word2vec.PAUSE = 0.003
_train_sgns.stretches = partial(_train_sgns.stretches, size=2000)
random.seed(method)
rng = np.random.default_rng(1)
text = [[chr(0x4E00 + k) for k in row] for row in (rng.zipf(1.3, (10000, 12)) % 500).tolist()]
train = partial(train_vectors, text, method=method, dim=32, workers=1, subsample=None)
train(epochs=1)  # compiles
begun = time.monotonic()
train(epochs=4).save(folder / "whole")
seconds = time.monotonic() - begun
places = []
for _ in range(4):
    child = os.fork()
    if not child:
        train(epochs=4, checkpoint=folder / "state").save(folder / "early")
        os._exit(0)
    time.sleep(random.uniform(0.3, 0.6) * seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    if (folder / "state/training.json").exists():
        meta = json.loads((folder / "state/training.json").read_text())
        places.append([len(meta["losses"]), meta["place"][1]])
train(epochs=4, checkpoint=folder / "state").save(folder / "out")
print(json.dumps(places))
"""


@pytest.mark.parametrize("method", ["sgns", "cbow"])
def test_kills_at_any_moment_leave_the_same_bytes(method: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLED, method, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    places = json.loads(done.stdout)
    assert places == sorted(places)
    assert len({tuple(place) for place in places}) > 1, "no run got farther than the one before"
    assert any(words for _, words in places), "none was killed within an epoch"
    for name in ("matrix.npy", "contexts.npy", "meta.json"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    assert len(list((tmp_path / "state").iterdir())) == 3, "what killed runs left is removed"


def test_a_finished_training_is_given_again_at_once(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    options = OPTIONS | {
        "checkpoint": tmp_path / "deep/er",
        "on_epoch": lambda e: told.append((e.number, e.total)),
    }
    first = train_vectors(TEXT, **options)
    assert told == [(1, 3), (2, 3), (3, 3)]
    second = train_vectors(TEXT, **options | {"workers": 2})
    assert len(told) == 3
    assert second.matrix.tobytes() == first.matrix.tobytes()
    assert second.info == first.info
    assert train_vectors(TEXT, **OPTIONS).matrix.tobytes() == first.matrix.tobytes()


@pytest.mark.parametrize(
    ("changes", "text", "message"),
    [
        ({"window": 7, "negative": 9}, TEXT, r"has window 5 \(now 7\), negative 5 \(now 9\); ask as before"),
        ({"epochs": 9}, TEXT, r"epochs 3 \(now 9\)"),
        ({"method": "cbow"}, TEXT, r"architecture sgns \(now cbow\)"),
        ({"min_count": 50}, TEXT, r"vocabulary of 200 words, \w+ \(now of \d+ words"),
        ({}, TEXT[1:], r"text of 18000 words, \w+ \(now of 17988 words"),
        (
            {},
            [TEXT[1], TEXT[0], *TEXT[2:]],
            r"the training in it has text of 18000 words, \w+ \(now of 18000",
        ),
    ],
)
def test_another_training_is_refused(changes, text, message: str, finished: Path) -> None:
    before = {path.name: path.read_bytes() for path in finished.iterdir()}
    with pytest.raises(OptionError, match=message):
        train_vectors(text, **OPTIONS | {"min_count": 1} | changes, checkpoint=finished)
    assert {path.name: path.read_bytes() for path in finished.iterdir()} == before


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("finished") / "state"
    train_vectors(TEXT, **OPTIONS, min_count=1, checkpoint=folder)
    return folder


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "training.json").write_text("{}"),
        lambda folder: (folder / "training.json").write_text("[1"),
        lambda folder: (folder / "training.json").write_text(
            (folder / "training.json").read_text().replace('"version": 1', '"version": 2')
        ),
        lambda folder: (folder / "training.json").write_text(
            (folder / "training.json").read_text().replace('"contexts"', '"other"')
        ),
        lambda folder: (folder / "state-3-vectors.npy").unlink(),
        lambda folder: (folder / "state-3-vectors.npy").write_bytes(b"\x93NUMPY\x01\x00"),
        lambda folder: (folder / "state-3-contexts.npy").write_bytes(
            (folder / "state-3-contexts.npy").read_bytes()[:-4]
        ),
    ],
)
def test_a_damaged_checkpoint_is_told(damage, tmp_path: Path) -> None:
    train_vectors(TEXT, **OPTIONS, checkpoint=tmp_path / "state")
    damage(tmp_path / "state")
    with pytest.raises(FormatError, match="delete this one to begin anew"):
        train_vectors(TEXT, **OPTIONS, checkpoint=tmp_path / "state")


def test_a_full_disk_is_told_and_the_state_before_stays(tmp_path: Path) -> None:
    """A bound on the size of files stands for the disk: what is written past it fails in the same way."""
    folder = tmp_path / "state"
    bounds = resource.getrlimit(resource.RLIMIT_FSIZE)

    def full(epoch) -> None:
        if epoch.number == 1:
            resource.setrlimit(resource.RLIMIT_FSIZE, (9000, bounds[1]))

    try:
        with pytest.raises(OutputError, match=r"state-2-vectors.npy: can't be written \(File too large\)"):
            train_vectors(TEXT, **OPTIONS, checkpoint=folder, on_epoch=full)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, bounds)
    assert sorted(path.name for path in folder.iterdir()) == [
        "state-1-contexts.npy",
        "state-1-vectors.npy",
        "training.json",
    ]
    whole = train_vectors(TEXT, **OPTIONS)
    assert train_vectors(TEXT, **OPTIONS, checkpoint=folder).matrix.tobytes() == whole.matrix.tobytes()


def test_a_checkpoint_of_one_training_at_a_time(tmp_path: Path) -> None:
    with (
        _checkpoint.open_checkpoint(tmp_path / "state", {}),
        pytest.raises(OutputError, match="is writing it now"),
    ):
        train_vectors(TEXT, **OPTIONS, checkpoint=tmp_path / "state")
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="expected a folder"):
        train_vectors(TEXT, **OPTIONS, checkpoint=tmp_path / "file")


def test_the_epoch_that_is_told_is_kept_even_if_what_is_told_fails(tmp_path: Path) -> None:
    def fail(epoch) -> None:
        raise KeyError(epoch.number)

    with pytest.raises(KeyError):
        train_vectors(TEXT, **OPTIONS, checkpoint=tmp_path, on_epoch=fail)
    assert len(json.loads((tmp_path / "training.json").read_text())["losses"]) == 1


def test_states_within_an_epoch_need_no_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = []
    monkeypatch.setattr(_train_word2vec, "PAUSE", 0.0)
    monkeypatch.setattr(_checkpoint.Checkpoint, "save", lambda self, state: saved.append(state.place))
    train_vectors([*TEXT] * 10, **OPTIONS, checkpoint=tmp_path)
    assert [place.stretches for place in saved] == [1, 2, 0] * 3


def test_methods_without_epochs_tell_none(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="method 'svd' has no epochs"):
        train_vectors(TEXT, method="svd", dim=4, on_epoch=print)

"""Atomic writes and the one-writer lock."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from zici._files import atomic_file, atomic_folder, only_writer
from zici.errors import OutputError

HOLDER = """
import sys
from zici._files import only_writer
with only_writer(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


def hold(path: Path) -> subprocess.Popen[str]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def test_a_failed_file_leaves_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "words.tsv"
    target.write_text("old")
    with pytest.raises(ValueError, match="stop"), atomic_file(target) as temporary:
        temporary.write_text("half")
        raise ValueError("stop")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_failed_folder_leaves_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "kept").write_text("old")
    with pytest.raises(KeyboardInterrupt), atomic_folder(target) as temporary:
        (temporary / "new").write_text("half")
        raise KeyboardInterrupt
    assert [path.name for path in target.iterdir()] == ["kept"]
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_replaces_the_old_one_whole(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "old").write_text("old")
    with atomic_folder(target) as temporary:
        (temporary / "new").write_text("new")
    assert [path.name for path in target.iterdir()] == ["new"]
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("writer", [atomic_file, atomic_folder, only_writer])
def test_a_missing_parent_is_named(tmp_path: Path, writer: Any) -> None:
    with pytest.raises(OutputError, match=r"nowhere.*No such file"), writer(tmp_path / "nowhere" / "out"):
        Path(tmp_path / "nowhere" / "out").touch()


def test_the_second_writer_is_refused_by_name(tmp_path: Path) -> None:
    target = tmp_path / "out"
    holder = hold(target)
    try:
        with pytest.raises(OutputError, match=f"process {holder.pid} is writing it now"), only_writer(target):
            pass
    finally:
        holder.communicate("")
    with only_writer(target):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_killed_writer_stops_nobody(tmp_path: Path) -> None:
    target = tmp_path / "out"
    holder = hold(target)
    holder.kill()
    holder.communicate()
    assert (tmp_path / ".out.lock").exists()
    with only_writer(target):
        pass
    assert list(tmp_path.iterdir()) == []


KILLED = """
import os, signal, sys, zici._files as files
from pathlib import Path
target, moment = Path(sys.argv[1]), sys.argv[2]
def moved(self, to, replace=Path.replace):
    replace(self, to)
    if moment == "moved":
        os.kill(os.getpid(), signal.SIGKILL)
Path.replace = moved
with files.only_writer(target), files.atomic_folder(target) as temporary:
    (temporary / "new").touch()
    if moment == "half":
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that kills")
@pytest.mark.parametrize(("moment", "end"), [("half", ".part"), ("moved", ".old")])
def test_a_killed_writer_loses_nothing_and_leaves_nothing(tmp_path: Path, moment: str, end: str) -> None:
    target, other = tmp_path / "out", tmp_path / ".out.12345678.part.tsv"
    target.mkdir()
    (target / "kept").touch()
    other.touch()
    done = subprocess.run([sys.executable, "-c", KILLED, str(target), moment], check=False)
    assert done.returncode == -signal.SIGKILL
    assert any(path.suffix == end for path in tmp_path.iterdir())
    assert target.exists() == (moment == "half")
    with only_writer(target):
        assert [path.name for path in target.iterdir()] == ["kept"]
    assert sorted(tmp_path.iterdir()) == [other, target]


def test_an_earlier_folder_comes_back_where_the_new_one_can_not_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "kept").touch()
    replace = Path.replace

    def refusing(self: Path, to: Path) -> Path:
        if self.suffix == ".part":
            raise PermissionError(1, "Operation not permitted")
        return replace(self, to)

    monkeypatch.setattr(Path, "replace", refusing)
    with pytest.raises(OutputError, match="out: can't be written"), atomic_folder(target):
        pass
    assert [path.name for path in target.iterdir()] == ["kept"]
    assert list(tmp_path.iterdir()) == [target]


def test_a_part_is_told_under_the_name_of_the_whole(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with (
        pytest.raises(OutputError) as caught,
        atomic_folder(target) as whole,
        atomic_file(whole / "a") as part,
    ):
        part.touch()
        raise OSError(28, "No space left on device")
    assert str(caught.value).startswith(f"{target / 'a'}: can't be written (No space left on device)")


def test_numpy_out_of_space_is_told_as_that(tmp_path: Path) -> None:
    bounds = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (9000, bounds[1]))
        told = pytest.raises(OutputError, match=r"out: can't be written \(No space left on device\)")
        with told, atomic_folder(tmp_path / "out") as part:
            np.save(part / "array.npy", np.zeros(5000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, bounds)
        signal.signal(signal.SIGXFSZ, ignored)
    assert list(tmp_path.iterdir()) == []


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as readers:
        read = readers.submit(pipe.read_bytes)
        with only_writer(pipe), atomic_file(pipe) as temporary:
            temporary.write_bytes(b"words")
        assert read.result(10) == b"words"
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_failed_result_reaches_no_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(ValueError, match="stop"), atomic_file(pipe):
        raise ValueError("stop")
    assert pipe.is_fifo()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    file, folder = tmp_path / "elsewhere" / "file", tmp_path / "elsewhere" / "folder"
    file.touch()
    folder.mkdir()
    links = tmp_path / "file", tmp_path / "folder"
    for link, real in zip(links, (file, folder), strict=True):
        link.symlink_to(real)
    with only_writer(links[0]), atomic_file(links[0]) as temporary:
        temporary.write_text("new")
    with only_writer(links[1]), atomic_folder(links[1]) as temporary:
        (temporary / "new").touch()
    assert all(link.is_symlink() for link in links)
    assert file.read_text() == "new"
    assert [path.name for path in folder.iterdir()] == ["new"]
    assert sorted(path.name for path in tmp_path.rglob("*")) == [
        "elsewhere",
        "file",
        "file",
        "folder",
        "folder",
        "new",
    ]

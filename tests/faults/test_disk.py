"""Full disks, bounds on files, and folders that nobody may write in: one line, and nothing is lost."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands import COMMANDS

from .conftest import Place, Results

Disk = tuple[Path, dict[str, Place]]


@pytest.fixture(scope="module")
def disk(results: Results, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disk]:
    """A small disk of its own with a result of every command."""
    disk = tmp_path_factory.mktemp("disk") / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(disk)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    if not mounted:
        pytest.skip("no right to mount a small disk")
    try:
        yield disk, {name: results.copy(name, disk / name) for name in COMMANDS}
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_full_disk(disk: Disk, name: str) -> None:
    place = disk[1][name]
    about = os.statvfs(disk[0])
    filler = disk[0] / "filler"
    filler.write_bytes(bytes(about.f_bavail * about.f_frsize))
    try:
        said = place.run()
    finally:
        filler.unlink()
    assert said.code == 1
    assert said.line.startswith(f"zici: {place.output}")
    assert "can't be written (No space left on device); free space" in said.line
    assert place.is_untouched()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_disk_that_is_read_only(disk: Disk, name: str) -> None:
    place = disk[1][name]
    subprocess.run(["mount", "-o", "remount,ro", disk[0]], check=True)
    try:
        said = place.run()
    finally:
        subprocess.run(["mount", "-o", "remount,rw", disk[0]], check=True)
    assert (said.code, said.line) == (
        1,
        f"zici: {place.output}: can't be written (Read-only file system); "
        "free space or name another place with -o",
    )
    assert place.is_untouched()


@pytest.fixture
def bounded() -> Iterator[None]:
    """No file may be longer than 512 bytes: what is written past it fails as on a full disk, for anyone."""
    bounds = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (512, bounds[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, bounds)
    signal.signal(signal.SIGXFSZ, ignored)


@pytest.fixture(params=COMMANDS)
def place(request: pytest.FixtureRequest, results: Results, tmp_path: Path) -> Place:
    return results.copy(request.param, tmp_path / "place")


def test_a_bound_on_the_size_of_files(place: Place, bounded: None) -> None:
    said = place.run()
    assert said.code == 1
    assert re.match(r"zici: .*: can't be written \((File too large|No space left on device)\)", said.line)
    assert place.is_untouched()


@pytest.fixture
def locked(place: Place) -> Iterator[Place]:
    folder = place.output.parent
    folder.chmod(0o500)
    if os.access(folder, os.W_OK):
        pytest.skip("this user may write everywhere")
    yield place
    folder.chmod(0o700)


def test_a_folder_of_others(locked: Place) -> None:
    said = locked.run()
    assert said.code == 1
    assert f"{locked.output}: can't be written (Permission denied)" in said.line
    assert locked.is_untouched()

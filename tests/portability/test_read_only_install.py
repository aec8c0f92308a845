"""A package that can't be written to: kernels are kept in the user's cache, or where NUMBA_CACHE_DIR says."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import zici

PROGRAM = """
import numpy as np
import zici
from zici._kernels.encode import recode
codes = np.array([2, 1, 0], np.int32)
recode(codes, np.array([0, 5, 7], np.int32))
print(zici.__file__)
print(codes.tolist())
"""


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Path]:
    """A folder to import zici from, on a disk that is read-only for anyone."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(disk)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    if mounted:
        try:
            _copy(disk)
            subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
            yield disk
        finally:
            subprocess.run(["umount", disk], check=True)
        return
    _copy(disk)
    folders = [Path(root) for root, _, _ in os.walk(disk)]
    for folder in folders:
        folder.chmod(0o500)
    if os.access(disk, os.W_OK):
        pytest.skip("this user may write everywhere, and has no right to mount a disk")
    yield disk
    for folder in folders:
        folder.chmod(0o700)


def _copy(to: Path) -> None:
    source = Path(zici.__file__).parent
    shutil.copytree(source, to / "zici", ignore=shutil.ignore_patterns("__pycache__", "studio", "pages"))


def run(installed: Path, home: Path, **more: str) -> None:
    """Run a kernel of the package, for a user whose own folder is ``home``."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    environment |= {"PYTHONPATH": str(installed), "HOME": str(home)}
    environment.pop("NUMBA_CACHE_DIR", None)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        encoding="utf-8",
        env=environment | more,
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [str(installed / "zici" / "__init__.py"), "[7, 5, 0]"]
    assert not list(installed.rglob("__pycache__"))


def kept(place: Path) -> bool:
    """Whether compiled kernels are there, or nothing is compiled anyway."""
    return os.environ.get("NUMBA_DISABLE_JIT") == "1" or any(place.rglob("encode.recode-*.nbi"))


def test_kernels_are_kept_with_the_user(installed: Path, tmp_path: Path) -> None:
    run(installed, tmp_path / "home")
    assert kept(tmp_path / "home")


def test_kernels_are_kept_where_one_says(installed: Path, tmp_path: Path) -> None:
    run(installed, tmp_path / "home", NUMBA_CACHE_DIR=str(tmp_path / "cache"))
    assert kept(tmp_path / "cache") and not (tmp_path / "home").exists()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that nobody can make")
def test_with_no_place_at_all_they_are_compiled_every_time(installed: Path) -> None:
    run(installed, Path("/proc/nobody"))

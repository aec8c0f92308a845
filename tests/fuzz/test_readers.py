"""Damaged files of all formats: one clear line, and nothing else happens.

A child process reads them, with bounds on memory and time. ``benchmarks/fuzz.py`` goes on for as long as one
likes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fuzz.readers import TARGETS

CHILD = Path(__file__).with_name("child.py")
ROOM = 1 << 30  # bytes; zstd may ask for a window of 128 MB, and Arrow keeps address space for each thread
EXECUTIONS, WITH_KERAS = 50, 6


def attack(folder: Path, names: list[str], executions: int) -> None:
    """Read damaged files; the seed is the same in every run of CI, elsewhere another each time."""
    seed = 0 if os.environ.get("CI") == "true" else int.from_bytes(os.urandom(4), "big")
    command = [sys.executable, str(CHILD), str(folder), str(executions), str(seed), str(ROOM), *names]
    # Arrow's own pool takes address space a gigabyte at a time.
    env = os.environ | {"ARROW_DEFAULT_MEMORY_POOL": "system"}
    found = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=env)
    assert found.returncode == 0, found.stderr[-3000:]
    told = [json.loads(line) for line in found.stdout.splitlines()]
    assert [one["target"] for one in told] == names
    assert {one["target"]: one["broken"] for one in told if one["broken"]} == {}
    assert sum(one["taken"] for one in told) > 0, "no reader took anything: are these damaged files at all?"


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the bound on memory needs Linux")
class TestDamagedFiles:
    def test_of_texts_and_tables(self, tmp_path):
        attack(tmp_path, [name for name in TARGETS if not _is_saved(name)], EXECUTIONS)

    def test_of_saved_models(self, tmp_path):
        attack(
            tmp_path, [name for name in TARGETS if _is_saved(name) and not TARGETS[name].keras], EXECUTIONS
        )

    @pytest.mark.keras
    def test_of_saved_networks(self, tmp_path):
        attack(tmp_path, [name for name, target in TARGETS.items() if target.keras], WITH_KERAS)


def _is_saved(name: str) -> bool:
    return list(TARGETS).index(name) >= list(TARGETS).index("word vectors")

"""Too little memory: one line, the earlier result stays."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest
import typer

from commands import COMMANDS, make_texts
from zici._files import atomic_folder
from zici.cli._guard import OUT_OF_MEMORY, guarded
from zici.errors import FormatError, MissingExtraError, OptionError, TaskError, WorkerLostError
from zici.parallel import _pool, parallel_map

from .conftest import Results

resource = pytest.importorskip("resource", reason="needs a bound on memory")
if not Path("/proc/self/statm").exists():
    pytest.skip("needs to know how much memory a process has", allow_module_level=True)

LINE = f"zici: {OUT_OF_MEMORY}"
ROOM = 1 << 20  # bytes that each command may take beside what it has after a first run

LIMITED = """
import json, resource, sys
from pathlib import Path
from commands import COMMANDS, call
small, large, places, room = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
for name, command in COMMANDS.items():
    first = call(command.arguments(small, places / "first" / name.replace(" ", "-")))  # loads and compiles
    arguments = command.arguments(large, places / name / command.output)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    bounds = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + room, bounds[1]))
    try:
        said = call(arguments)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, bounds)
    print(json.dumps([name, first, said]), flush=True)
"""


def test_every_command_says_so_and_leaves_the_earlier_result(results: Results, tmp_path: Path) -> None:
    places = {name: results.copy(name, tmp_path / name) for name in COMMANDS}
    (tmp_path / "first").mkdir()
    large = make_texts(tmp_path / "large", lines=12_000)
    arguments = [results.texts, large, tmp_path, ROOM]
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    told = {name: (first, said) for name, first, said in map(json.loads, done.stdout.splitlines())}
    assert set(told) == set(COMMANDS)
    for name, (first, said) in told.items():
        assert first[0] == 0, first
        assert said[0] == 1, name
        assert said[1].splitlines()[-1] == LINE, name
        assert "Traceback" not in said[1]
    kept = tmp_path / "count" / ".out.partial"  # the text it had read: the next run goes on from there
    assert kept.is_dir()
    for file in kept.iterdir():
        file.unlink()
    kept.rmdir()
    assert all(place.is_untouched() for place in places.values())


def _no_room() -> ImportError:
    return ImportError("libarrow_compute.so: failed to map segment from shared object")


def _from(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        _no_room(),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
        _from(OSError("Could not find/load shared object file 'libllvmlite.so'"), _no_room()),
        _from(TaskError("item 0: MemoryError"), MemoryError()),
        _from(WorkerLostError("items 0 to 1: the worker was lost"), RuntimeError("can't start new thread")),
        _from(MissingExtraError("TextClassifier needs scikit-learn"), _no_room()),
    ],
)
@pytest.mark.parametrize("writes", [False, True])
def test_every_face_of_it_is_told_alike(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], error: Exception, writes: bool
) -> None:
    def command() -> None:
        with atomic_folder(tmp_path / "out") if writes else nullcontext():
            raise error

    with pytest.raises(typer.Exit):
        guarded(command)()
    assert capsys.readouterr().err == LINE + "\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [FormatError("a.npy: expected an array"), OptionError("top: expected 1")])
def test_what_says_more_is_told(capsys: pytest.CaptureFixture[str], error: Exception) -> None:
    def command() -> None:
        raise _from(error, MemoryError())

    with pytest.raises(typer.Exit):
        guarded(command)()
    assert capsys.readouterr().err == f"zici: {error}\n"


def test_other_errors_of_loading_keep_their_traceback() -> None:
    def command() -> None:
        raise ImportError("No module named 'numpy'")

    with pytest.raises(ImportError, match="numpy"):
        guarded(command)()


def test_threads_that_there_is_no_room_for_are_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_pool, "_ROOM", 1 << 60)  # more than any machine has
    with pytest.raises(MemoryError, match="no room for 2 threads"):
        parallel_map(str, range(4), workers=2, backend="thread")

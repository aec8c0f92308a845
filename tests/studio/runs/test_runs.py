"""Runs: real processes that tell how far they are, end when they are asked to, and die with the studio."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine

from zici._progress import Step
from zici.errors import InputError, OptionError, OutputError
from zici.studio.curation._database import open_engine
from zici.studio.runs import BusyError, MissingError, Run, RunRequest, Runs, Uploads
from zici.studio.runs._history import History

HERE = Path(__file__).parent
Make = Callable[..., Runs]


@pytest.fixture
def make(
    engine: Engine, place: SimpleNamespace, uploads: Uploads, tasks: dict[str, str]
) -> Iterator[Callable[[], Runs]]:
    """Makes the runs of a studio, as often as one is started; all are closed."""
    made: list[Runs] = []

    def again() -> Runs:
        made.append(Runs(engine, place, uploads, tasks=tasks))
        return made[-1]

    yield again
    for runs in made:
        runs.close()


@pytest.fixture
def runs(make: Make) -> Runs:
    return make()


def until(true: Callable[[], object], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def ended(runs: Runs, number: int) -> Run:
    until(lambda: runs.get(number).state != "running")
    return runs.get(number)


def alive(pid: int) -> bool:
    """Whether a process runs: a dead one that nobody has asked for yet doesn't."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def sleeper(tmp_path: Path, kind: str = "sleep") -> tuple[RunRequest, Callable[[], list[int]]]:
    """A run that sleeps, and what tells the processes that it has."""
    file = tmp_path / f"{kind}.pids"
    file.unlink(missing_ok=True)

    def pids() -> list[int]:
        until(file.exists)
        return [int(number) for number in file.read_text().split()]

    return RunRequest(kind=kind, options={"tell": str(file)}), pids


def test_a_run_works_in_a_process_and_gives_counts(runs: Runs, uploads: Uploads) -> None:
    uploads.paste("床前明月光")
    run = runs.start(RunRequest((1,), kind="count"), author="小王")
    assert (run.id, run.state, run.kind, run.author, run.seconds) == (1, "running", "count", "小王", None)
    assert runs.current is not None and runs.list() == [runs.current]
    end = ended(runs, 1)
    assert (end.state, end.counts, end.message) == ("done", {"chars": 5, "resumed": 0}, "")
    assert end.seconds is not None and 0 < end.seconds < 30
    assert runs.current is None and runs.list() == [end]
    with pytest.raises(OptionError, match="run 1 is done"):
        runs.resume(1)


def test_what_a_task_prints_is_no_report(runs: Runs) -> None:
    runs.start(RunRequest(kind="print_much"), author="a")
    assert ended(runs, 1).counts == {"files": 0}


def test_the_hook_comes_before_the_end_is_seen(runs: Runs) -> None:
    seen: list[tuple[str, str, Step | None]] = []
    runs.on_done = lambda run: seen.append((run.state, runs.get(run.id).state, runs.get(run.id).step))
    runs.start(RunRequest(kind="written"), author="a")
    assert ended(runs, 1).state == "done"
    assert seen == [("done", "running", Step("load words", 0, None, "items"))]


def test_a_hook_that_fails_leaves_the_run_done(runs: Runs, caplog: pytest.LogCaptureFixture) -> None:
    def fail(run: Run) -> None:
        raise RuntimeError("no")

    runs.on_done = fail
    runs.start(RunRequest(kind="written"), author="a")
    assert ended(runs, 1).state == "done"
    assert "what follows its end failed" in caplog.text
    runs.start(RunRequest(kind="written"), author="a")


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("raise_own", "a.txt, line 3: no text"),
        ("crash", "an error in zici, please report it: ZeroDivisionError: by zero"),
        ("lose", "its process was killed by SIGKILL; perhaps memory ran out"),
        ("leave", "its process ended with exit code 7 (a last word)"),
    ],
)
def test_a_run_that_fails_says_why_in_one_line(runs: Runs, uploads: Uploads, kind: str, told: str) -> None:
    uploads.paste("字", "a.txt")
    runs.start(RunRequest((1,), kind=kind), author="a")
    end = ended(runs, 1)
    assert end.state == "failed" and end.message.startswith(told) and "\n" not in end.message
    assert end.is_resumable and end.counts == {}


def test_a_cancelled_run_ends_at_once_and_another_may_begin(runs: Runs, tmp_path: Path) -> None:
    request, pids = sleeper(tmp_path)
    run = runs.start(request, author="a")
    own = pids()
    until(lambda: runs.get(1).step is not None)
    step = runs.get(1).step
    assert step is not None and step._replace(done=0) == Step("sleep", 0, 600, "items")
    begun = time.monotonic()
    end = runs.cancel(run.id)
    assert time.monotonic() - begun < 2.5
    assert (end.state, end.message, end.step) == ("cancelled", "", None)
    assert not any(map(alive, own))
    assert runs.cancel(run.id) == end
    runs.start(RunRequest(kind="written"), author="a")
    assert ended(runs, 2).state == "done"


def test_a_run_that_does_not_listen_is_killed_and_what_it_started_too(runs: Runs, tmp_path: Path) -> None:
    request, pids = sleeper(tmp_path, "stubborn")
    runs.start(request, author="a")
    own = pids()
    begun = time.monotonic()
    assert runs.cancel(1).state == "cancelled"
    assert time.monotonic() - begun < 4
    until(lambda: not any(map(alive, own)), 2)


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ('os.write(1, b\'["step", "a", 0, null, "items"]\\n["do\'); os._exit(3)', "exit code 3"),
        ("os.write(1, b'no report\\n')", "an error in zici, please report it: JSONDecodeError"),
        ("os.close(0)", "exit code 0"),
        ("os.close(1); time.sleep(60)", "was killed by SIGKILL"),
    ],
)
def test_a_process_that_breaks_the_rules_has_failed(
    runs: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, told: str
) -> None:
    file = tmp_path / "child.py"
    file.write_text(f"import os, time; {script}")
    monkeypatch.setattr("zici.studio.runs._process._CHILD", file)
    runs.start(RunRequest(kind="written"), author="a")
    end = ended(runs, 1)
    assert end.state == "failed" and told in end.message


def test_a_process_that_can_not_be_started_has_failed(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/python")
    runs.start(RunRequest(kind="written"), author="a")
    end = ended(runs, 1)
    assert (end.state, end.message) == ("failed", "its process can't be started (No such file or directory)")


def test_what_a_killed_process_had_started_is_ended(runs: Runs, tmp_path: Path) -> None:
    request, pids = sleeper(tmp_path, "lose")
    runs.start(request, author="a")
    assert ended(runs, 1).state == "failed"
    until(lambda: not any(map(alive, pids())), 2)


def test_a_run_can_be_cancelled_before_its_process_is_there(runs: Runs) -> None:
    runs.start(RunRequest(kind="written"), author="a")
    assert runs.cancel(1).state == "cancelled"


def test_one_run_at_a_time_and_no_file_goes_meanwhile(runs: Runs, uploads: Uploads, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        uploads.paste(name, name)
    request, pids = sleeper(tmp_path)
    runs.start(RunRequest((1,), options=request.options, known=(2,), kind="sleep"), author="小王")
    pids()
    with pytest.raises(BusyError, match=r"^run 1 \(sleep\), which 小王 started at [\d:]{8}, is not done"):
        runs.start(RunRequest(kind="written"), author="b")
    with pytest.raises(BusyError, match="is not done yet"):
        runs.resume(1)
    for number, name in ((1, "a.txt"), (2, "b.txt")):
        with pytest.raises(BusyError, match=rf"^{name} is needed by run 1 \(sleep\), which 小王 started"):
            uploads.delete(number)
    uploads.delete(3)
    runs.cancel(1)
    uploads.delete(1)
    with pytest.raises(MissingError, match="no upload 1"):
        runs.resume(1)
    assert len(runs.list()) == 1


def test_many_start_at_once_and_one_is_let(runs: Runs, tmp_path: Path) -> None:
    request, _ = sleeper(tmp_path)
    refused: list[str] = []

    def start() -> None:
        try:
            runs.start(request, author="a")
        except BusyError as error:
            refused.append(str(error))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 7 and [run.id for run in runs.list()] == [1]
    runs.cancel(1)


def test_a_run_outlives_the_thread_that_started_it(runs: Runs, tmp_path: Path) -> None:
    # On Linux the signal of a parent's death comes when its thread ends.
    request, pids = sleeper(tmp_path)
    thread = threading.Thread(target=runs.start, args=(request,), kwargs={"author": "a"})
    thread.start()
    thread.join()
    own = pids()
    time.sleep(0.3)
    assert all(map(alive, own)) and runs.get(1).state == "running"


def test_closing_interrupts_and_the_next_studio_resumes(make: Make, uploads: Uploads, tmp_path: Path) -> None:
    runs = make()
    request, pids = sleeper(tmp_path)
    runs.start(request, author="a")
    own = pids()
    runs.close()
    runs.close()
    assert runs.get(1).state == "interrupted" and not any(map(alive, own))
    with pytest.raises(BusyError, match="closing"):
        runs.start(request, author="a")
    again = make()
    uploads.paste("字")
    assert again.get(1).is_resumable
    resumed = again.resume(1, author="b")
    assert (resumed.id, resumed.resumes, resumed.request, resumed.author) == (2, 1, request, "b")


def test_a_resumed_run_is_told_so(runs: Runs, uploads: Uploads, tasks: dict[str, str]) -> None:
    uploads.paste("字")
    tasks["count"] = "run_tasks:lose"
    runs.start(RunRequest((1,), kind="count"), author="a")
    assert ended(runs, 1).state == "failed"
    tasks["count"] = "run_tasks:count"
    runs.resume(1)
    assert ended(runs, 2).counts == {"chars": 1, "resumed": 1}


STUDIO = """
import sys, time
from pathlib import Path
from types import SimpleNamespace
from zici.studio.curation._database import open_engine
from zici.studio.runs import RunRequest, Runs, Uploads
base = Path(sys.argv[1])
engine = open_engine(base / "curation.sqlite")
place = SimpleNamespace(folder=base / "out", state=base / "out.studio")
uploads = Uploads(engine, place.state / "uploads", limit=1000)
kind = sys.argv[2]
runs = Runs(engine, place, uploads, tasks={kind: f"run_tasks:{kind}"})
runs.start(RunRequest(kind=kind, options={"tell": str(base / f"{kind}.pids")}), author="a")
time.sleep(60)
"""


@pytest.mark.parametrize("kind", ["sleep", "stubborn"])
def test_a_killed_studio_takes_its_run_along(make: Make, tmp_path: Path, kind: str) -> None:
    _, pids = sleeper(tmp_path, kind)
    studio = subprocess.Popen([sys.executable, "-c", STUDIO, str(tmp_path), kind])
    try:
        own = pids()
        assert all(map(alive, own))
    finally:
        os.kill(studio.pid, signal.SIGKILL)
        studio.wait()
    until(lambda: not alive(own[0]), 3)
    run = make().get(1)
    assert (run.state, run.message) == ("interrupted", "the studio ended before it did; resume it")
    assert run.ended is None and run.seconds is None and run.is_resumable


def test_requests_are_checked_before_anything_starts(runs: Runs, uploads: Uploads) -> None:
    uploads.paste("字", "a.txt")
    with pytest.raises(OptionError, match=r"^kind: expected one of count, .* got 'dig'"):
        runs.start(RunRequest(kind="dig"), author="a")
    with pytest.raises(OptionError, match=r"^wrong: a.txt is not to be counted"):
        runs.start(RunRequest((1,), options={"wrong": 1}, kind="count"), author="a")
    with pytest.raises(MissingError, match="no upload 2"):
        runs.start(RunRequest((2,), kind="count"), author="a")
    uploads.get(1).path.unlink()
    with pytest.raises(InputError, match=r"^a.txt: its file is gone"):
        runs.start(RunRequest((1,), kind="count"), author="a")
    assert runs.list() == [] and runs.current is None
    for call in (runs.get, runs.cancel, runs.resume):
        with pytest.raises(MissingError, match="no run 1"):
            call(1)


def test_the_list_begins_with_the_latest_and_ends_at_its_limit(engine: Engine, runs: Runs) -> None:
    for number in range(5):
        runs._history.add(RunRequest(column=f"{number}", kind="count"), author="a", resumes=None)
    assert [run.request.column for run in runs.list(3)] == ["4", "3", "2"]


@pytest.mark.parametrize("limit", [0, -1, 1001, 2**70])
def test_a_list_has_some_runs_and_not_too_many(runs: Runs, limit: int) -> None:
    with pytest.raises(OptionError, match="limit: expected 1 to 1,000 runs"):
        runs.list(limit)


def test_numbers_of_nothing(runs: Runs, uploads: Uploads) -> None:
    for number in (0, -1, 2**63, 2**70, -(2**70)):
        with pytest.raises(MissingError, match=f"no run {number}"):
            runs.get(number)
        with pytest.raises(MissingError, match=f"no upload {number}"):
            uploads.get(number)


def test_authors_and_columns_may_be_any_text(runs: Runs, uploads: Uploads) -> None:
    uploads.paste("字", "a.txt", author="\ud800\0b")
    request = RunRequest((1,), "\ud800\0", {"\0": "\ud800"}, kind="count")
    runs.start(request, author="\ud800\0a")
    end = ended(runs, 1)
    assert (end.author, end.request, uploads.get(1).author) == ("??a", request, "??b")


def test_an_end_that_the_database_does_not_take_is_known_nevertheless(
    runs: Runs, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(run: Run) -> None:
        raise OutputError("curation.sqlite: another process has been writing it")

    monkeypatch.setattr(runs._history, "end", refuse)
    runs.start(RunRequest(kind="written"), author="a")
    assert ended(runs, 1).state == "done" and runs.list()[0].state == "done"
    assert History(engine).get(1).state == "interrupted"  # what another start would see
    monkeypatch.undo()
    runs.close()
    assert History(engine).get(1).state == "done"


def test_a_run_without_a_thread_has_failed_and_stands_in_nobodys_way(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        with pytest.raises(BusyError, match="too busy"):
            runs.start(RunRequest(kind="written"), author="a")
    assert (runs.get(1).state, runs.get(1).message) == ("failed", "can't start new thread")
    runs.start(RunRequest(kind="written"), author="a")
    assert ended(runs, 2).state == "done"


def test_the_runs_of_a_database_that_can_not_be_written_can_be_seen(
    runs: Runs, place: SimpleNamespace, uploads: Uploads, tmp_path: Path
) -> None:
    runs.start(RunRequest(kind="written"), author="a")
    ended(runs, 1)
    only = open_engine(tmp_path / "curation.sqlite", read_only=True)
    try:
        assert Runs(only, place, uploads).list()[0].state == "done"
    finally:
        only.dispose()

"""Ends that come early: Ctrl-C, a closed stream, the interpreter's end; scripts without a main guard."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from itertools import count
from pathlib import Path

import pytest

from zici.parallel import parallel_imap, parallel_map

posix = pytest.mark.skipif(os.name != "posix", reason="process groups and signals of POSIX")


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] == "Z")


def _gone(pids: list[int], within: float) -> bool:
    end = time.monotonic() + within
    while any(_alive(pid) for pid in pids):
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def _script(tmp_path: Path, text: str) -> list[str]:
    script = tmp_path / "script.py"
    script.write_text(textwrap.dedent(text), encoding="utf-8")
    return [sys.executable, "-W", "error", str(script)]


@posix
@pytest.mark.parametrize("whole_group", [True, False])
@pytest.mark.parametrize("call", ["parallel_map", "list(parallel_imap"])
def test_ctrl_c_ends_every_child(tmp_path: Path, whole_group: bool, call: str) -> None:
    command = _script(
        tmp_path,
        f"""
        import os, time
        from pathlib import Path
        from zici.parallel import parallel_imap, parallel_map

        def hang(number):
            Path({str(tmp_path)!r}, f"pid{{os.getpid()}}").touch()
            time.sleep(60)

        {call}(hang, range(100), workers=2){")" if "(" in call else ""}
        """,
    )
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 20
    while len(list(tmp_path.glob("pid*"))) < 2:
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    children = [int(path.name[3:]) for path in tmp_path.glob("pid*")]
    start = time.monotonic()
    (os.killpg if whole_group else os.kill)(process.pid, signal.SIGINT)
    stderr = process.communicate(timeout=20)[1]
    assert time.monotonic() - start < 5
    assert process.returncode == -signal.SIGINT
    assert stderr.count("Traceback") == 1
    assert stderr.rstrip().endswith("KeyboardInterrupt")
    assert _gone(children, within=2)


@posix
def test_ctrl_c_at_a_prompt_leaves_the_kept_pool_alone() -> None:
    def work(_: int) -> int:
        return os.getpid()

    before = parallel_map(work, [0], workers=1)
    time.sleep(0.3)  # until it waits for work
    os.kill(before[0], signal.SIGINT)
    time.sleep(0.3)
    assert parallel_map(work, [0], workers=1) == before


@posix
@pytest.mark.parametrize("ordered", [True, False])
def test_closing_a_stream_ends_the_processes_at_work(tmp_path: Path, ordered: bool) -> None:
    def hang_later(number: int) -> int:
        if number:
            (tmp_path / str(os.getpid())).touch()
            time.sleep(60)
        return number

    stream = parallel_imap(hang_later, count(), workers=2, ordered=ordered, chunk=1)
    next(stream)
    start = time.monotonic()
    stream.close()
    assert time.monotonic() - start < 5
    assert _gone([int(path.name) for path in tmp_path.iterdir()], within=2)


def test_a_quick_pool_outlives_a_closed_stream() -> None:
    stream = parallel_imap(lambda _: os.getpid(), count(), workers=1)
    pid = next(stream)
    stream.close()
    assert parallel_map(lambda _: os.getpid(), [0], workers=1) == [pid]


def test_the_pool_is_used_again_within_the_size_asked() -> None:
    def pids(workers: int) -> set[int]:
        def slow_pid(_: int) -> int:
            time.sleep(0.02)
            return os.getpid()

        return set(parallel_map(slow_pid, range(8), workers=workers))

    two = pids(2)
    assert pids(2) == two
    assert len(pids(1)) == 1
    assert not pids(1) & two


def test_a_script_without_a_main_guard_ends_clean(tmp_path: Path) -> None:
    command = _script(
        tmp_path,
        """
        from dataclasses import dataclass
        from zici.parallel import parallel_map

        @dataclass
        class Word:
            text: str

        def double(word):
            return Word(word.text * 2)

        print(parallel_map(double, [Word("字"), Word("词")], workers=2)[1].text)
        """,
    )
    start = time.monotonic()
    env = os.environ | {"PYTHONUTF8": "1"}
    done = subprocess.run(command, capture_output=True, timeout=30, check=True, encoding="utf-8", env=env)
    assert done.stdout == "词词\n"
    assert done.stderr == ""
    assert time.monotonic() - start < 10


def test_a_session_from_standard_input() -> None:
    text = "from zici.parallel import parallel_map\nprint(parallel_map(lambda x: x + 1, [1, 2], workers=2))\n"
    done = subprocess.run(
        [sys.executable, "-i", "-q"], input=text, capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stdout == "[2, 3]\n"


@posix
def test_the_child_of_a_fork_starts_its_own_pool(tmp_path: Path) -> None:
    command = _script(
        tmp_path,
        """
        import os, warnings
        from zici.parallel import parallel_map
        from zici.parallel._pool import close_idle

        warnings.simplefilter("ignore", DeprecationWarning)  # fork beside threads: that is the case here
        assert parallel_map(abs, [-1], workers=1) == [1]
        child = os.fork()
        assert parallel_map(abs, [-2], workers=1) == [2]
        if not child:
            close_idle()
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
        """,
    )
    done = subprocess.run(command, timeout=30, check=True, capture_output=True, text=True)
    assert done.stderr == ""


@pytest.mark.parametrize("method", ["spawn", pytest.param("fork", marks=posix)])
def test_a_process_of_multiprocessing_ends_at_once(tmp_path: Path, method: str) -> None:
    command = _script(
        tmp_path,
        f"""
        import multiprocessing, warnings
        from zici.parallel import parallel_map

        def work():
            assert parallel_map(abs, [-2, -3], workers=2) == [2, 3]

        if __name__ == "__main__":
            warnings.simplefilter("ignore", DeprecationWarning)  # fork beside threads: that is the case here
            work()
            child = multiprocessing.get_context({method!r}).Process(target=work)
            child.start()
            child.join(20)
            assert child.exitcode == 0, child.exitcode
        """,
    )
    done = subprocess.run(command, timeout=60, check=True, capture_output=True, text=True)
    assert done.stderr == ""


@posix
def test_no_folder_is_left_behind(tmp_path: Path) -> None:
    command = _script(
        tmp_path,
        """
        import os
        from zici.parallel import parallel_map

        def die(number):
            if number == 3:
                os._exit(1)

        parallel_map(abs, [-1], workers=1)
        try:
            parallel_map(die, range(5), workers=1, retries=1)
        except Exception:
            pass
        parallel_map(abs, [-1], workers=2)
        """,
    )
    folder = tmp_path / "temporary"
    folder.mkdir()
    subprocess.run(command, timeout=30, check=True, env=os.environ | {"TMPDIR": str(folder)})
    assert list(folder.glob("zici-*")) == []


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import zici.parallel, sys; assert not {'loky', 'numpy'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)


def test_workers_import_neither_numpy_nor_the_schedule() -> None:
    """In a process of its own: what other tests loaded here may come along in what is sent to workers."""
    program = """
        import sys
        from zici.parallel import parallel_map

        assert not {"loky", "numpy"} & set(sys.modules)

        def loaded(_):
            return [name for name in ("numpy", "numba", "zici.parallel._schedule") if name in sys.modules]

        assert parallel_map(loaded, [0], workers=1, backend="process") == [[]]
        """
    subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=True, timeout=60)

"""Kill ``zici mine`` at random moments, go on with ``--resume``, and compare with a run left in peace.

    python benchmarks/fault_runs.py FILE [--kills 50] [--seed 0] [--workers N]

FILE is the text. Every killed run (SIGKILL, at a moment drawn evenly from the time of a whole run) is
followed by one with ``--resume``. It counts as good if every file but run.json and report.html, which tell
times, has the bytes of the undisturbed run, if nothing stood under the final name before, and if nothing is
left beside it. At the end five runs are killed at 90 % of the time: how long do they take to go on?
"""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TIMED = {"run.json", "report.html"}
LATE, LATE_RUNS = 0.9, 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("text", type=Path)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int)
    options = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="zici-faults-"))
    try:
        study(options, place)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def study(options: argparse.Namespace, place: Path) -> None:
    def run(*more: str) -> subprocess.Popen[bytes]:
        command = [
            sys.executable,
            "-m",
            "zici",
            "mine",
            str(options.text),
            "-o",
            str(place / "out"),
            "-q",
            *more,
        ]
        if options.workers:
            command += ["--workers", str(options.workers)]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    whole = []
    for _ in range(3):
        shutil.rmtree(place / "out", ignore_errors=True)
        whole.append(timed(run()))
    seconds, expected = statistics.median(whole), hashes(place / "out")
    print(
        f"a whole run takes {seconds:.1f} s (median of {len(whole)}), {len(expected)} files to compare",
        flush=True,
    )
    source, good, moments = random.Random(options.seed), 0, []
    for number in range(options.kills):
        share = source.random()
        ok, _, early = killed(run, place, share * seconds, expected)
        good += ok
        moments.append(early)
        print(f"{number + 1:3} killed at {share:.0%}: {'same bytes' if ok else 'DIFFERENT'}", flush=True)
    print(f"{good} of {options.kills} identical after going on; {sum(moments)} were killed before the end")
    late = [killed(run, place, LATE * seconds, expected) for _ in range(LATE_RUNS)]
    resumed = statistics.median(time for _, time, _ in late)
    print(f"after a kill at {LATE:.0%}: {resumed:.1f} s to go on, {resumed / seconds:.0%} of a whole run")


def killed(run, place: Path, after: float, expected: dict[str, str]) -> tuple[bool, float, bool]:
    """Whether all is well, how long going on took, and whether the kill came before the end."""
    shutil.rmtree(place / "out", ignore_errors=True)
    process = run()
    try:
        process.wait(after)
        early = False
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        early = True
    nothing_half = not (place / "out").exists() or hashes(place / "out") == expected
    taken = timed(run("--resume"))
    left = sorted(path.name for path in place.iterdir())
    return nothing_half and hashes(place / "out") == expected and left == ["out"], taken, early


def timed(process: subprocess.Popen[bytes]) -> float:
    begin = time.perf_counter()
    if process.wait():
        raise SystemExit(f"zici mine ended with {process.returncode}")
    return time.perf_counter() - begin


def hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in TIMED
    }


if __name__ == "__main__":
    main()

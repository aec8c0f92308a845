"""The parallel map beside multiprocessing.Pool.imap: a trivial function on 100,000 short strings.

The two take turns in one run; medians are compared. "fresh" counts starting the processes and ending them,
as ``with multiprocessing.Pool()`` does; "started" counts starting but not ending (our pool stays for the next
call); "reused" finds it running. Then the time from the call to its end when a worker is killed.

    python benchmarks/bench_parallel.py [--items 100000] [--workers 2] [--rounds 7]
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from multiprocessing import Pool
from pathlib import Path

from zici.errors import WorkerLostError
from zici.parallel import parallel_imap, parallel_map
from zici.parallel._pool import close_idle

PEER_CHUNK = 64


def trivial(word: str) -> int:
    return len(word)


def peer(items: list[str], workers: int) -> list[int]:
    with Pool(workers) as pool:
        return list(pool.imap(trivial, items, chunksize=PEER_CHUNK))


def ours(items: list[str], workers: int) -> list[int]:
    return parallel_map(trivial, items, workers=workers)


def stream(items: list[str], workers: int) -> list[int]:
    return list(parallel_imap(trivial, items, workers=workers))


def seconds(work: Callable[..., object], *arguments: object) -> float:
    start = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - start


def one_round(items: list[str], workers: int) -> dict[str, float]:
    taken = {"Pool.imap": seconds(peer, items, workers)}
    close_idle()
    taken["map started"] = seconds(ours, items, workers)
    taken["map fresh"] = taken["map started"] + seconds(close_idle)
    taken["imap started"] = seconds(stream, items, workers)
    taken["imap fresh"] = taken["imap started"] + seconds(close_idle)
    ours(items, workers)
    taken["map reused"] = seconds(ours, items, workers)
    taken["imap reused"] = seconds(stream, items, workers)
    return taken


def compare(items: list[str], workers: int, rounds: int) -> None:
    expected = [len(word) for word in items]
    if not expected == peer(items, workers) == ours(items, workers) == stream(items, workers):
        raise SystemExit("the results differ: nothing to compare")
    table = [one_round(items, workers) for _ in range(rounds)]
    columns = {name: [row[name] for row in table] for name in table[0]}
    base, base_best = statistics.median(columns["Pool.imap"]), min(columns["Pool.imap"])
    print(f"{'':14} {'items/s':>12} {'median s':>9} {'ratio':>6} {'best s':>9} {'ratio':>6}")
    for name, taken in columns.items():
        middle, best = statistics.median(taken), min(taken)
        rate = len(items) / middle
        print(
            f"{name:14} {rate:12,.0f} {middle:9.4f} {base / middle:6.2f} {best:9.4f} {base_best / best:6.2f}"
        )


def killed(retries: int, workers: int) -> str:
    """Kill the worker that meets the middle item: always without retries, else once."""
    marker = Path(tempfile.mkdtemp()) / "was here"

    def kill_once(number: int) -> int:
        if number == 5_000 and not (retries and marker.exists()):
            marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    try:
        done = parallel_map(kill_once, range(10_000), workers=workers, retries=retries)
    except WorkerLostError as error:
        return f"WorkerLostError for items {error.first} to {error.last}"
    return "all items done" if done == list(range(10_000)) else "WRONG RESULTS"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    items = [f"字词{number}" for number in range(arguments.items)]
    print(f"{arguments.items:,} strings, {arguments.workers} processes, median of {arguments.rounds} turns")
    system = f"{platform.system()}, {os.cpu_count()} CPUs"
    print(f"python {platform.python_version()}, loky {version('loky')}, {system}")
    print(f"Pool.imap: chunks of {PEER_CHUNK}, start and end included; ours: chunks by themselves")
    compare(items, arguments.workers, arguments.rounds)
    for retries in (0, 1):
        start = time.perf_counter()
        end = killed(retries, arguments.workers)
        print(f"worker killed, retries={retries}: {end} after {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    sys.exit(main())

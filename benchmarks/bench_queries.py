"""How long a question to many vectors takes: ``most_similar`` of WordVectors that lie on disk.

    python benchmarks/bench_queries.py [--words 1000000] [--dim 200] [--repeats 50] [--gensim PYTHON]

The vectors are drawn by chance and saved; they are opened again as a user would, memory-mapped. "first" is
the first question after that, which finds the lengths of all vectors; then come the questions of other words,
in milliseconds. PYTHON is one with gensim, which is asked the same of the same vectors.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from bench_vectors import fresh_process

PEER = """
import sys, time
import numpy as np
from gensim import __version__
from gensim.models import KeyedVectors
matrix = np.load(sys.argv[1], mmap_mode="r")
vectors = KeyedVectors(matrix.shape[1])
vectors.add_vectors([f"w{k}" for k in range(len(matrix))], matrix)
times = []
for number in range(int(sys.argv[2]) + 1):
    begin = time.perf_counter()
    vectors.most_similar(f"w{number * 7}")
    times.append(time.perf_counter() - begin)
print("gensim", __version__, *times)
"""


def main() -> None:
    from zici.vectors import WordVectors

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--words", type=int, default=1_000_000)
    parser.add_argument("--dim", type=int, default=200)
    parser.add_argument("--repeats", type=int, default=50)
    parser.add_argument("--gensim", type=Path)
    options = parser.parse_args()
    matrix = np.random.default_rng(0).standard_normal((options.words, options.dim), np.float32)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        WordVectors([f"w{k}" for k in range(options.words)], matrix).save(folder / "vectors")
        np.save(folder / "matrix.npy", matrix)
        del matrix
        begin = time.perf_counter()
        vectors = WordVectors.load(folder / "vectors")
        print(f"load {1e3 * (time.perf_counter() - begin):.0f} ms")
        show("zici", ask(lambda number: vectors.most_similar(f"w{number * 7}"), options.repeats))
        if options.gensim:
            command = [str(options.gensim), "-c", PEER, str(folder / "matrix.npy"), str(options.repeats)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            peer, version, *times = done.stdout.split()
            show(f"{peer} {version}", [float(value) for value in times])


def ask(query: Callable[[int], object], repeats: int) -> list[float]:
    """The seconds of the first question and of those after it."""
    times = []
    for number in range(repeats + 1):
        begin = time.perf_counter()
        query(number)
        times.append(time.perf_counter() - begin)
    return times


def show(who: str, times: list[float]) -> None:
    first, *later = (1e3 * value for value in times)
    spread = f"{min(later):.1f} to {max(later):.1f}"
    print(f"{who}: first {first:.0f} ms, then {statistics.median(later):.1f} ms ({spread})")


if __name__ == "__main__":
    fresh_process()
    main()

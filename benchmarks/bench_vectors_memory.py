"""Peak memory of train_vectors on a text that is made on the fly: is it that of the matrices?

python benchmarks/bench_vectors_memory.py [--tokens 30] [--words 200000] [--dim 200] [--method sgns,cbow,svd]

Words follow Zipf's law; the text is never held or stored, but made again whenever it is gone through.
Each method trains one epoch in a fresh process. The bound is 1.2 times the two matrices, and 300 MB for
Python, the libraries, the compiled kernels and the dictionary of words. "before" is what the process held
when it began to train; svd has no bound here, as its table of pairs is a result too.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Iterator

import numpy as np

MB = 1e6
BASE = 300 * MB
BATCH, LENGTH = 5000, 20  # sentences made at a time, words of each


class Text:
    """Sentences of words by Zipf's law, the same at every pass."""

    def __init__(self, tokens: int, words: int) -> None:
        self.batches = tokens // (BATCH * LENGTH)
        self.words = words

    def __iter__(self) -> Iterator[list[str]]:
        shares = np.cumsum(1 / np.arange(1, self.words + 1))
        random = np.random.default_rng(0)
        once = np.arange(self.words)  # so that every word is there min_count times
        for number in range(self.batches):
            drawn = np.searchsorted(shares, random.random((BATCH, LENGTH)) * shares[-1])
            first = number * BATCH
            seldom = once[(first + np.arange(BATCH)) % self.words]
            drawn[:, 0] = seldom
            for row in drawn.tolist():
                yield [f"w{k}" for k in row]


def main() -> None:
    options = parse()
    if options.child:
        train(options, options.method)
        return
    print(f"{options.tokens:g} M tokens, {options.words} words, dim {options.dim}, memory={options.memory}")
    for method in options.method.split(","):
        command = [sys.executable, __file__, *sys.argv[1:], "--method", method, "--child"]
        subprocess.run(command, check=True)


def train(options: argparse.Namespace, method: str) -> None:
    from zici.vectors import train_vectors

    before, start = peak(), time.perf_counter()
    extra = {} if method == "svd" else {"epochs": 1, "subsample": options.subsample}
    vectors = train_vectors(
        Text(int(options.tokens * 1e6), options.words),
        method=method,
        dim=options.dim,
        min_count=1,
        memory=options.memory,
        workers=options.workers,
        **extra,
    )
    seconds, most = time.perf_counter() - start, peak()
    matrices = 2 * vectors.matrix.nbytes
    bound = 1.2 * matrices + BASE
    verdict = (
        "" if method == "svd" else f"  bound {bound / MB:.0f} MB: {'held' if most <= bound else 'BROKEN'}"
    )
    print(
        f"{method:5} {len(vectors)} words  before {before / MB:.0f}  peak {most / MB:.0f}  "
        f"matrices {matrices / MB:.0f} MB{verdict}  {seconds:.0f} s"
    )


def peak() -> int:
    """The most bytes of memory that this process has had."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--tokens", type=float, default=30.0, help="million tokens")
    parser.add_argument("--words", type=int, default=200_000)
    parser.add_argument("--dim", type=int, default=200)
    parser.add_argument("--method", default="sgns,cbow")
    parser.add_argument("--memory", default="500MB")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--subsample", type=float, default=1e-5)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""Discovery on text that outgrows the machine: time, memory, temporary disk, and what they grow with.

    python benchmarks/bench_scale.py [TEXT ...] [--millions 10 100 1000] [--memory 2GB] [--order 4]
    python benchmarks/bench_scale.py [TEXT ...] --real 1 5 22 39

The text of so many million characters is drawn from a model of character trigrams of TEXT (its first 8
million characters), on the fly: it stands nowhere, neither on disk nor in memory. It is drawn anew whenever
it is read. ``--real``: the first so many million characters of TEXT itself. Every size runs in a process of
its own, whose largest memory is told by the system; the temporary folder is looked at ten times a second.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numba
import numpy as np

from zici import Corpus
from zici._progress import Step
from zici.discovery import discover
from zici.ngrams import count_ngrams

HERE = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("ZICI_DATA", HERE.parent / "shared" / "data"))
MODEL = 8_000_000  # characters that the model is made of
BLOCK = 1 << 20  # characters drawn at a time
CHAINS = 64  # texts that are drawn side by side


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("texts", nargs="*", default=[str(DATA / "raw" / "novels_modern.txt.xz")])
    parser.add_argument("--millions", type=int, nargs="+", default=[10, 100])
    parser.add_argument("--real", type=int, nargs="+")
    parser.add_argument("--memory", default="2GB")
    parser.add_argument("--order", type=int, default=4)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one is not None:
        print(json.dumps(measured(options)))
        return
    print("| M characters | s | M characters/s | peak RSS, MB | disk, bytes/character | words | stages, s |")
    print("|---|---|---|---|---|---|---|", flush=True)
    for size in options.real or options.millions:
        output = subprocess.run(
            [sys.executable, __file__, *sys.argv[1:], "--one", str(size)], check=True, stdout=subprocess.PIPE
        ).stdout
        row = json.loads(output.splitlines()[-1])
        cells = [
            f"{row['chars'] / 1e6:,.1f}",
            f"{row['seconds']:.1f}",
            f"{row['chars'] / row['seconds'] / 1e6:.2f}",
        ]
        cells += [f"{row['rss'] / 1e6:,.0f}", f"{row['disk'] / row['chars']:.2f}", f"{row['words']:,}"]
        cells.append(", ".join(f"{name} {value:g}" for name, value in row["stages"].items()))
        print("| " + " | ".join(cells) + " |", flush=True)


def measured(options: argparse.Namespace) -> dict[str, object]:
    """One size: everything from the text to its words."""
    chars = options.one * 1_000_000
    corpus = Corpus.from_texts(
        Real(options.texts, chars) if options.real else Drawn(options.texts, chars, options.seed)
    )
    stages: dict[str, float] = {}
    last = ["read", time.perf_counter()]

    def progress(step: Step) -> None:
        if step.stage != last[0]:
            now = time.perf_counter()
            stages[last[0]] = round(stages.get(last[0], 0.0) + now - last[1], 1)
            last[:] = [step.stage, now]

    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder, Watched(Path(folder)) as disk:
        tempfile.tempdir = folder
        begin = last[1] = time.perf_counter()
        counts = count_ngrams(
            corpus, order=options.order, workers=options.workers, memory=options.memory, progress=progress
        )
        lexicon = discover(
            counts,
            method="ngram",
            order=options.order,
            workers=options.workers,
            memory=options.memory,
            progress=progress,
        )
        seconds = time.perf_counter() - begin
        progress(Step("", 0, None, ""))
        return {
            "chars": chars,
            "seconds": seconds,
            "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
            "disk": disk.most,
            "words": len(lexicon),
            "stages": stages,
        }


class Watched:
    """The most bytes that stood in a folder, also of files without a name."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.most, self._over = folder, 0, threading.Event()

    def __enter__(self) -> Watched:
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.1):
            self.most = max(self.most, self._now())

    def _now(self) -> int:
        found = {}
        for number in Path("/proc/self/fd").iterdir():
            try:
                name, told = number.readlink(), number.stat()
            except OSError:
                continue
            if str(name).startswith(str(self.folder)):
                found[told.st_ino] = told.st_blocks * 512
        for path in self.folder.rglob("*"):
            try:
                told = path.stat()
            except OSError:
                continue
            if path.is_file():
                found[told.st_ino] = told.st_blocks * 512
        return sum(found.values())


class Real:
    """The first characters of the texts."""

    def __init__(self, texts: list[str], chars: int) -> None:
        self._texts, self._chars = texts, chars

    def __iter__(self) -> Iterator[str]:
        left = self._chars
        for block in Corpus(self._texts).blocks():
            yield block[:left]
            left -= len(block)
            if left <= 0:
                return


class Drawn:
    """Text drawn from a model of character trigrams; the same one whenever it is gone through."""

    def __init__(self, texts: list[str], chars: int, seed: int) -> None:
        self._chars, self._seed = chars, seed
        text = "".join(Real(texts, MODEL))
        codes = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
        pairs = codes[:-1].astype(np.uint64) << np.uint64(32) | codes[1:]
        _, numbers = np.unique(pairs[:-1], return_inverse=True)
        after = np.append(numbers, numbers[0])[1:].astype(np.uint32)  # the pair that begins one place later
        order = np.argsort(numbers, kind="stable")
        self._next = np.stack([codes[2:][order], after[order]], axis=1)  # the pairs' followers, side by side
        self._start = np.append(0, np.cumsum(np.bincount(numbers))).astype(np.uint32)

    def __iter__(self) -> Iterator[str]:
        state = np.random.default_rng(self._seed).integers(1, 2**63, CHAINS).astype(np.uint64)
        pairs = (state % np.uint64(self._start.size - 1)).astype(np.uint32)
        for first in range(0, self._chars, BLOCK):
            drawn = np.empty((CHAINS, min(BLOCK, self._chars - first) // CHAINS), np.uint32)
            draw(self._next, self._start, state, pairs, drawn)
            yield drawn.tobytes().decode("utf-32-le")


@numba.njit(nogil=True)
def draw(following, start, state, pairs, out):
    """The next character is one that follows the last two somewhere, at a place drawn at random.

    Many texts are drawn side by side: while one waits for the memory, others go on.
    """
    for k in range(out.shape[1]):
        for chain in range(out.shape[0]):
            random = state[chain]
            random ^= random << np.uint64(13)
            random ^= random >> np.uint64(7)
            random ^= random << np.uint64(17)
            state[chain] = random
            first = start[pairs[chain]]
            many = np.uint64(start[pairs[chain] + np.uint32(1)] - first)
            row = following[np.uint64(first) + (random >> np.uint64(33)) % many]
            out[chain, k] = row[0]
            pairs[chain] = row[1]


if __name__ == "__main__":
    main()

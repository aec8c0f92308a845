"""Hours of work in minutes: does memory grow, are files left open?

    python benchmarks/soak.py [TEXT] [--minutes 30] [--most 20]
    python benchmarks/soak.py [FOLDER] --studio [--minutes 10] [--clients 20]

The library: words are found in TEXT (a text file; without it raw/红楼梦.txt.xz of the data, ZICI_DATA),
vectors and a classifier are learned. Then in turn texts are cut (one by one, many at once), neighbours looked
up, and texts classified, others every time. With ``--studio``: a studio on FOLDER (what ``zici mine`` wrote;
without it that book is mined) under the load of bench_studio.py, pages of words included.

Once a second the resident memory and the open files of the process are noted. The first fifth of the time, a
minute at most, is warm-up. Through the rest a line is laid by least squares. It grows, and the exit code is
1, if the line rises by more than ``--most`` MB an hour and by more than 2 MB in all (what allocators do by
themselves), or if more files are open in the last fifth than ever before it.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import platform
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import bench_studio as studio
import numpy as np

WARM = 60.0  # seconds at most
NOISE = 2.0  # MB
SIZE = 400  # characters of a text


class Sample(NamedTuple):
    seconds: float
    megabytes: float
    files: int


class Watch:
    """Notes a process once a second, from a thread."""

    def __init__(self, pid: int) -> None:
        self.pid, self.samples = pid, []
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._note)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._end.set()
        self._thread.join()

    def _note(self) -> None:
        begin = time.monotonic()
        while not self._end.wait(1.0):
            files = sum(1 for _ in Path(f"/proc/{self.pid}/fd").iterdir())
            self.samples.append(Sample(time.monotonic() - begin, studio.resident(self.pid), files))


def grows(samples: list[Sample], most: float) -> bool:
    """Print what the samples say; whether that is growth."""
    warm = min(WARM, samples[-1].seconds / 5)
    rest = [sample for sample in samples if sample.seconds > warm]
    seconds, memory = (np.array([sample[k] for sample in rest]) for k in (0, 1))
    slope = float(np.polyfit(seconds, memory, 1)[0])
    rise = slope * float(seconds[-1] - seconds[0])
    late = [sample.files for sample in rest[-len(rest) // 5 :]]
    before = [sample.files for sample in rest[: -len(rest) // 5]]
    print(f"time        {samples[-1].seconds / 60:.1f} minutes, {warm:.0f} s of them warm-up")
    low, high = memory.min(), memory.max()
    print(f"memory      {memory[0]:.1f} to {memory[-1]:.1f} MB, {low:.1f} to {high:.1f} between")
    print(f"slope       {slope * 3600:+.2f} MB an hour, {rise:+.2f} MB in this time")
    print(f"open files  {rest[0].files}, at most {max(before)}, {max(late)} in the last fifth")
    return (slope * 3600 > most and rise > NOISE) or max(late) > max(before)


def library(path: Path, seconds: float) -> list[Sample]:
    from zici import Corpus, Segmenter, discover, train_vectors
    from zici.classify import TextClassifier

    text = "".join("".join(Corpus(path)).split())
    source = random.Random(0)

    def some(number: int) -> list[str]:
        begins = [source.randrange(len(text) - SIZE) for _ in range(number)]
        return [text[begin : begin + SIZE] for begin in begins]

    segmenter = Segmenter(discover(Corpus(path)))
    vectors = train_vectors(segmenter.cut_many(some(500)), dim=50)
    half = len(text) // 2
    texts = some(400)
    labels = ["first" if text.index(one) < half else "second" for one in texts]
    classifier = TextClassifier("linear").fit(texts, labels)
    work: list[Callable[[], object]] = [
        lambda: [segmenter.cut_text(one) for one in some(20)],
        lambda: list(segmenter.cut_many(some(100))),
        lambda: [vectors.most_similar(source.choice(vectors.words)) for _ in range(20)],
        lambda: classifier.predict(some(40)),
        lambda: classifier.predict_proba(some(10)),
    ]
    end, rounds = time.monotonic() + seconds, 0
    with Watch(os.getpid()) as watch:
        for number in itertools.count():
            if time.monotonic() > end:
                break
            work[number % len(work)]()
            rounds = number // len(work)
    print(f"rounds      {rounds:,} of {len(work)} kinds of work")
    return watch.samples


def served(options: argparse.Namespace, temporary: Path) -> list[Sample]:
    folder = options.place or studio.mine(temporary / "out")
    texts = studio.read_texts(folder)
    with studio.started(folder, temporary / "state") as (server, port):
        load = studio.Load(port, texts, "unigram", options.minutes * 60)
        with Watch(server.pid) as watch:
            asyncio.run(studio.measure(load, options.clients, server.pid, busy=True))
    print(f"requests    {len(load.times):,}, errors {len(load.errors)}")
    if load.errors:
        raise SystemExit(f"error       {load.errors[0]}")
    return watch.samples


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("place", type=Path, nargs="?")
    parser.add_argument("--minutes", type=float, default=None)
    parser.add_argument("--most", type=float, default=20.0)
    parser.add_argument("--studio", action="store_true")
    parser.add_argument("--clients", type=int, default=20)
    options = parser.parse_args()
    options.minutes = options.minutes or (10.0 if options.studio else 30.0)
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors", flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        if options.studio:
            samples = served(options, Path(temporary))
        else:
            book = Path(os.environ.get("ZICI_DATA", studio.DEFAULT)) / "raw" / "红楼梦.txt.xz"
            samples = library(options.place or book, options.minutes * 60)
    sys.exit(grows(samples, options.most))


if __name__ == "__main__":
    main()

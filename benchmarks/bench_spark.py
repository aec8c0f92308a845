"""Spark on this machine against the engine of one machine: time, and what is shuffled.

    python benchmarks/bench_spark.py [--data DIR] [--repeats 3] [--share 1.000] [--no-naive]

Words are found (method "ngram", order 4) by two threads, and by Spark on ``local[2]``, in turn, in processes
that are warm; the words must be the same. The text is all of DIR/raw, decompressed, read as plain text. The
bytes shuffled are those of Spark's own metrics; beside them those of the naive way, which makes every n-gram
of 1 to 4 characters a string and lets Spark group and count them (it adds up what it can before the shuffle).
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from bench_discover import DEFAULT, write_texts

import zici
from zici.cluster import Spark, connect

ORDER = 4


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--data", type=Path, default=Path(os.environ.get("ZICI_DATA", DEFAULT)))
    arguments.add_argument("--repeats", type=int, default=3)
    arguments.add_argument("--share", choices=["1.000", "0.500", "0.130", "0.026"], default="1.000")
    arguments.add_argument("--no-naive", action="store_true")
    options = arguments.parse_args()
    if find_spec("pyspark") is None:
        print('left out: pyspark is not installed (pip install "zici[spark]")')
        return
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with tempfile.TemporaryDirectory() as folder:
        chars = write_texts(options.data / "raw", Path(folder))[options.share]
        start = time.perf_counter()
        session = connect("local[2]", spark_ui_enabled="false", spark_driver_memory="4g")
        started = time.perf_counter() - start
        say_versions(session)
        print(f"session started in {started:.1f} s; {chars / 1e6:.2f} M characters, order {ORDER}")
        corpus = zici.Corpus(Path(folder) / options.share, format="text")
        if options.repeats:
            compare(session, corpus, options.repeats)
        ours = shuffled(session, lambda: count(session, corpus))
        print(f"counted on Spark: {ours / 1e6:.1f} MB shuffled")
        if not options.no_naive:
            theirs = shuffled(session, lambda: naive(session, corpus))
            print(f"naive: {theirs / 1e6:.1f} MB shuffled; ours are {ours / theirs:.1%} of it")
        skew(session)
        session.stop()


def say_versions(session: Any) -> None:
    import pandas
    import pyspark

    java = session.sparkContext._jvm.System.getProperty("java.version")
    print(
        f"zici {zici.__version__}, pyspark {pyspark.__version__}, Java {java}, pandas {pandas.__version__}, "
        f"pyarrow {pa.__version__}, Python {platform.python_version()}, {os.cpu_count()} processors, "
        f"load {os.getloadavg()[0]:.1f}"
    )


def compare(session: Any, corpus: zici.Corpus, repeats: int) -> None:
    """Both engines in turn; the first turn, in which kernels are loaded, is not counted."""
    engine = Spark(session)
    runs: dict[str, list[Run]] = {"one machine": [], "Spark": []}
    for turn in range(repeats + 1):
        here = timed(lambda: zici.discover(corpus, order=ORDER, workers=2))
        there = timed(lambda: zici.discover(corpus, order=ORDER, engine=engine))
        words, others = here.result, there.result
        if words.words != others.words or words.count.tobytes() != others.count.tobytes():
            sys.exit("the words differ")
        for name, run in (("one machine", here), ("Spark", there)):
            load = f"load {os.getloadavg()[0]:.1f}"
            print(
                f"  turn {turn}: {name:11} {run.seconds:6.2f} s, {run.cpu:5.1f} s of processors, {load}",
                flush=True,
            )
            runs[name] += [run] if turn else []
    print(f"{len(words):,} words, the same")
    for unit in ("seconds", "cpu"):
        one, spark = (statistics.median(getattr(run, unit) for run in those) for those in runs.values())
        print(f"median {unit}: one machine {one:.2f}, Spark {spark:.2f}: {spark / one:.2f} times")


class Run(NamedTuple):
    """What a run took: seconds, and seconds of processors in all processes of this program."""

    seconds: float
    cpu: float
    result: Any


def timed(work: Callable[[], Any]) -> Run:
    start, before = time.perf_counter(), processor_seconds()
    result = work()
    return Run(time.perf_counter() - start, processor_seconds() - before, result)


def processor_seconds() -> float:
    """Of this process and of those it has started that live: Java, the Python of executors."""
    parents, ticks = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            number = int(stat.parent.name)
            parents[number], ticks[number] = int(fields[1]), sum(map(int, fields[11:15]))
    ours = {os.getpid()}
    while more := {number for number, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return sum(ticks[number] for number in ours) / os.sysconf("SC_CLK_TCK")


def count(session: Any, corpus: zici.Corpus) -> None:
    zici.count_ngrams(corpus, order=ORDER, engine=Spark(session))


def shuffled(session: Any, work: Callable[[], Any]) -> int:
    """The bytes that Spark says it has written for shuffles meanwhile."""
    before = written(session)
    run = timed(work)
    time.sleep(1)  # the last tasks are told a little later
    print(f"  {run.seconds:.1f} s, {run.cpu:.1f} s of processors")
    return written(session) - before


def written(session: Any) -> int:
    executors = session.sparkContext._jsc.sc().statusStore().executorList(False)
    return sum(executors.apply(k).totalShuffleWrite() for k in range(executors.size()))


def naive(session: Any, corpus: zici.Corpus) -> None:
    """Every n-gram as a string, grouped and counted by Spark."""
    blocks = Spark(session)._source(corpus).blocks
    ngrams = blocks.frame.mapInArrow(_Strings(blocks.read), "ngram string")
    ngrams.groupBy("ngram").count().where("count >= 8").write.format("noop").mode("overwrite").save()


class _Strings:
    """All n-grams of 1 to ORDER characters of the text's runs of word characters."""

    def __init__(self, read: Any) -> None:
        self._read = read

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from zici.corpus import is_word_character

        for block in self._read(batches, []):
            points = np.frombuffer(block.encode("utf-32-le"), np.uint32)
            inside = is_word_character(points)
            for n in range(1, ORDER + 1):
                windows = np.lib.stride_tricks.sliding_window_view
                whole = np.flatnonzero(windows(inside, n).all(axis=1))
                for start in range(0, whole.size, 1 << 16):
                    rows = np.ascontiguousarray(windows(points, n)[whole[start : start + (1 << 16)]])
                    strings = pa.array(rows.view(f"U{n}").ravel().tolist(), pa.string())
                    yield pa.RecordBatch.from_arrays([strings], ["ngram"])


def skew(session: Any) -> None:
    """A text in which one character makes 30 %, against one of the same length in which all are alike."""
    source = np.random.default_rng(0)
    size, seconds = 4_000_000, {}
    for share in (0.0, 0.3):
        points = source.integers(0x4E00, 0x4E00 + 3000, size)
        points[source.random(size) < share] = ord("的")
        rows = points.astype(np.uint32).reshape(-1, 100)
        texts = rows.view("U100").ravel().tolist()
        corpus = zici.Corpus.from_texts(texts)
        engine = Spark(session)
        engine._source(corpus)  # handing texts over is not what is measured
        runs = [timed(lambda: zici.count_ngrams(corpus, engine=engine)) for _ in range(3)]  # noqa: B023
        seconds[share] = statistics.median(run.seconds for run in runs)
    print(f"4 M random characters: {seconds[0.0]:.2f} s; one of them 30 % of the text: {seconds[0.3]:.2f} s")


if __name__ == "__main__":
    main()

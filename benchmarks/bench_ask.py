"""Seconds from a question to its answer: a fresh ``zici qa ask``, and a reader that is loaded already.

    python benchmarks/bench_ask.py READER [--data DIR] [--chars 5000000] [--index FOLDER] [--runs 9]

READER is a folder that ``zici qa train`` or train_reader.py wrote. The documents are the first characters of
laws, an encyclopedia, novels and news, indexed by their characters; an index that is there is taken with
``--index``. The questions are those of DRCD, whose answers are not in the documents: only the time counts.
Run it while nothing else does: the fresh process is told in seconds and in CPU seconds, which differ on a
busy machine.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from qa_splits import DEFAULT

from zici.qa import load_examples
from zici.qa.reader import Reader
from zici.qa.retriever import Retriever, read_documents

FILES = ("laws", "wiki_traditional", "novels_modern", "news_msra")
PASSAGES = 20  # that are read for a question
KNOWN = ("zici", "numpy", "numba")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("reader", type=Path)
    arguments.add_argument("--data", type=Path, default=DEFAULT)
    arguments.add_argument("--chars", type=int, default=5_000_000)
    arguments.add_argument("--index", type=Path)
    arguments.add_argument("--runs", type=int, default=9)
    options = arguments.parse_args()
    names = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in KNOWN)
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {names}", flush=True)
    drcd = load_examples(options.data / "qa" / "drcd_dev.json.xz")
    questions = [example.question for example in drcd[:: len(drcd) // 50]]
    with tempfile.TemporaryDirectory() as folder:
        index = options.index
        if index is None:
            index = Path(folder, "index")
            build(options.data, options.chars, index)
        fresh(options.reader, index, questions[: options.runs + 1])
        loaded(options.reader, index, questions)


def build(data: Path, chars: int, index: Path) -> None:
    texts = list(first(data, chars))
    begin, cpu = time.perf_counter(), time.process_time()
    retriever = Retriever(texts)
    retriever.save(index)
    seconds, busy = time.perf_counter() - begin, time.process_time() - cpu
    size = sum(len(text) for _, text in texts)
    print(
        f"{size:,} characters, {len(retriever):,} passages indexed in {seconds:.1f} s, {busy:.1f} of CPU",
        flush=True,
    )


def first(data: Path, chars: int) -> Iterator[tuple[str, str]]:
    for file in FILES:
        for name, text in read_documents(data / "raw" / f"{file}.txt.xz") if chars > 0 else ():
            yield name, text[:chars]
            chars -= len(text)


def fresh(reader: Path, index: Path, questions: list[str]) -> None:
    """A process for each question; the first fills the caches of the disk and of the kernels."""
    walls, busy = [], []
    for question in questions:
        command = [sys.executable, "-m", "zici", "qa", "ask", str(reader), str(index), question, "--quiet"]
        before, begin = children(), time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        walls.append(time.perf_counter() - begin)
        busy.append(children() - before)
    print(f"fresh process, the first time: {walls[0]:.2f} s")
    tell("fresh process", walls[1:], "s", 1)
    tell("  of CPU", busy[1:], "s", 1)


def children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def loaded(reader: Path, index: Path, questions: list[str]) -> None:
    begin = time.perf_counter()
    known = Reader.load(reader)
    middle = time.perf_counter()
    retriever = Retriever.load(index)
    print(f"reader loaded in {middle - begin:.2f} s, index in {time.perf_counter() - middle:.3f} s")

    def ask(question: str) -> None:
        known.answer(question, [hit.passage.text for hit in retriever.search(question, PASSAGES)])

    tell("search", each(lambda question: retriever.search(question, PASSAGES), questions), "ms", 1000)
    tell("search and answer", each(ask, questions), "ms", 1000)
    asked = [(q, [hit.passage.text for hit in retriever.search(q, PASSAGES)]) for q in questions]
    passages = [passage for _, found in asked for passage in found]
    rates = [len(passages) / seconds for seconds in each(lambda _: known.spans_many(asked), range(7))]
    tell(f"read, passages of {sum(map(len, passages)) / len(passages):.0f} characters", rates, "a second", 1)


def each(function: Callable, values) -> list[float]:
    function(values[0])  # what is done once only
    times = []
    for value in values:
        begin = time.perf_counter()
        function(value)
        times.append(time.perf_counter() - begin)
    return times


def tell(name: str, values: list[float], unit: str, factor: int) -> None:
    middle, least, most = (pick(values) * factor for pick in (statistics.median, min, max))
    print(f"{name}: median {middle:.3g} {unit}, from {least:.3g} to {most:.3g}", flush=True)


if __name__ == "__main__":
    main()

"""Cutting with jieba's own dictionary: zici, rjieba and jieba in turn on the same text.

    python benchmarks/bench_cut.py [--data DIR] [--chars 4] [--repeats 5] [--lexicon words.tsv]

Lists of words out, a line a document, one thread, HMM off; jieba, the slow one, gets every tenth line. The
figures are medians in million characters a second. Below: text to text in blocks (what ``zici cut`` does),
one short sentence, and the time to make, save and load a segmenter.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import logging
import lzma
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data"
SENTENCE = "我来到北京清华大学上课，今天的天气真不错"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--data", type=Path, default=Path(os.environ.get("ZICI_DATA", DEFAULT)))
    arguments.add_argument("--chars", type=float, default=4.0, help="million characters of text")
    arguments.add_argument("--repeats", type=int, default=5)
    arguments.add_argument("--lexicon", type=Path, help="a Lexicon for zici in place of jieba's dictionary")
    options = arguments.parse_args()
    import jieba
    import rjieba

    from zici.segment import Segmenter

    names = ("zici", "rjieba", "jieba", "numpy", "numba")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {versions}")
    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    words = read_words(options.lexicon)
    segmenter = Segmenter(words)
    lines = read_lines(options.data / "raw", int(options.chars * 1e6))
    few = lines[::10]
    print(f"{sum(map(len, lines)) / 1e6:.2f} M characters, {len(lines):,} lines, {len(segmenter):,} words")
    cut_one(segmenter, rjieba, jieba, lines[:10])  # compiles the kernels
    report(
        {
            "zici": (lines, segmenter.cut_many),
            "rjieba": (lines, lambda texts: [rjieba.cut(text, False) for text in texts]),
            "jieba": (few, lambda texts: [jieba.lcut(text, HMM=False) for text in texts]),
        },
        options.repeats,
    )
    blocks = ["\n".join(lines)]
    report(
        {
            f"text to text, {n} threads": (
                lines,
                lambda _, n=n: list(segmenter.cut_blocks(blocks, workers=n)),
            )
            for n in (1, 2)
        },
        options.repeats,
    )
    report_sentence(segmenter, rjieba, jieba)
    report_life(words, Segmenter)


def cut_one(segmenter, rjieba, jieba, texts) -> None:
    for text in texts:
        tokens = (segmenter.cut(text), rjieba.cut(text, False), jieba.lcut(text, HMM=False))
        if any("".join(cut) != text for cut in tokens):
            raise SystemExit(f"a cut that loses text: {text[:50]!r}")


def read_words(path: Path | None):
    if path is not None:
        from zici.lexicon import Lexicon

        return Lexicon.load(path)
    import jieba

    with jieba.get_dict_file() as file:
        rows = (line.decode("utf-8").split(" ") for line in file)
        return {row[0]: int(row[1]) for row in rows}


def read_lines(raw: Path, chars: int) -> list[str]:
    """The same share of every file, from its begin."""
    texts = [lzma.decompress(path.read_bytes()).decode("utf-8") for path in sorted(raw.iterdir())]
    share = min(1.0, chars / sum(map(len, texts)))
    return [line for text in texts for line in text[: int(len(text) * share)].split("\n")]


def report(runs: dict[str, tuple[list[str], Callable]], repeats: int) -> None:
    """Run all in turn, again and again; medians, and how many times as fast the first is."""
    rates: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(repeats):
        for name, (texts, function) in runs.items():
            begin = time.perf_counter()
            result = function(texts)
            rates[name].append(sum(map(len, texts)) / (time.perf_counter() - begin) / 1e6)
            del result
    first = statistics.median(next(iter(rates.values())))
    for name, found in rates.items():
        middle = statistics.median(found)
        span = f"{min(found):.2f} to {max(found):.2f}"
        print(f"{name:24} {middle:6.2f} M characters/s ({span})   first is {first / middle:5.2f} x as fast")


def report_sentence(segmenter, rjieba, jieba) -> None:
    calls = {
        "zici": lambda: segmenter.cut(SENTENCE),
        "rjieba": lambda: rjieba.cut(SENTENCE, False),
        "jieba": lambda: jieba.lcut(SENTENCE, HMM=False),
    }
    for name, call in calls.items():
        times = []
        for _ in range(2000):
            begin = time.perf_counter()
            call()
            times.append(time.perf_counter() - begin)
        middle = statistics.median(times) * 1e6
        print(f"one sentence of {len(SENTENCE)} characters, {name:7} {middle:6.1f} microseconds")


def report_life(words, make) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "segmenter"
        begin = time.perf_counter()
        segmenter = make(words)
        made = time.perf_counter()
        segmenter.save(path)
        saved = time.perf_counter()
        make.load(path)
        loaded = time.perf_counter()
    print(f"make {made - begin:.2f} s, save {saved - made:.2f} s, load {loaded - saved:.2f} s")


if __name__ == "__main__":
    main()

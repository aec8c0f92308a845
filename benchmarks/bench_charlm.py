"""The character language model: training, cutting and F1, each in a process of its own.

    python benchmarks/bench_charlm.py [--data DIR] [--repeats 3] [--pku]

The text is everything in DIR/raw, decompressed, and the raw text of the test. F1 is of SXU (train and test
sets; the weights were chosen on train); with --pku also of the SIGHAN 2005 test. ``lmplz`` (KenLM), where it
is on the path, trains the same model from the same text.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import platform
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data"
RUN = re.compile("[0-9A-Za-z\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]+")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--data", type=Path, default=Path(os.environ.get("ZICI_DATA", DEFAULT)))
    arguments.add_argument("--repeats", type=int, default=3)
    arguments.add_argument("--pku", action="store_true")
    arguments.add_argument("--step", help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.step:
        print(json.dumps(step(options.data, **json.loads(options.step))))
        return
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors")
    golds = ["sxu_train.txt.xz", "sxu_test.txt.xz"] + ["pku_test_gold.utf8"] * options.pku
    for training in (
        {"smoothing": "kneser-ney", "min_count": 1},
        {"smoothing": "absolute", "min_count": 1},
        {"smoothing": "absolute", "min_count": 2},
    ):
        for gold in golds:
            repeats = options.repeats if gold == golds[0] else 1
            rows = [run(options.data, gold=gold, **training) for _ in range(repeats)]
            show(training, gold, {key: [row[key] for row in rows] for key in rows[0]})
    kenlm(options.data)


def run(data: Path, **arguments: Any) -> dict[str, Any]:
    """One step in a fresh interpreter."""
    command = [sys.executable, __file__, "--data", str(data), "--step", json.dumps(arguments)]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def show(training: dict[str, Any], gold: str, columns: dict[str, list[Any]]) -> None:
    middle = {key: statistics.median(v) for key, v in columns.items() if not isinstance(v[0], str)}
    print(f"{training['smoothing']}, min_count {training['min_count']}, {gold}")
    print(
        f"  {middle['chars'] / 1e6:.1f} M characters: training {middle['train']:.2f} s "
        f"({middle['chars'] / middle['train'] / 1e6:.1f} M/s), peak {middle['peak']:.0f} MB; "
        f"model {middle['size']:.0f} MB, loads in {middle['load']:.2f} s; "
        f"cutting {middle['cut'] / 1e6:.2f} M characters/s to text, {middle['lists'] / 1e6:.2f} to lists"
    )
    for name in ("article", "default"):
        print(f"  {name:8} {columns[name][0]}")


def read(path: Path) -> str:
    opener: Callable[..., Any] = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8-sig") as file:
        return file.read()


def texts(data: Path) -> list[str]:
    return [read(path) for path in sorted((data / "raw").iterdir())]


def step(data: Path, gold: str, smoothing: str, min_count: int) -> dict[str, Any]:
    """Train, save, load, cut and score once."""
    from zici import CharLM, Corpus, Segmenter

    lines = [words for line in read(data / "seg" / gold).splitlines() if (words := line.split())]
    stripped = ["".join(words) for words in lines]
    corpus = [*texts(data), "\n".join(stripped)]
    chars = sum(map(len, corpus))
    warm = CharLM.train(Corpus.from_texts(["新词，发现新词"]), min_count=2)
    Segmenter(method="lm", lm=warm).cut_text("新词，发现")
    start = time.perf_counter()
    model = CharLM.train(Corpus.from_texts(corpus), smoothing=smoothing, min_count=min_count)
    result: dict[str, Any] = {"chars": chars, "train": time.perf_counter() - start}
    result["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with tempfile.TemporaryDirectory() as folder:
        model.save(Path(folder) / "lm")
        result["size"] = sum(file.stat().st_size for file in (Path(folder) / "lm").iterdir()) / 2**20
        start = time.perf_counter()
        model = CharLM.load(Path(folder) / "lm")
        result["load"] = time.perf_counter() - start
        segmenter = Segmenter(method="lm", lm=model)
        text = "\n".join(stripped)
        start = time.perf_counter()
        sum(map(len, segmenter.cut_blocks([text])))
        result["cut"] = len(text) / (time.perf_counter() - start)
        start = time.perf_counter()
        segmenter.cut_many(stripped)
        result["lists"] = len(text) / (time.perf_counter() - start)
        for name in ("article", "default"):
            result[name] = str(Segmenter(method="lm", lm=model, transitions=name).score(lines))
    return result


def kenlm(data: Path) -> None:
    program = shutil.which("lmplz")
    if program is None:
        print("KenLM's lmplz is not on the path: not compared")
        return
    corpus = texts(data)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text"
        with path.open("w", encoding="utf-8") as file:
            for text in corpus:
                file.writelines(" ".join(found) + "\n" for found in RUN.findall(text))
        command = [
            program,
            "-o",
            "4",
            "-S",
            "4G",
            "-T",
            folder,
            "--text",
            str(path),
            "--arpa",
            f"{folder}/arpa",
        ]
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        print(f"lmplz -o 4, text with blanks to ARPA: {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()

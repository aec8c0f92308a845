"""All ways to find words on one table: precision, recall, F1 on SIGHAN-style gold, words, seconds, memory.

    python benchmarks/study_segmentation.py [--data DIR] [--gold pku sxu] [--setting A B] [--workers 2]

Nothing segmented is used. Setting A: the text of DIR/raw and the test's own raw text. Setting B: also the
text of People's Daily 1998-01 and of SXU (train), their segmentation stripped. Each row is a process of its
own; seconds are from the files to the cut test, kernels compiled. Lexicons are used whole. Numbers are cut by
the rule "dates" for PKU, where a year is one word (as in the People's Daily), and "join" for SXU, where it is
not.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data"
TESTS = {"pku": "pku_test_gold.utf8", "sxu": "sxu_test.txt.xz"}
MORE = ("people_daily_199801.txt.xz", "sxu_train.txt.xz")
NUMBERS = {"pku": "dates", "sxu": "join"}
METHODS = ("pair", "entropy", "min-entropy", "ngram", "ngram top 50,000", "lm article", "lm", "best")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--data", type=Path, default=Path(os.environ.get("ZICI_DATA", DEFAULT)))
    arguments.add_argument("--gold", nargs="+", default=list(TESTS), choices=list(TESTS))
    arguments.add_argument("--setting", nargs="+", default=["A", "B"], choices=["A", "B"])
    arguments.add_argument("--methods", nargs="+", default=list(METHODS))
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--row", help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.row:
        print(json.dumps(measure(options.data, *json.loads(options.row), options.workers)))
        return
    print("| gold | setting | method | P | R | F1 | joined | split | crossed | words | s | MB |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for gold in options.gold:
        for setting in options.setting:
            for method in options.methods:
                row = [gold, setting, method]
                command = [sys.executable, __file__, "--data", str(options.data), "--row", json.dumps(row)]
                command += ["--workers", str(options.workers)]
                done = subprocess.run(command, capture_output=True, text=True, check=False)
                if done.returncode:
                    sys.exit(done.stderr)
                print("| " + " | ".join([*row, *json.loads(done.stdout)]) + " |", flush=True)


def measure(data: Path, gold: str, setting: str, method: str, workers: int) -> list[str]:
    """The cells of one row."""
    from zici import Corpus
    from zici.segment import score

    start = time.perf_counter()
    lines = [line.split() for line in read(data / "seg" / TESTS[gold]).splitlines() if line.strip()]
    texts = [read(path) for path in sorted((data / "raw").glob("*.xz"))]
    if setting == "B":
        texts += [
            "\n".join("".join(x.split()) for x in read(data / "seg" / name).splitlines()) for name in MORE
        ]
    tests = ["".join(words) for words in lines]
    segmenter, words = make(Corpus.from_texts([*texts, *tests]), method, NUMBERS[gold], workers)
    found = segmenter.cut_many(tests)
    seconds = time.perf_counter() - start
    result = score(lines, found)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = [f"{result.precision:.4f}", f"{result.recall:.4f}", f"**{result.f1:.4f}**"]
    return [*figures, *error_shares(lines, found), words, f"{seconds:.1f}", f"{peak:.0f}"]


def make(corpus, method: str, numbers: str, workers: int):
    """The segmenter of a method, and how many words it knows."""
    from zici import Segmenter, discover
    from zici.segment import CharLM

    if method.startswith("lm"):
        lm = CharLM.train(corpus, workers=workers)
        chosen = {"transitions": "article"} if method == "lm article" else {}
        return Segmenter(lm=lm, method="lm", numbers=numbers, **chosen), "-"
    name, _, top = method.partition(" top ")
    lexicon = discover(corpus, method=name, workers=workers)
    if top:
        lexicon = lexicon.top(int(top.replace(",", "")))
    return Segmenter(lexicon, numbers=numbers), f"{len(lexicon):,}"


def error_shares(gold: list[list[str]], found: list[list[str]]) -> list[str]:
    """Shares of the gold words that were joined with others, split, or crossed by a cut and a join."""
    kinds = {"joined": 0, "split": 0, "crossed": 0}
    for line, cut in zip(gold, found, strict=True):
        ends = edges(cut)
        start = 0
        for word in line:
            stop = start + len(word)
            inner = any(k in ends for k in range(start + 1, stop))
            outer = start in ends and stop in ends
            if inner or not outer:
                kinds["split" if inner and outer else "joined" if not inner else "crossed"] += 1
            start = stop
    total = sum(kinds.values())
    return [f"{count / total:.0%}" for count in kinds.values()]


def edges(words: list[str]) -> set[int]:
    """Where words begin and end."""
    result, at = {0}, 0
    for word in words:
        at += len(word)
        result.add(at)
    return result


def read(path: Path) -> str:
    raw = path.read_bytes()
    return (lzma.decompress(raw) if path.suffix == ".xz" else raw).decode("utf-8-sig")


if __name__ == "__main__":
    main()

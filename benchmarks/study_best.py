"""Ways to learn a lexicon side by side, on development data: what the method "best" was chosen from.

    python benchmarks/study_best.py [--data DIR]

The text of DIR/raw with the raw text of the development set counted in; the sets are SXU (train) and People's
Daily 1998-01. Each row is one way to get the words; they are cut by the unigram segmenter, and scored.
"""

from __future__ import annotations

import argparse
import lzma
import math
import os
import time
from pathlib import Path

import numpy as np

from zici import Corpus, Segmenter, count_ngrams, discover
from zici.discovery import prune

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data"
SETS = {"SXU": ("sxu_train.txt.xz", "join"), "People's Daily": ("people_daily_199801.txt.xz", "dates")}
USUAL = {2: 1.5, 3: 5.0, 4: 8.0}
LOW = {2: 0.0, 3: 4.0, 4: 8.0, 5: 10.0, 6: 12.0}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--data", type=Path, default=Path(os.environ.get("ZICI_DATA", DEFAULT)))
    data = arguments.parse_args().data
    raw = [lzma.decompress(path.read_bytes()).decode() for path in sorted((data / "raw").glob("*.xz"))]
    print("| way | " + " | ".join(f"F1 {name} | words" for name in SETS) + " | s |")
    print("|---|" + "---|" * (2 * len(SETS) + 1))
    golds, counts = {}, {}
    for name, (file, _) in SETS.items():
        lines = lzma.decompress((data / "seg" / file).read_bytes()).decode().splitlines()
        golds[name] = [line.split() for line in lines if line.strip()]
        corpus = Corpus.from_texts([*raw, "\n".join("".join(words) for words in golds[name])])
        counts[name] = {
            "auto": count_ngrams(corpus, order=4, min_count="auto"),
            "low": count_ngrams(corpus, order=6, min_count="low"),
        }
    for label, way in WAYS.items():
        cells, seconds = [], []
        for name, (_, numbers) in SETS.items():
            start = time.perf_counter()
            lexicon = way(counts[name])
            seconds.append(time.perf_counter() - start)
            f1 = Segmenter(lexicon, numbers=numbers).score(golds[name]).f1
            cells += [f"{f1:.4f}", f"{len(lexicon):,}"]
        print(f"| {label} | " + " | ".join(cells) + f" | {np.mean(seconds):.1f} |", flush=True)


def ngram(counts, **options):
    return discover(counts["auto"], method="ngram", **options)


def best(counts, **options):
    return discover(counts["low"], method="best", **options)


def with_boundary_entropy(counts, least):
    lexicon = ngram(counts, entropy=True)
    free = np.minimum(lexicon.columns["left_entropy"], lexicon.columns["right_entropy"]) >= least
    return lexicon & {w for w, good in zip(lexicon.words, free, strict=True) if good or len(w) == 1}


WAYS = {
    "n-gram cut, usual thresholds": ngram,
    "the same, the 50,000 most frequent words": lambda c: ngram(c).top(50_000),
    "the same, words counted from 3 on": lambda c: discover(c["low"], method="ngram"),
    'thresholds from the text (`min_pmi="auto"`)': lambda c: ngram(c, min_pmi="auto"),
    "pruned: words that a unigram cut never gives (9752)": lambda c: prune(ngram(c)),
    "pruned: words that raise the description length": lambda c: prune(ngram(c), spelling=math.log(8800)),
    "minimum entropy (5476, 5597)": lambda c: discover(c["auto"], method="min-entropy"),
    "minimum entropy, gain 3": lambda c: discover(c["auto"], method="min-entropy", min_gain=3.0),
    "boundary entropy of at least 1 on both sides": lambda c: with_boundary_entropy(c, 1.0),
    "estimation (EM, 2 rounds), usual thresholds, no price": lambda c: best(
        c, min_pmi=USUAL, join_penalty=0.0
    ),
    "estimation, usual thresholds, price 2.3 5 8": lambda c: best(c, min_pmi=USUAL),
    "estimation, low thresholds, no price": lambda c: best(c, min_pmi=LOW, join_penalty=0.0),
    "low thresholds, price, no estimation": lambda c: best(c, rounds=0),
    "low thresholds, price, 1 round": lambda c: best(c, rounds=1),
    "**low thresholds, price, 2 rounds: `best`**": best,
    "low thresholds, price, 4 rounds": lambda c: best(c, rounds=4),
    "low thresholds, lower price 2 4.5 7": lambda c: best(
        c, join_penalty={2: 2.0, 3: 4.5, 4: 7.0, 5: 9.0, 6: 11.0}
    ),
    "low thresholds, higher price 3 6 9": lambda c: best(
        c, join_penalty={2: 3.0, 3: 6.0, 4: 9.0, 5: 11.0, 6: 13.0}
    ),
}


if __name__ == "__main__":
    main()

"""Word vectors as a factorisation (kexue.fm/archives/4233; Levy and Goldberg 2014), on real text.

    python benchmarks/study_vectors.py [--data DIR] [--chars 12] [--dim 100] [--epochs 5] [--out FOLDER]

News and modern novels of DIR/raw are cut with jieba's dictionary. Vectors by SVD and by word2vec are trained
on the same words, and compared: scores of word2vec with the PMI, quality with training time, neighbours. The
tables go to standard output, the figures to FOLDER (default docs/assets; needs matplotlib).
"""

from __future__ import annotations

import argparse
import lzma
import math
import os
import random
import time
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import study_vectors_figures as figures
from bench_cut import read_words

from zici.vectors import (
    WordVectors,
    count_pairs,
    encode_sentences,
    evaluate_analogies,
    evaluate_similarity,
    nearest_words,
    ppmi,
    train_vectors,
    truncated_svd,
)

HERE = Path(__file__).resolve().parents[1]
DEFAULT = HERE.parent / "shared" / "data"
NEWS = ("news_sogou.tsv.xz", "news_msra.txt.xz", "news_cnews.tsv.xz")
NOVELS = "novels_modern.txt.xz"
SMOOTHING, NEGATIVE, SUBSAMPLE = 0.75, 5, 1e-4
TINY = 1e-6  # PMI - ln(TINY) is above 0 for every pair, so that ppmi cuts none off
POWERS = (0.0, 0.25, 0.5, 1.0)
BANDS = (0, 100, 1000, 5000, 20_000)  # ranks of words by frequency
COUNTS = (5, 20, 100, 500, math.inf)  # of pairs
SHOWN = 1000  # singular values


class Trained(NamedTuple):
    """Vectors, and the seconds of their training."""

    vectors: WordVectors
    seconds: float


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--data", type=Path, default=Path(os.environ.get("ZICI_DATA", DEFAULT)))
    arguments.add_argument("--chars", type=float, default=12.0, help="million characters")
    arguments.add_argument("--max-words", type=int, default=30_000)
    arguments.add_argument("--dim", type=int, default=100)
    arguments.add_argument("--epochs", type=int, default=5, help="of word2vec")
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--out", type=Path, default=HERE / "docs" / "assets")
    options = arguments.parse_args()
    texts = read_texts(options.data / "raw", int(options.chars * 1e6))
    sentences = encode_sentences(texts, min_count=5, max_words=options.max_words)
    words = len(sentences.vocabulary)
    print(f"{sentences.tokens:,} words of text, {words:,} different, dim {options.dim}\n", flush=True)
    runs = train_all(sentences, options)
    compare_scores(sentences, runs["sgns"].vectors, options)
    compare_spectra(sentences, options)
    compare_quality(runs, options)
    compare_neighbours(runs, options)


def read_texts(raw: Path, chars: int) -> list[list[str]]:
    """Half news and half novels, a paragraph a list, without marks; in an order by chance."""
    from zici import Segmenter

    news = "\n".join(unpack(raw / name) for name in NEWS).replace("\\n", "\n")
    lines = [line for text in (news, unpack(raw / NOVELS)) for line in text[: chars // 2].split("\n")]
    random.Random(1).shuffle(lines)
    cut = Segmenter(read_words(None)).cut_many(lines)
    return [[word for word in words if word.isalnum()] for words in cut]


def unpack(path: Path) -> str:
    return lzma.decompress(path.read_bytes()).decode("utf-8-sig")


def train_all(sentences, options) -> dict[str, Trained]:
    """The SVD with each power, word2vec; the last is skip-gram with another seed."""
    small = [["新", "词", "发现"] * 9] * 9
    for method, kind in (("svd", {}), ("sgns", {"subsample": None})):  # compiles the kernels
        train_vectors(small, method=method, dim=2, workers=options.workers, **kind)
    learned = {"subsample": SUBSAMPLE, "negative": NEGATIVE, "epochs": options.epochs}
    runs = train_svd(sentences, options)
    for method in ("sgns", "cbow"):
        runs[method] = train(sentences, options, method=method, seed=1, **learned)
    runs["sgns, another seed"] = train(sentences, options, method="sgns", seed=2, **learned)
    return runs


def train_svd(sentences, options) -> dict[str, Trained]:
    """One SVD serves all powers: with p = 0 the singular values are the lengths of the contexts' columns."""
    vectors, seconds = train(sentences, options, method="svd", eigenvalue_weight=0.0)
    values = np.linalg.norm(vectors.contexts, axis=0)
    return {
        f"svd, p = {p:g}": Trained(WordVectors(vectors.words, vectors.matrix * values**p), seconds)
        for p in POWERS
    }


def train(sentences, options, **kind) -> Trained:
    start = time.perf_counter()
    vectors = train_vectors(sentences, dim=options.dim, workers=options.workers, **kind)
    return Trained(vectors, time.perf_counter() - start)


def compare_scores(sentences, vectors: WordVectors, options) -> None:
    """x . c of skip-gram beside PMI - ln k, from the pairs and the negatives that it was trained with."""
    pairs = count_pairs(sentences, subsample=SUBSAMPLE, workers=options.workers)
    table = pairs.matrix.tocoo()
    count = table.data * pairs.unit
    kept = count >= COUNTS[0]
    rows, columns, count = table.row[kept], table.col[kept], count[kept]
    negatives = vectors.counts**SMOOTHING / np.sum(vectors.counts**SMOOTHING)  # of the whole text
    total = np.asarray(pairs.matrix.sum(axis=1, dtype=np.float64)).ravel() * pairs.unit
    expected = np.log(count / (total[rows] * negatives[columns])) - math.log(NEGATIVE)
    found = products(vectors, rows, columns)
    print("| pairs counted | pairs | PMI - ln k, mean | x . c, mean | correlation | slope |")
    print("|---|---|---|---|---|---|")
    for low, high in pairwise(COUNTS):
        some = (count >= low) & (count < high)
        name = f"{low} and more" if math.isinf(high) else f"{low} to {high}"
        if some.sum() > 1:
            print_scores(name, expected[some], found[some])
    print_scores(f"all from {COUNTS[0]}", expected, found)
    print_unseen(pairs.matrix, vectors)
    figures.draw_scores(expected, found, options.out)


def print_scores(name: str, expected, found) -> None:
    slope = np.polyfit(expected, found, 1)[0]
    correlation = np.corrcoef(expected, found)[0, 1]
    cells = (f"{len(found):,}", expected.mean(), found.mean(), correlation, slope)
    print(f"| {name} | " + " | ".join(x if isinstance(x, str) else f"{x:.2f}" for x in cells) + " |")


def print_unseen(matrix, vectors: WordVectors) -> None:
    """Pairs by chance that never stand together: their PMI is minus infinity."""
    rows, columns = np.random.default_rng(0).integers(0, len(vectors), (2, 100_000))
    unseen = np.asarray(matrix[rows, columns]).ravel() == 0
    found = products(vectors, rows[unseen], columns[unseen])
    low, high = np.percentile(found, [5, 95])
    print(f"| never | {len(found):,} by chance | -inf | {found.mean():.2f} ({low:.2f} to {high:.2f}) | | |\n")


def products(vectors: WordVectors, rows, columns):
    """x . c of each pair, a part at a time."""
    parts = range(0, len(rows), 1 << 16)
    found = [
        np.einsum(
            "ij,ij->i", vectors.matrix[rows[k : k + (1 << 16)]], vectors.contexts[columns[k : k + (1 << 16)]]
        )
        for k in parts
    ]
    return np.concatenate(found)


def compare_spectra(sentences, options) -> None:
    """The singular values of the PPMI, and of the PPMI of the same words in an order by chance."""
    ids = np.concatenate(list(sentences))
    words = np.flatnonzero(ids >= 0)
    ids[words] = np.random.default_rng(0).permutation(ids[words])
    names = sentences.vocabulary.words
    mixed = [[names[k] for k in part if k >= 0] for part in np.split(ids, np.flatnonzero(ids < 0))]
    spectra, squares = {}, {}
    for name, texts in (("the text", sentences), ("its words in an order by chance", mixed)):
        values = ppmi(count_pairs(texts, min_count=1, workers=options.workers))
        spectra[name] = truncated_svd(values, SHOWN // 2, workers=options.workers).values
        squares[name] = float(np.square(values.data, dtype=np.float64).sum())
    print("| PPMI of | largest | 10th | 100th | 500th | share of the squares in 100 |")
    print("|---|---|---|---|---|---|")
    for name, found in spectra.items():
        cells = [f"{found[k - 1]:.0f}" for k in (1, 10, 100, 500)]
        share = float(np.square(found[:100], dtype=np.float64).sum()) / squares[name]
        print(f"| {name} | " + " | ".join(cells) + f" | {share:.1%} |")
    print()
    figures.draw_spectra(spectra, options.out)


def compare_quality(runs: dict[str, Trained], options) -> None:
    folder = options.data / "vectors"
    print("| method | s | wordsim240 | ca_translated | ca8 |")
    print("|---|---|---|---|---|")
    rows = {}
    for name, (vectors, seconds) in runs.items():
        similar = evaluate_similarity(vectors, folder / "wordsim240.txt")
        same, ca8 = (
            evaluate_analogies(vectors, folder / f"{file}.txt")["all"]
            for file in ("ca_translated", "ca8_semantic")
        )
        rows[name] = (seconds, similar.spearman, same.accuracy, ca8.accuracy)
        cells = " | ".join(f"{x:.3f}" for x in rows[name][1:])
        print(f"| {name} | {seconds:.1f} | {cells} |", flush=True)
    covered = [f"{x.covered:,} of {x.total:,}" for x in (similar, same, ca8)]
    print("| (covered) | | " + " | ".join(covered) + " |\n")
    figures.draw_quality(rows, options.out)


def compare_neighbours(runs: dict[str, Trained], options, n: int = 10) -> None:
    """How many of the 10 nearest words two ways share, by the frequency of the word."""
    words = runs["sgns"].vectors.words[: BANDS[-1]]
    near = {name: nearest_words(run.vectors, words, n=n).rows for name, run in runs.items()}
    columns = {
        "svd, p = 0, and sgns": ("svd, p = 0", "sgns"),
        "svd, p = 0.5, and sgns": ("svd, p = 0.5", "sgns"),
        "cbow and sgns": ("cbow", "sgns"),
        "sgns twice (another seed)": ("sgns, another seed", "sgns"),
    }
    bands = [f"{low + 1:,} to {high:,}" for low, high in pairwise(BANDS)]
    shares = {name: overlaps(near[a], near[b]) for name, (a, b) in columns.items()}
    print("| rank of the word | " + " | ".join(shares) + " |\n|---|" + "---|" * len(shares))
    for k, band in enumerate(bands):
        print(f"| {band} | " + " | ".join(f"{found[k]:.2f}" for found in shares.values()) + " |")
    figures.draw_overlaps(bands, shares, options.out)


def overlaps(one, other) -> list[float]:
    """The share of common neighbours in every band of ranks."""
    common = [len(set(a) & set(b)) / len(a) for a, b in zip(one.tolist(), other.tolist(), strict=True)]
    return [float(np.mean(common[low:high])) for low, high in pairwise(BANDS)]


if __name__ == "__main__":
    main()

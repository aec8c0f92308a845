"""word2vec, zici and gensim in turn on the same tokens: speed and quality; and the SVD against word2vec.

    python benchmarks/bench_vectors.py [--tokens FILE] [--gensim PYTHON] [--data DIR] [--seeds 3] [--svd]

FILE has a sentence a line, its words between blanks (what ``zici cut`` writes); without it all raw text of
the data is cut with jieba's dictionary (``--chars``: only so many million characters). PYTHON is one with
gensim installed; without it only zici runs. Both use dim 100, window 5, 5 negatives, ``--threads`` threads
and words of at least ``--min-count``. "train" is the training alone, "all" counts the reading of the tokens,
too, in million words a second (words of the file times epochs); gensim reads its file again every epoch, and
that is in its "train". Quality: Spearman's correlation with wordsim240, accuracy of 3CosAdd on the two sets
of analogies, means over the seeds; "covered" are the questions whose words all have vectors. "times" are the
medians over the seeds of how many times as fast zici is, the runs of a seed being neighbours.

``--svd`` does instead: ``train_vectors(method="svd")`` of rank 100 with the ``--max-words`` most frequent
words, counting included, against gensim's skip-gram; both are judged by the same words.

OPENBLAS_CORETYPE and OPENBLAS_L2_SIZE are unset: they are about other machines than that of a user.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import math
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data"
PEER = Path(__file__).with_name("peer_gensim.py")


UNSET = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
Figures = dict[str, float]


def main() -> None:
    from zici.vectors import train_vectors

    options = parse()
    names = ("numpy", "numba", "scipy")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {versions}")
    if options.gensim:
        show = "import gensim, numpy; print('gensim', gensim.__version__, 'with numpy', numpy.__version__)"
        subprocess.run([str(options.gensim), "-c", show], check=True)
    with tempfile.TemporaryDirectory() as folder:
        if options.tokens is None:
            options.tokens = Path(folder) / "tokens.txt"
            write_tokens(options.data / "raw", options.tokens, options.chars * 1e6)
        if options.svd:
            few = list(Lines(options.tokens, 2000))
            train_vectors(few, dim=100, min_count=1, workers=options.threads)  # compiles the kernels
            compare("svd against sgns", options, train_by_svd, partial(train_gensim, method="sgns"))
            return
        train_zici(options, 0, method="sgns", epochs=1, warm=True)  # compiles the kernels
        for method in options.methods.split(","):
            zici = partial(train_zici, method=method, epochs=options.epochs)
            compare(method, options, zici, partial(train_gensim, method=method))


def compare(
    name: str,
    options: argparse.Namespace,
    zici: Callable[[argparse.Namespace, int], Figures],
    gensim: Callable[[argparse.Namespace, int], Figures],
) -> None:
    """Both in turn, seed by seed."""
    runs: dict[str, list[Figures]] = {"zici": [], "gensim": []}
    for seed in range(1, options.seeds + 1):
        runs["zici"].append(zici(options, seed))
        if options.gensim:
            runs["gensim"].append(gensim(options, seed))
    print(f"\n{name}, {options.epochs} epochs, subsample {options.subsample:g}, {options.seeds} seeds")
    for who, results in runs.items():
        if results:
            means = {key: statistics.mean(run[key] for run in results) for key in results[0]}
            print(f"  {who:7}" + "".join(f"  {key} {value:.4g}" for key, value in means.items()), flush=True)
    pairs = list(zip(runs["zici"], runs["gensim"], strict=False))
    if pairs:
        times = {key: statistics.median(a[key] / b[key] for a, b in pairs) for key in ("train", "all")}
        more = statistics.mean(a["wordsim240"] - b["wordsim240"] for a, b in pairs)
        print(
            f"  times    train {times['train']:.2f}  all {times['all']:.2f}  wordsim240 {more:+.4f}",
            flush=True,
        )


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--tokens", type=Path)
    parser.add_argument("--chars", type=float, default=math.inf, help="million characters to cut")
    parser.add_argument("--svd", action="store_true")
    parser.add_argument("--max-words", type=int, default=50_000, help="for --svd")
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ZICI_DATA", DEFAULT)))
    parser.add_argument("--gensim", type=Path, help="a Python that has gensim")
    parser.add_argument("--methods", default="sgns,cbow")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--subsample", type=float, default=1e-4)
    parser.add_argument("--min-count", type=int, default=5)
    return parser.parse_args()


def write_tokens(raw: Path, out: Path, chars: float) -> None:
    """The words of the raw text, without marks, in an order by chance: word2vec is to see all kinds early."""
    from bench_cut import read_lines, read_words

    from zici.segment import Segmenter

    cut = Segmenter(read_words(None)).cut_many(read_lines(raw, chars))
    lines = [" ".join(word for word in words if word.isalnum()) for words in cut]
    random.Random(1).shuffle(lines)
    out.write_text("\n".join(line for line in lines if line) + "\n", encoding="utf-8")


class Lines:
    """The sentences of a file of tokens."""

    def __init__(self, path: Path, limit: int | None) -> None:
        self.path, self.limit = path, limit

    def __iter__(self) -> Iterator[list[str]]:
        with self.path.open(encoding="utf-8") as file:
            for number, line in enumerate(file):
                if number == self.limit:
                    break
                yield line.split()


def train_zici(
    options: argparse.Namespace, seed: int, *, method: str, epochs: int, warm: bool = False
) -> Figures:
    from zici.vectors import encode_sentences
    from zici.vectors._sgns_options import SgnsOptions
    from zici.vectors._train_sgns import train_sgns

    start = time.perf_counter()
    sentences = encode_sentences(
        Lines(options.tokens, 2000 if warm else None), min_count=1 if warm else options.min_count
    )
    train = time.perf_counter()
    counts = sentences.vocabulary.counts
    asked = SgnsOptions(
        architecture=method, epochs=epochs, subsample=options.subsample, seed=seed, workers=options.threads
    )
    vectors = train_sgns(sentences, counts, options=asked).vectors
    end = time.perf_counter()
    if warm:
        return {}
    return figures(options, (train - start, end - train), sentences.vocabulary.words, vectors)


def train_by_svd(options: argparse.Namespace, seed: int) -> Figures:
    from zici.vectors import encode_sentences, train_vectors

    start = time.perf_counter()
    sentences = encode_sentences(
        Lines(options.tokens, None), min_count=options.min_count, max_words=options.max_words
    )
    train = time.perf_counter()
    vectors = train_vectors(sentences, method="svd", dim=100, seed=seed, workers=options.threads)
    end = time.perf_counter()
    return figures(options, (train - start, end - train), vectors.words, vectors.matrix)


def train_gensim(options: argparse.Namespace, seed: int, *, method: str) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "vectors.npz"
        arguments = (options.tokens, method, seed, options.epochs, options.threads, options.subsample)
        command = [options.gensim, PEER, *arguments, options.min_count, out]
        subprocess.run([str(part) for part in command], check=True)
        with np.load(out) as result:
            return figures(options, result["seconds"], result["words"].tolist(), result["vectors"])


def figures(options, seconds, words, vectors) -> Figures:
    """Speed in million words a second, and quality; the words are in order of frequency."""
    if options.svd:
        words, vectors = words[: options.max_words], vectors[: options.max_words]
    size = options.epochs * sum(map(len, Lines(options.tokens, None))) / 1e6
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    index = {word: number for number, word in enumerate(words)}
    result = {"train": size / seconds[1], "all": size / sum(seconds)}
    result |= {"seconds": float(seconds[1]), "seconds all": float(sum(seconds))}
    result["wordsim240"], result["wordsim240 covered"] = similarity(
        options.data / "vectors/wordsim240.txt", unit, index
    )
    for name in ("ca_translated", "ca8_semantic"):
        found, covered = analogies(options.data / f"vectors/{name}.txt", unit, index)
        result |= {name: found, f"{name} covered": covered}
    return result | {"words": len(words)}


def similarity(path: Path, unit, index) -> tuple[float, int]:
    rows = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row[0] in index and row[1] in index]
    ours = [float(unit[index[a]] @ unit[index[b]]) for a, b, _ in rows]
    pair = np.array([ranks(np.array(ours)), ranks(np.array([float(score) for *_, score in rows]))])
    return float(np.corrcoef(pair)[0, 1]), len(rows)


def ranks(values):
    """The places in order, equal values at their middle place."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[inverse]


def analogies(path: Path, unit, index) -> tuple[float, int]:
    """a : b = c : ? by the word nearest to b - a + c that is none of the three."""
    rows = [
        line.split() for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith(":")
    ]
    asked = np.array([[index[word] for word in row] for row in rows if all(word in index for word in row)])
    right = 0
    for begin in range(0, len(asked), 256):
        a, b, c, expected = asked[begin : begin + 256].T
        scores = (unit[b] - unit[a] + unit[c]) @ unit.T
        for known in (a, b, c):
            scores[np.arange(len(a)), known] = -np.inf
        right += int((scores.argmax(axis=1) == expected).sum())
    return right / max(len(asked), 1), len(asked)


def fresh_process() -> None:
    """Begin again without UNSET: it is too late for a library that is loaded."""
    if any(name in os.environ for name in UNSET):
        for name in UNSET:
            os.environ.pop(name, None)
        os.execv(sys.executable, [sys.executable, *sys.argv])


if __name__ == "__main__":
    fresh_process()
    main()

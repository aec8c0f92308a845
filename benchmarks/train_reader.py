"""Train a reader on WebQA's annotated part, CMRC 2018 and DRCD, and test it: quality, speed, time.

    python benchmarks/train_reader.py -o FOLDER [--data DIR] [--words FOLDER] [--epochs 12] [--seed 0]
    python benchmarks/train_reader.py --reader FOLDER [--data DIR]        tests one that is there

What it learns from is in reader_data.py. The word vectors are learned from raw text (``--words``: those that
reader_vectors.py wrote are taken). The state is kept in FOLDER.training: a run that stops goes on with the
same command.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Sequence
from pathlib import Path

from reader_data import reader_data
from reader_vectors import learn_words
from score_reader import score_reader

from zici import Segmenter, WordVectors
from zici.qa.reader import FEATURES, Decoding, Reader, ReaderOptions

HERE = Path(__file__).resolve().parents[1]
DEFAULT = HERE.parent / "shared" / "data"
# Most questions of the training have one passage: what others hold is not to be learned from them.
USED = tuple(name for name in FEATURES if not name.endswith("shared"))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("-o", "--out", type=Path)
    arguments.add_argument("--reader", type=Path)
    arguments.add_argument("--data", type=Path, default=Path(os.environ.get("ZICI_DATA", DEFAULT)))
    arguments.add_argument("--words", type=Path)
    arguments.add_argument("--epochs", type=int, default=12)
    arguments.add_argument("--seed", type=int, default=0)
    options = arguments.parse_args()
    if (options.out is None) == (options.reader is None):
        arguments.error("give -o to train, or --reader to test")
    data = reader_data(options.data)
    if options.out is not None:
        train(data, options)
    score_reader(Reader.load(options.reader or options.out), data.tests)


def train(data, options) -> None:
    start = time.perf_counter()
    vectors, segmenter = words(options)
    print(f"{len(data.train):,} questions to learn from, {len(data.validation):,} to validate", flush=True)
    reader = Reader.train(
        data.train,
        options=ReaderOptions(epochs=options.epochs, features=USED),
        vectors=vectors,
        segmenter=segmenter,
        validation=data.validation,
        decoding=Decoding(),
        checkpoint=f"{options.out}.training",
        seed=options.seed,
        progress=Teller(),
    )
    reader.save(options.out)
    print(f"trained in {(time.perf_counter() - start) / 60:.1f} minutes, words included", flush=True)
    table(reader.info["losses"], reader.info["scores"])


def words(options) -> tuple[WordVectors, Segmenter]:
    if options.words is None:
        return learn_words(options.data / "raw", dim=128, words=60_000, epochs=5, seed=options.seed)
    return WordVectors.load(options.words / "vectors"), Segmenter.load(options.words / "segmenter.npz")


class Teller:
    """Prints a line for every minute of training."""

    def __init__(self) -> None:
        self.start = self.last = time.perf_counter()

    def __call__(self, step) -> None:
        now = time.perf_counter()
        if now - self.last > 60 or step.done == step.total:
            done = f"{step.stage}, {step.done} of {step.total}, {step.note}"
            print(f"{now - self.start:6.0f} s  {done}", flush=True)
            self.last = now


def table(losses: Sequence[float], scores: Sequence[float]) -> None:
    print("| epoch | loss | fuzzy F1, validation |\n|---|---|---|")
    for number, (loss, score) in enumerate(zip(losses, scores, strict=True), 1):
        print(f"| {number} | {loss:.3f} | {score:.3f} |")


if __name__ == "__main__":
    main()

"""Train a reader on WebQA's annotated part, CMRC 2018 and DRCD, and test it: quality, speed, time.

    python benchmarks/train_reader.py -o FOLDER [--data DIR] [--words FOLDER] [--epochs 10] [--seeds 0 1 2]
    python benchmarks/train_reader.py --reader FOLDER [FOLDER ...] [--data DIR]        tests what is there

What it learns from is in reader_data.py. The word vectors are learned from raw text (``--words``: those that
reader_vectors.py wrote are taken). For every seed a reader is trained into FOLDER/SEED, then they are
combined into FOLDER/reader, which is tested. The state is kept in FOLDER/SEED.training: a run that stops
goes on with the same command, and readers that are there are taken.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Sequence
from pathlib import Path

from reader_data import Data, reader_data
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
    arguments.add_argument("--reader", type=Path, nargs="+")
    arguments.add_argument("--data", type=Path, default=Path(os.environ.get("ZICI_DATA", DEFAULT)))
    arguments.add_argument("--words", type=Path)
    arguments.add_argument("--epochs", type=int, default=10)
    arguments.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    options = arguments.parse_args()
    if (options.out is None) == (options.reader is None):
        arguments.error("give -o to train, or --reader to test")
    data = reader_data(options.data)
    folders = options.reader or train(data, options)
    reader = Reader.combine(map(Reader.load, folders))
    if options.out is not None:
        reader.save(options.out / "reader")
    score_reader(reader, data.tests)


def train(data: Data, options: argparse.Namespace) -> list[Path]:
    """Train a reader for each seed; where they stand."""
    start = time.perf_counter()
    vectors, segmenter = words(data, options)
    print(f"{len(data.train):,} questions to learn from, {len(data.validation):,} to validate", flush=True)
    folders = [options.out / str(seed) for seed in options.seeds]
    for seed, folder in zip(options.seeds, folders, strict=True):
        if not folder.exists():
            train_one(data, vectors, segmenter, folder, seed=seed, epochs=options.epochs)
    print(f"trained in {(time.perf_counter() - start) / 60:.1f} minutes, words included", flush=True)
    return folders


def train_one(
    data: Data, vectors: WordVectors, segmenter: Segmenter, folder: Path, *, seed: int, epochs: int
) -> None:
    reader = Reader.train(
        data.train,
        options=ReaderOptions(epochs=epochs, features=USED),
        vectors=vectors,
        segmenter=segmenter,
        validation=data.validation,
        decoding=Decoding(),
        checkpoint=f"{folder}.training",
        seed=seed,
        progress=Teller(),
    )
    reader.save(folder)
    table(reader.info["losses"], reader.info["scores"])


def words(data: Data, options: argparse.Namespace) -> tuple[WordVectors, Segmenter]:
    if options.words is None:
        return learn_words(options.data / "raw", data.passages, dim=128, words=80_000, epochs=5, seed=0)
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

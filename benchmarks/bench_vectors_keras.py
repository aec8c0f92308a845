"""Words a second of word2vec in Keras, on the backend that KERAS_BACKEND names (jax without it).

    python benchmarks/bench_vectors_keras.py --tokens FILE [--words 2000000] [--repeats 3]

FILE has a sentence a line, its words between blanks (what ``zici cut`` writes). Words are those of the text
that reach ``--min-count``, counted before sub-sampling; each run is one epoch of CBOW with the defaults of
``KerasOptions`` and begins with a fresh model. "later" leaves out the first tenth of a run, in which the
backend compiles the step. The processor's seconds are those of all threads.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
from bench_vectors import Lines, fresh_process

from zici._keras import load_keras
from zici._progress import Step
from zici.vectors import KerasOptions, Sentences, encode_sentences, train_keras


class Speed(NamedTuple):
    """Words a second: of the whole run, after its first tenth, and for each second of the processor."""

    whole: float
    later: float
    processor: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--tokens", type=Path, required=True)
    parser.add_argument("--words", type=int, default=2_000_000)
    parser.add_argument("--min-count", type=int, default=10)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--architecture", default="cbow")
    options = parser.parse_args()
    keras = load_keras()

    sentences = encode_sentences(take(options.tokens, options.words), min_count=options.min_count)
    print(
        f"Keras {keras.__version__} on {keras.backend.backend()}: {len(sentences.vocabulary.words):,} words"
    )
    speeds = [measure(sentences, options.architecture, seed) for seed in range(options.repeats)]
    for name, values in zip(Speed._fields, zip(*speeds, strict=True), strict=True):
        spread = f"from {min(values):,.0f} to {max(values):,.0f}"
        print(f"  {name:9} {statistics.median(values):9,.0f} words/s, {spread}")


def take(path: Path, words: int) -> list[list[str]]:
    """Sentences of about so many words."""
    lines = list(itertools.islice(Lines(path, None), words))
    ends = np.cumsum([len(line) for line in lines])
    return lines[: int(np.searchsorted(ends, words)) + 1]


def measure(sentences: Sentences, architecture: str, seed: int) -> Speed:
    counts = sentences.vocabulary.counts
    steps: list[tuple[float, Step]] = []
    begin, processor = time.perf_counter(), time.process_time()
    train_keras(
        sentences,
        counts,
        options=KerasOptions(architecture=architecture, epochs=1, seed=seed),
        progress=lambda step: steps.append((time.perf_counter(), step)),
    )
    seconds, processor = time.perf_counter() - begin, time.process_time() - processor
    total = int(counts.sum())
    told = [(moment, step.done / step.total) for moment, step in steps if step.total]
    first, share = next((moment, share) for moment, share in told if share >= 0.1)
    later = total * (told[-1][1] - share) / (told[-1][0] - first)
    return Speed(total / seconds, later, total / processor)


if __name__ == "__main__":
    fresh_process()
    main()

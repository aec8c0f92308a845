"""The vectors of the words of a text that has just been cut."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from zici._progress import Progress, Renamed
from zici.corpus import Corpus
from zici.errors import EmptyError
from zici.mining._names import SEGMENTED, VECTORS
from zici.ngrams import for_arrays, parse_memory
from zici.vectors import Sentences, encode_sentences, train_vectors
from zici.vectors._cut_text import Sentences as Lines

DIM, MIN_COUNT = 200, 5
STATE = ".vectors"  # of the training, for a run that goes on
LEAST = 50  # words: with fewer there is hardly a neighbour to show
MOST = 100_000  # words: beyond, the rarest take most of the time


@dataclass(frozen=True)
class Means:
    """What a step may use: threads, a bound of memory such as "2GB", and whom it tells how far it is."""

    workers: int | None
    memory: str | int | None
    progress: Progress


def write_vectors(folder: Path, means: Means) -> int:
    """Write vectors of the words of a cut text, by the SVD; returns how many, 0 where the text is too small.

    Args:
        folder: of the result: it holds the cut text and takes the vectors.
        means: threads, memory, progress.
    """
    shutil.rmtree(folder / VECTORS, ignore_errors=True)  # what a run that was killed in this step left
    try:
        sentences = _sentences(folder / SEGMENTED, means)
        words = len(sentences.vocabulary)
        if words < LEAST:
            return 0
        vectors = train_vectors(
            sentences,
            method="svd",
            dim=min(DIM, words),
            workers=means.workers,
            memory=means.memory,
            progress=means.progress,
            checkpoint=folder / STATE,
        )
    except EmptyError:
        return 0
    vectors.save(folder / VECTORS)
    return len(vectors)


def _sentences(segmented: Path, means: Means) -> Sentences:
    reported = Renamed(means.progress)
    reported.names["read text"] = "read words"
    # Cutting passes lone surrogates on, which are no UTF-8.
    corpus = Corpus(segmented, format="text", encoding="utf-8", errors="replace", progress=reported)
    budget = for_arrays(parse_memory(means.memory))
    limit = None if budget is None else budget // 4
    return encode_sentences(Lines(corpus), min_count=MIN_COUNT, max_words=MOST, limit=limit)

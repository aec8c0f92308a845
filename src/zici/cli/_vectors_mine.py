"""The vectors that ``zici mine`` writes: of the text that it has just cut."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zici.errors import EmptyError

from ._guard import say
from ._progress import Renamed
from ._vectors_load import IN_RESULT
from ._vectors_text import Sentences

if TYPE_CHECKING:
    from zici._progress import Progress
    from zici.vectors import WordVectors

DIM, MIN_COUNT = 200, 5
LEAST = 50  # words: with fewer there is hardly a neighbour to show
MOST = 100_000  # words: beyond, the rarest take most of the time


def write_vectors(
    folder: Path, segmented: Path, *, workers: int | None, memory: str | None, progress: Progress
) -> int:
    """Write vectors of the words of a cut text, by the SVD; returns how many, 0 where the text is too small.

    Args:
        folder: of the result; the vectors go into a folder in it.
        segmented: the text, its words between blanks.
        workers: threads; None: all processors.
        memory: a bound such as ``"2GB"``.
        progress: told the steps.
    """
    try:
        vectors = _train(segmented, workers=workers, memory=memory, progress=progress)
    except EmptyError:
        vectors = None
    if vectors is None:
        say(f"no vectors: the text has too few words that occur {MIN_COUNT} times (expected {LEAST})")
        return 0
    vectors.save(folder / IN_RESULT)
    return len(vectors)


def _train(
    segmented: Path, *, workers: int | None, memory: str | None, progress: Progress
) -> WordVectors | None:
    from zici.corpus import Corpus
    from zici.ngrams import for_arrays, parse_memory
    from zici.vectors import encode_sentences, train_vectors

    reported = Renamed(progress)
    reported.names["read text"] = "read words"
    # write_cut passes lone surrogates on, which are no UTF-8.
    corpus = Corpus(segmented, format="text", encoding="utf-8", errors="replace", progress=reported)
    budget = for_arrays(parse_memory(memory))
    sentences = encode_sentences(
        Sentences(corpus),
        min_count=MIN_COUNT,
        max_words=MOST,
        limit=None if budget is None else budget // 4,
    )
    if len(sentences.vocabulary) < LEAST:
        return None
    dim = min(DIM, len(sentences.vocabulary))
    return train_vectors(sentences, method="svd", dim=dim, workers=workers, memory=memory, progress=progress)

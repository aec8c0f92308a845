"""count_ngrams: from a corpus to NgramCounts."""

from __future__ import annotations

import os

from zici._progress import Progress, silent
from zici.corpus import CodedText, Corpus, encode
from zici.errors import EmptyError, OptionError
from zici.ngrams._count import Plan, count_levels
from zici.ngrams._counts import NgramCounts
from zici.ngrams._levels import Level
from zici.ngrams._memory import for_arrays, parse_memory
from zici.ngrams._options import MinCount, check_order, kept_from, min_counts
from zici.ngrams._threads import thread_count
from zici.parallel._engine import Engine

# Codes, ids and buckets take 4 bytes a character each, and the tables about as much again.
ENCODED_SHARE = 1 / 4


def count_ngrams(
    corpus: Corpus,
    *,
    order: int = 4,
    min_count: MinCount = "auto",
    workers: int | None = None,
    memory: str | int | None = None,
    folder: str | os.PathLike[str] | None = None,
    engine: Engine | None = None,
    progress: Progress | None = None,
) -> NgramCounts:
    """Count all n-grams of a corpus up to a length, exactly.

    Level by level: an n-gram is the pair of its first n-1 characters and its last one, and is looked at only
    where its first and its last n-1 characters were both kept. Any order works; long ones cost little because
    few n-grams reach them.

    Args:
        corpus: the text; read once.
        order: the longest n-grams, 1 to 64.
        min_count: n-grams with fewer occurrences are dropped: a number, numbers by length, or ``"auto"``,
            which grows slowly with the text (2 below 3 million characters, 8 at 33 million).
        workers: threads; None: all processors. The result doesn't depend on it.
        memory: a bound such as ``"2GB"`` on the whole process; a text that doesn't fit is kept in a
            temporary file (8 bytes a character) and counted in ranges. Not bounded is what is asked for, the
            n-grams that are kept: 20 bytes each, the longest length up to 100 while it is counted; a higher
            ``min_count`` keeps fewer. Nor is a single run of word characters, which is never divided.
            None: everything in memory.
        folder: where to keep the counts as they come; a run that was interrupted goes on from there when it
            is called again with the same files, read in the same way, and the same options. (Texts in memory
            and pipes are always read anew.) Complete counts stay there as ``save`` writes them.
        engine: who counts in the place of this process: ``zici.cluster.Spark(session)``. The counts are the
            same and don't keep the text; ``workers``, ``memory`` and ``folder`` are for this process alone.
        progress: called with every step of the count; the corpus has its own for reading.

    Returns:
        The counts, with the coded text in ``.text`` (None from an engine).

    Raises:
        EmptyError: the corpus has no word character.
        OptionError: an option outside its range.
        CorpusError: the corpus can't be read.
        OutputError: ``folder`` can't be written.

    Example:
        >>> from zici import Corpus
        >>> counts = count_ngrams(Corpus.from_texts(["北京的北京大学", "北京"]), order=2, min_count=2)
        >>> dict(counts.items(2))
        {'北京': 3}
    """
    options, workers = {"order": check_order(order), "min_count": min_count}, thread_count(workers)
    min_counts(min_count, order, 0)  # a wrong option is told before the text is read
    budget, progress = for_arrays(parse_memory(memory)), progress or silent
    if engine is not None:
        if folder is not None:
            raise OptionError("folder: not with engine=; save the counts when they are there")
        counts: NgramCounts = engine.count_ngrams(corpus, order=order, min_count=min_count, progress=progress)
        return counts
    check_corpus(corpus)
    if folder is not None:
        from zici.ngrams._resume import count_in_folder

        return count_in_folder(
            corpus, folder, options=options, workers=workers, budget=budget, progress=progress
        )
    text = encode_corpus(corpus, budget)
    least = min_counts(min_count, order, text.total)
    return count_coded(text, least, workers=workers, budget=budget, progress=progress)


def check_corpus(corpus: object) -> None:
    """Refuse what is no corpus, such as a path.

    Raises:
        OptionError: it isn't one.
    """
    if not isinstance(corpus, Corpus):
        raise OptionError(
            f"corpus: expected a zici.Corpus, got {type(corpus).__name__}; wrap it: Corpus(path)"
        )


def encode_corpus(corpus: Corpus, budget: int | None) -> CodedText:
    """Code a corpus; a text too long for the budget goes to a temporary file."""
    check_corpus(corpus)
    limit = None if budget is None else int(budget * ENCODED_SHARE)
    text = encode(corpus.blocks(), limit=limit)
    if text.total == 0:
        raise EmptyError(
            f"{corpus}: expected Chinese text, found no word character; check the path and the encoding"
        )
    return text


def count_coded(
    text: CodedText,
    min_count: tuple[int, ...],
    *,
    workers: int | None = None,
    budget: int | None = None,
    progress: Progress | None = None,
) -> NgramCounts:
    """Count a text that is coded already; ``min_count`` holds the threshold of every length."""
    plan = Plan(kept_from(min_count), thread_count(workers), budget, progress or silent)
    levels: list[Level] = list(count_levels(text, plan, done=[]))
    return NgramCounts(text.alphabet, levels, min_count=min_count, total=text.total, text=text)

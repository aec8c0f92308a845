"""discover: the words of a text."""

from __future__ import annotations

from typing import Any

from zici._progress import Progress, silent
from zici.corpus import Corpus
from zici.discovery._entropies import with_entropies
from zici.discovery._methods import Method, method_named, options_of
from zici.discovery._neighbours import count_neighbours
from zici.discovery._options import ByLength, MinPmi, as_json
from zici.discovery._task import Task
from zici.errors import EmptyError, OptionError
from zici.lexicon import Lexicon
from zici.ngrams import (
    MinCount,
    NgramCounts,
    check_corpus,
    count_ngrams,
    for_arrays,
    parse_memory,
    thread_count,
)
from zici.parallel._engine import Engine


def discover(
    source: Corpus | NgramCounts,
    corpus: Corpus | None = None,
    *,
    method: str = "ngram",
    order: int | None = None,
    min_count: MinCount | None = None,
    min_pmi: MinPmi | None = None,
    strict: bool = False,
    min_entropy: float | None = None,
    min_gain: float | None = None,
    rank: int | None = None,
    min_score: float | None = None,
    join_penalty: ByLength | None = None,
    rounds: int | None = None,
    entropy: bool = False,
    min_length: int = 1,
    max_length: int | None = None,
    workers: int | None = None,
    memory: str | int | None = None,
    engine: Engine | None = None,
    progress: Progress | None = None,
) -> Lexicon:
    """Find the words of a text.

    ``"ngram"`` (kexue.fm/archives/4256, 6920): n-grams whose cohesion reaches the threshold of their length
    are kept; a gap between two characters is closed where any kept n-gram covers it; the pieces between the
    open gaps are counted; a piece of 3 to ``order`` characters must itself be a kept n-gram, of a longer
    one every window of ``order`` characters must be. ``"pair"`` (3913): the same with pairs alone.

    ``"entropy"`` (3491, after Matrix67): every n-gram with enough count, cohesion and entropy of its
    neighbours on both sides, counted as a string wherever it stands; and all single characters.

    ``"min-entropy"`` (5476, 5597): the words of "ngram" without those that their parts explain. From the
    longest on, a word of n characters is cut into the most probable shorter words and stays if its PMI
    against them reaches n - 1; else they get its count. With ``order=2, min_pmi=1`` it starts from pairs, as
    the article does.

    ``"svd"`` (4208): no words of the text, but two-character words that those of "ngram" suggest, see
    :func:`zici.discovery.derived_words`.

    ``"best"``: the cut of "ngram" with low thresholds gives candidates and their first counts; then the
    text is cut into the most probable words, where every word of n characters pays ``join_penalty`` for
    being one, and counted, in ``rounds``. Probability alone would join whatever stands together often; the
    price keeps apart what only meets (一个, 这是). Chosen among the others on development data, see the study
    in the docs.

    In the cuts letters and digits stay as the text has them: no cut falls inside a run of them (K线图, 5G,
    GDP). Numbers, also of something (6月), are no words of any method.

    Args:
        source: a corpus, or its counts if they were made before.
        corpus: the text, if ``source`` is counts that were saved without their text.
        method: "ngram", "pair", "entropy", "min-entropy", "best" or "svd".
        order: the longest n-grams; 4, "pair" 2, "best" 6 (it has no longer words).
        min_count: the count that n-grams and words must reach; "auto" ("ngram", "min-entropy") and "low"
            ("best") grow with the text, "pair" has 16, "entropy" 11. Counts given as ``source`` bring their
            own, which this may only raise. "svd": the count that the suggesting words must reach, 100.
        min_pmi: the smallest PMI (natural log of the cohesion), one number or by length. Defaults: 1.5, 5, 8
            for lengths 2, 3, 4; "pair" 1; "entropy" ln 30; "best" 0, 4, 8, 10, 12 from length 2 on. "auto",
            for "ngram" and "pair": the multiple of the defaults with which the text and its words take the
            fewest nats to describe; needs several cuts.
        strict: in pieces of 3 and more characters, every shorter window from 3 on must be kept, too.
        min_entropy: "entropy": the least of both neighbour entropies (natural log); 3.
        min_gain: "min-entropy": the least PMI of a word against its parts, per character after the first; 1.
        rank: "svd": how many singular values are kept; those of at least 10 ``min_count``.
        min_score: "svd": the least restored count; 10.
        join_penalty: "best": the price of a word, one number or by length (natural log); 2.3, 5, 8, 10, 12.
        rounds: "best": how often the counts are estimated; 2.
        entropy: add the columns ``left_entropy`` and ``right_entropy`` for any method, see
            :func:`zici.discovery.neighbour_entropies`.
        min_length: shortest words; 1 keeps the single characters that a segmenter needs, 2 leaves them out.
        max_length: longest words; None: any.
        workers: threads; None: all processors. The result doesn't depend on it.
        memory: bound on the process such as "2GB", see :func:`zici.count_ngrams`.
        engine: who counts and cuts in the place of this process: ``zici.cluster.Spark(session)``, for
            "ngram", "pair", "min-entropy" and "best". The words are the same; ``workers`` and ``memory`` are
            for this process alone.
        progress: called with every step.

    Returns:
        The words, the most frequent first, with the columns ``count`` (as pieces of the cut text; of
        "entropy" and "svd" as strings) and ``pmi`` (of a word longer than ``order`` the smallest of its
        windows; NaN for single characters and Latin words that have none). "best" also has ``weight``, by
        which a Segmenter cuts in the place of the count; "entropy" has both entropies; "svd" has
        ``score`` in the place of ``pmi``, its largest first. ``meta`` tells every option in force.

    Raises:
        EmptyError: no word character, or no word reaches the thresholds.
        OptionError: an option outside its range, or one that the method doesn't have.
        CorpusError: the corpus can't be read.

    Example:
        >>> from zici import Corpus
        >>> text = Corpus.from_texts(["我爱北京", "北京人", "在北京", "去北京吧"])
        >>> discover(text, min_count=3, min_pmi=1.0, min_length=2).words
        ('北京',)
        >>> discover(text, min_count=3, min_pmi=1.0, min_length=2, entropy=True)["北京"].scores
        {'pmi': 1.252..., 'left_entropy': 1.386..., 'right_entropy': 1.386...}
    """
    given = {
        "order": order,
        "min_count": min_count,
        "min_pmi": min_pmi,
        "strict": strict or None,
        "min_entropy": min_entropy,
        "min_gain": min_gain,
        "rank": rank,
        "min_score": min_score,
        "join_penalty": join_penalty,
        "rounds": rounds,
    }
    how, options = method_named(method), options_of(method, given)
    workers, progress, budget = thread_count(workers), progress or silent, for_arrays(parse_memory(memory))
    _check_engine(engine, how, method, entropy=entropy)
    if corpus is not None and engine is None:
        check_corpus(corpus)
    if isinstance(source, NgramCounts):
        counts = _check_counts(source, options.order, None if how.counted else min_count)
    else:
        wanted = how.counted or options.min_count
        counts = count_ngrams(
            source,
            order=options.order,
            min_count=wanted,
            workers=workers,
            memory=memory,
            engine=engine,
            progress=progress,
        )
    task = Task(counts, _text(source, corpus, engine), options, workers, budget, progress, engine)
    lexicon = how.find(task).filter(min_length=min_length, max_length=max_length)
    lexicon = lexicon.with_meta({**_told(task, how, method), **lexicon.meta})
    if len(lexicon) == 0:
        raise EmptyError(_nothing_found(task, how, min_length, max_length))
    return _with_entropies(lexicon, task) if entropy else lexicon


def _check_engine(engine: Engine | None, how: Method, method: str, *, entropy: bool) -> None:
    """Refuse before anything is counted what engines can't do."""
    if engine is not None and (entropy or how.ordered):
        asked = "entropy=True" if entropy else f'method "{method}"'
        raise OptionError(
            f"engine: {asked} needs the text in its order, which executors don't have; leave engine= out, "
            'or use "ngram", "pair", "min-entropy" or "best"'
        )


def _text(source: Corpus | NgramCounts, corpus: Corpus | None, engine: Engine | None) -> Corpus | None:
    """The corpus where it has to be read again: counts of an engine don't keep the text.

    Raises:
        OptionError: an engine and no corpus.
    """
    if engine is None or corpus is not None:
        return corpus
    if isinstance(source, NgramCounts):
        raise OptionError("engine: expected the corpus beside the counts; executors read it again")
    return source


def _told(task: Task, how: Method, method: str) -> dict[str, Any]:
    """What the words were found with: every option in force, defaults included."""
    options = {name: as_json(getattr(task.options, name)) for name in how.defaults}
    counted = {"chars": task.counts.total, "min_count": list(task.counts.min_count)}
    return {"method": method, **options, **counted}


def _check_counts(counts: NgramCounts, order: int, min_count: MinCount | None) -> NgramCounts:
    if counts.order < order:
        raise OptionError(
            f"order: expected counts of order {order}, got {counts.order}; count with order={order}"
        )
    return counts if min_count is None else counts.at_least(min_count)


def _with_entropies(lexicon: Lexicon, task: Task) -> Lexicon:
    if "left_entropy" in lexicon.columns:
        return lexicon
    around = count_neighbours(
        lexicon.words, task.text, workers=task.workers, budget=task.budget, progress=task.progress
    )
    return with_entropies(lexicon, around)


def _nothing_found(task: Task, how: Method, min_length: int, max_length: int | None) -> str:
    reached = {"min_count": f"{task.least}"}
    if min_length > 1:  # single characters need no cohesion
        reached["min_pmi"] = ", ".join(f"{least:g}" for least in task.options.min_pmi)
    for name in ("min_entropy", "min_score"):
        if name in how.defaults:
            reached[name] = f"{getattr(task.options, name):g}"
    return (
        f"no word{_lengths(min_length, max_length)} reaches "
        f"{' and '.join(f'{name} {value}' for name, value in reached.items())} "
        f"in {task.counts.total:,} characters; give more text or a smaller {' or '.join(reached)}"
    )


def _lengths(shortest: int, longest: int | None) -> str:
    if longest is None:
        return f" of {shortest} and more characters" if shortest > 1 else ""
    return f" of {shortest} to {longest} characters"

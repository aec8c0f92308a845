"""count_pairs: from sentences to the table of which words stand in each other's windows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from zici._progress import Progress, Step, silent
from zici.errors import OptionError
from zici.ngrams import for_arrays, parse_memory
from zici.parallel import cpu_count, parallel_imap
from zici.parallel._engine import Engine
from zici.vectors._options import CountOptions
from zici.vectors._pair_counts import DIRECTIONS, PairCounts
from zici.vectors._pair_runs import Runs, sum_tables
from zici.vectors._sentences import BREAK, Sentences, check_least, encode_sentences
from zici.vectors._subsample import keep_probabilities, thin
from zici.vectors._vocabulary import Vocabulary

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from zici._kernels.pairs import Text, Window

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]

UNIT = 1 << 24  # tokens counted at a time: 8 bytes each while they are
ROOM = 1 << 22  # cells that a part of the rows may fill
SHARE = 1 / 4  # of the budget for word numbers; as much for a unit, for its parts, and for the table
CROWD = 36  # bytes for a worker and a cell of a part: being counted, copied, and two that wait to be written


def count_pairs(
    tokens: Iterable[Iterable[str]] | Sentences,
    *,
    window: int = 5,
    dynamic: bool = True,
    direction: str = "both",
    subsample: float | None = None,
    min_count: int = 5,
    max_words: int | None = None,
    vocabulary: Vocabulary | None = None,
    seed: int = 0,
    workers: int | None = None,
    memory: str | int | None = None,
    engine: Engine | None = None,
    progress: Progress | None = None,
) -> PairCounts:
    """Count exactly which words stand in each other's windows.

    The dynamic window of word2vec draws its width from 1 to ``window`` at every word. Here a pair at distance
    d has the weight of its expectation, (window - d + 1) / window: the table is exact, and the same in every
    run and for any number of workers.

    Args:
        tokens: lists of words, one for each text, such as ``Segmenter.cut_corpus(corpus)``, or what
            :func:`encode_sentences` made of them (then ``min_count``, ``max_words`` and ``vocabulary`` are
            not used). A window ends with its text, and reaches over words outside the vocabulary.
        window: words on one side, 1 to 255.
        dynamic: whether near words weigh more, as above; else all weigh 1.
        direction: which words are the context of a word: those on "both" sides (a symmetric table), or only
            those to its "left" or "right".
        subsample: the threshold t of sub-sampling (1e-5 to 1e-3): an occurrence of a word with the share f of
            the text is kept with probability t/f + sqrt(t/f) before the windows are laid. None: all.
        min_count: rarer words are left out.
        max_words: only so many of the most frequent words are kept; None: all.
        vocabulary: the words to count in the place of those, for tables that are to be added.
        seed: of the sub-sampling.
        workers: threads; None: all processors. The result doesn't depend on it.
        memory: a bound such as ``"2GB"`` on the process, table included; None: no bound. What doesn't fit
            stands in temporary files (in TMPDIR, some times the size of the table): word numbers, the tables
            of pieces of the text, and their sum, which is then mapped from its file. The table is the same.
            450 MB are set aside for libraries, and at least 64 MB are used. Not bounded are the different
            words of the text, some rows as long as the vocabulary, and a table of 2**31 cells or more, whose
            column numbers scipy copies.
        engine: who counts in the place of this process: ``zici.cluster.Spark(session)``, of words that it
            cuts too: ``segmenter.cut_corpus(corpus, engine=engine)``. The table is the same, and comes here;
            ``workers`` and ``memory`` are for this process alone. Not with ``subsample``, which draws by the
            place of a word in the whole text.
        progress: told ``Step("count pairs", done, total, "words")``.

    Raises:
        EmptyError: no word reaches ``min_count``.
        OptionError: an option outside its range, or a generator that can be gone through only once.
        OutputError: a temporary file can't be written.

    Example:
        >>> pairs = count_pairs([["新", "词", "发现"]], window=2, min_count=1)
        >>> pairs["新", "词"], pairs["新", "发现"], pairs.vocabulary.words
        (1.0, 0.5, ('发现', '新', '词'))
    """
    if direction not in DIRECTIONS:
        raise OptionError(f"direction: expected one of {', '.join(DIRECTIONS)}, got {direction!r}")
    options = CountOptions(
        window=window,
        dynamic=dynamic,
        subsample=subsample,
        seed=seed,
        workers=cpu_count() if workers is None else workers,
        budget=for_arrays(parse_memory(memory)),
        progress=progress or silent,
    )
    if engine is not None:
        if subsample is not None:
            raise OptionError("subsample: not with engine=, whose executors don't know where a word stands")
        check_least(min_count, max_words)
        pairs: PairCounts = engine.count_pairs(
            tokens,
            options,
            direction=direction,
            min_count=min_count,
            max_words=max_words,
            vocabulary=vocabulary,
        )
        return pairs
    if not isinstance(tokens, Sentences):
        tokens = encode_sentences(
            tokens,
            min_count=min_count,
            max_words=max_words,
            vocabulary=vocabulary,
            limit=None if options.budget is None else int(options.budget * SHARE),
            progress=progress,
        )
    return count_sentences(tokens, options, direction=direction)


def count_sentences(sentences: Sentences, options: CountOptions, *, direction: str = "both") -> PairCounts:
    """What :func:`count_pairs` does once sentences are coded and options checked."""
    matrix = _count(sentences, make_window(options, direction), options)
    return PairCounts(
        sentences.vocabulary, matrix, window=options.window, dynamic=options.dynamic, direction=direction
    )


def make_window(options: CountOptions, direction: str) -> Window:
    """What a pair weighs, by distance and side."""
    from zici._kernels.pairs import Window

    width = options.window
    weights = np.arange(width, 0, -1) if options.dynamic else np.ones(width, np.int64)
    none = weights[:0]
    return Window(none if direction == "right" else weights, none if direction == "left" else weights)


def _units(sentences: Sentences, options: CountOptions) -> Iterator[Int32]:
    """The blocks, thinned out, a few at a time: the larger a unit, the fewer tables are added."""
    size = UNIT if options.budget is None else min(UNIT, int(options.budget * SHARE) // 16)
    counts, keep = sentences.vocabulary.counts, None
    if options.subsample is not None:
        keep = keep_probabilities(counts, options.subsample)
    waiting: list[Int32] = []
    start = held = 0
    for block in sentences:
        part = block if keep is None else thin(block, keep, start=start, seed=options.seed)
        start += int(np.count_nonzero(block != BREAK))
        if waiting and held + part.size > size:
            yield np.concatenate(waiting)
            waiting, held = [], 0
        waiting.append(part)
        held += part.size
    yield np.concatenate(waiting)


def _count(sentences: Sentences, window: Window, options: CountOptions) -> csr_array:
    """The tables of all units, added."""
    total, words = sentences.tokens, len(sentences.vocabulary)
    dtype = weight_type(total, window)
    options.progress(Step("count pairs", 0, total, "words"))
    texts = (text_of(ids, words) for ids in _told(_units(sentences, options), total, options))
    tables = (count_unit(text, window, dtype, options) for text in texts)
    if options.budget is None:
        result = sum_tables(tables, (words, words))
    else:
        runs = Runs((words, words), dtype, int(options.budget * SHARE))
        for table in tables:
            runs.append(table)
        result = runs.sum()
    options.progress(Step("count pairs", total, total, "words"))
    return result


def weight_type(tokens: int, window: Window) -> np.dtype[Any]:
    """The integers that hold every cell of a table of so many words."""
    largest = tokens * int(window.left.sum() + window.right.sum())
    return np.dtype(np.int32 if largest < 2**31 else np.int64)


def _told(units: Iterator[Int32], total: int, options: CountOptions) -> Iterator[Int32]:
    """The units, each told when it is done with."""
    done = 0
    for ids in units:
        yield ids
        done = min(done + ids.size, total)
        options.progress(Step("count pairs", done, total, "words"))


def text_of(ids: Int32, words: int) -> Text:
    """A unit of the text with the places of its words."""
    from zici._kernels.pairs import Text, place_positions

    start = np.zeros(words + 1, np.int64)
    np.cumsum(np.bincount(ids[ids >= 0], minlength=words), out=start[1:])
    positions = np.empty(start[-1], np.int32)
    place_positions(ids, start[:-1].copy(), positions)
    return Text(ids, positions, start)


def count_unit(
    text: Text, window: Window, dtype: np.dtype[Any], options: CountOptions
) -> Iterator[tuple[Int64, Int32, npt.NDArray[Any]]]:
    """The table of a unit, a part of the rows after the other."""
    words, workers = text.start.size - 1, options.workers
    bound = np.minimum(np.diff(text.start) * (window.left.size + window.right.size), words)
    room = ROOM
    if options.budget is not None:
        room = max(min(ROOM, int(options.budget * SHARE) // (CROWD * workers)), 1)

    def count(part: tuple[int, int]) -> tuple[Int64, Int32, npt.NDArray[Any]]:
        return _count_part(text, window, part, int(bound[slice(*part)].sum()), dtype)

    return parallel_imap(
        count, _parts(bound, room), workers=workers, backend="thread", chunk=1, window=2 * workers
    )


def _parts(bound: Int64, room: int) -> list[tuple[int, int]]:
    """Ranges of rows that fill at most about ``room`` cells."""
    ends = np.cumsum(bound)
    marks = np.searchsorted(ends, np.arange(room, ends[-1], room)) + 1
    edges = np.unique(np.concatenate([[0], marks, [bound.size]])).tolist()
    return list(pairwise(edges))


def _count_part(
    text: Text, window: Window, part: tuple[int, int], room: int, dtype: np.dtype[Any]
) -> tuple[Int64, Int32, npt.NDArray[Any]]:
    """The sizes of the rows of a part, and their cells."""
    from zici._kernels.pairs import Row, count_rows

    words = text.start.size - 1
    bits, groups = (np.zeros((words >> shift) + 1, np.uint64) for shift in (6, 12))
    row = Row(np.zeros(words, dtype), bits, groups)
    sizes = np.empty(part[1] - part[0], np.int64)
    index, weight = np.empty(room, np.int32), np.empty(room, dtype)  # what is never written costs no memory
    cells = count_rows(text, window, part, row, sizes, index, weight)
    return sizes, index[:cells].copy(), weight[:cells].copy()

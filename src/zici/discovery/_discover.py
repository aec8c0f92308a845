"""discover: the words of a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from zici._progress import Progress, Step, silent
from zici.corpus import Blocks, Corpus, encode_with
from zici.discovery._cohesion import pmi_by_level
from zici.discovery._grams import keep
from zici.discovery._options import MinPmi, method_named, thresholds
from zici.discovery._pieces import count_pieces
from zici.discovery._words import to_lexicon
from zici.errors import EmptyError, OptionError
from zici.lexicon import Lexicon
from zici.ngrams import MinCount, NgramCounts, count_ngrams
from zici.parallel import cpu_count

Int32 = npt.NDArray[np.int32]


def discover(
    source: Corpus | NgramCounts,
    corpus: Corpus | None = None,
    *,
    method: str = "ngram",
    order: int | None = None,
    min_count: MinCount | None = None,
    min_pmi: MinPmi | None = None,
    strict: bool = False,
    min_length: int = 1,
    max_length: int | None = None,
    workers: int | None = None,
    memory: str | int | None = None,
    progress: Progress | None = None,
) -> Lexicon:
    """Find the words of a text by their cohesion.

    ``"ngram"`` (kexue.fm/archives/4256, 6920): n-grams whose cohesion reaches the threshold of their length
    are kept; a gap between two characters is closed where any kept n-gram covers it; the pieces between the
    open gaps are counted; a piece of 3 to ``order`` characters must itself be a kept n-gram, of a longer
    one every window of ``order`` characters must be. ``"pair"`` (kexue.fm/archives/3913): the same with
    pairs alone.

    Letters and digits stay as the text has them: no cut falls inside a run of them (K线图, 5G, GDP), and
    plain numbers are no words.

    Args:
        source: a corpus, or its counts if they were made before.
        corpus: the text to cut, if ``source`` is counts that were saved without their text.
        method: "ngram" or "pair".
        order: the longest n-grams; 4 for "ngram", 2 for "pair".
        min_count: the count that n-grams and words must reach; "auto" (default of "ngram") grows with the
            text, "pair" has 16. Counts given as ``source`` bring their own, which this may only raise.
        min_pmi: the smallest PMI (natural log of the cohesion), one number or by length. Defaults: "ngram"
            1.5, 5, 8 for lengths 2, 3, 4; "pair" 1.
        strict: in pieces of 3 and more characters, every shorter window from 3 on must be kept, too.
        min_length: shortest words; 1 keeps the single characters that a segmenter needs, 2 leaves them out.
        max_length: longest words; None: any.
        workers: threads; None: all processors. The result doesn't depend on it.
        memory: bound on the process such as "2GB", see :func:`zici.count_ngrams`.
        progress: called with every step.

    Returns:
        The words with the columns ``count`` (as pieces of the cut text) and ``pmi`` (of a word longer than
        ``order`` the smallest of its windows; NaN for single characters and Latin words that have none),
        the most frequent first.

    Raises:
        EmptyError: no word character, or no word reaches the thresholds.
        OptionError: an option outside its range.
        CorpusError: the corpus can't be read.

    Example:
        >>> from zici import Corpus
        >>> text = Corpus.from_texts(["我爱北京", "北京人", "在北京", "去北京吧"])
        >>> discover(text, min_count=3, min_pmi=1.0, min_length=2).words
        ('北京',)
    """
    how = method_named(method)
    order = how.order if order is None else order
    if order < 2:
        raise OptionError(f"order: expected at least 2 to find words, got {order}")
    least_pmi = thresholds(min_pmi, how, order)
    workers, progress = workers or cpu_count(), progress or silent
    if isinstance(source, NgramCounts):
        counts = _check_counts(source, order, min_count)
    else:
        wanted = how.min_count if min_count is None else min_count
        counts = count_ngrams(
            source, order=order, min_count=wanted, workers=workers, memory=memory, progress=progress
        )
    kept = keep(counts, pmi_by_level(counts, order), least_pmi)
    blocks = _with_progress(_blocks(counts, corpus), counts.total, progress)
    pieces = count_pieces(blocks, kept, strict=strict, workers=workers)
    lexicon = to_lexicon(counts, kept, pieces.tables, min(counts.min_count))
    lexicon = lexicon.filter(min_length=min_length, max_length=max_length)
    if len(lexicon) == 0:
        raise EmptyError(
            f"no word reaches min_count {min(counts.min_count)} in {counts.total:,} characters; "
            "give more text or a smaller min_count"
        )
    return lexicon


def _blocks(counts: NgramCounts, corpus: Corpus | None) -> Iterable[Int32]:
    """The coded text: of the corpus, or as the counts have kept it."""
    if corpus is not None:
        return encode_with(corpus.blocks(), counts.alphabet)
    if counts.text is None:
        raise OptionError("discover: these counts were saved without their text; pass the corpus as well")
    return _read(counts.text.blocks)


def _read(blocks: Blocks) -> Iterator[Int32]:
    for index in range(len(blocks)):
        yield blocks[index]


def _with_progress(blocks: Iterable[Int32], total: int, progress: Progress) -> Iterator[Int32]:
    done = 0
    for block in blocks:
        yield block
        done += int(np.count_nonzero(block))
        progress(Step("cut and count words", min(done, total), total, "chars"))


def _check_counts(counts: NgramCounts, order: int, min_count: MinCount | None) -> NgramCounts:
    if counts.order < order:
        raise OptionError(
            f"order: expected counts of order {order}, got {counts.order}; count with order={order}"
        )
    return counts if min_count is None else counts.at_least(min_count)

"""neighbour_entropies: how freely words are used (自由度)."""

from __future__ import annotations

from collections.abc import Iterable

from zici._progress import Progress, silent
from zici.corpus import Corpus
from zici.discovery._neighbours import Neighbours, count_neighbours
from zici.discovery._task import kept_text
from zici.lexicon import Lexicon
from zici.ngrams import NgramCounts, encode_corpus, for_arrays, parse_memory
from zici.parallel import cpu_count


def neighbour_entropies(
    words: Lexicon | Iterable[str],
    source: Corpus | NgramCounts,
    *,
    workers: int | None = None,
    memory: str | int | None = None,
    progress: Progress | None = None,
) -> Lexicon:
    """How freely words are used: the entropies of the characters before and after them (自由度).

    Over all occurrences of the word's string in the text, overlapping ones included, whether or not a cut
    would make it a word there (kexue.fm/archives/3491, after Matrix67). A boundary (punctuation, a line's or
    a document's end) is a neighbour different from all others, each time: a word goes across no boundary, so
    standing at one is the best evidence that it ends there. (The article deletes punctuation and sees
    whatever character comes after it, which varies as well; one symbol for all boundaries would make words
    that close sentences, such as 而已, look bound.)

    Args:
        words: a lexicon, or words.
        source: the text: a corpus, or counts that have kept theirs.
        workers: threads; None: all processors. The result doesn't depend on it.
        memory: bound on the process such as "2GB": less memory, more passes over the text.
        progress: called with every step.

    Returns:
        The lexicon with the columns ``left_entropy`` and ``right_entropy`` (natural log, from 0; NaN for a
        word that doesn't occur). Plain words get their occurrences as ``count``.

    Raises:
        EmptyError: the corpus has no word character.
        OptionError: counts without text, or words that are none.
        CorpusError: the corpus can't be read.

    Example:
        >>> from zici import Corpus
        >>> text = Corpus.from_texts(["我爱北京", "他爱北京人"])
        >>> lexicon = neighbour_entropies(["爱", "北京"], text)
        >>> lexicon.columns["left_entropy"].round(3).tolist(), lexicon.columns["right_entropy"].tolist()
        ([0.693, 0.0], [0.0, 0.6931471805599453])
    """
    lexicon = words if isinstance(words, Lexicon) else Lexicon.from_words(words)
    budget = for_arrays(parse_memory(memory))
    text = kept_text(source) if isinstance(source, NgramCounts) else encode_corpus(source, budget)
    around = count_neighbours(
        lexicon.words, text, workers=workers or cpu_count(), budget=budget, progress=progress or silent
    )
    if lexicon is not words:
        lexicon = Lexicon(lexicon.words, {"count": around.counts})
    return with_entropies(lexicon, around)


def with_entropies(lexicon: Lexicon, around: Neighbours) -> Lexicon:
    """A lexicon with the two entropies of its words as columns."""
    columns = {**lexicon.columns, "left_entropy": around.left, "right_entropy": around.right}
    return Lexicon(lexicon.words, columns, meta=lexicon.meta)

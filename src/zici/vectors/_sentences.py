"""Sentences as arrays of word numbers: read once, in memory or in a temporary file."""

from __future__ import annotations

import reprlib
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from zici._progress import Progress, Step, silent
from zici.corpus import Blocks
from zici.errors import EmptyError, InputError, OptionError
from zici.vectors._vocabulary import Vocabulary

Int32 = npt.NDArray[np.int32]

BREAK = -1
BLOCK = 1 << 20  # tokens of a block; a longer sentence makes a longer block
NOT_WORDS = -2  # blank or rare: left out, and the window reaches over it


class Sentences:
    """Sentences as word numbers of a vocabulary; words outside it are left out, so windows reach over them.

    Attributes:
        vocabulary: the words, with their counts in these sentences (or those it was given with).
        blocks: int32 arrays, each beginning and ending with ``BREAK`` (-1), which also stands between the
            sentences; no sentence is split.
        tokens: words in all blocks together.

    Raises:
        InputError: a block of another form.
    """

    def __init__(self, vocabulary: Vocabulary, blocks: Blocks) -> None:
        self.vocabulary = vocabulary
        self.blocks = blocks
        self.tokens = sum(self._words_of(block) for block in self)

    def _words_of(self, block: Int32) -> int:
        """How many words a block has; kernels read past the ends of one that isn't as it should be."""
        if not block.size or block[0] != BREAK or block[-1] != BREAK:
            raise InputError(f"expected blocks that begin and end with {BREAK}, found another")
        if block.min() < BREAK or block.max() >= len(self.vocabulary):
            raise InputError(
                f"expected word numbers from 0 to {len(self.vocabulary) - 1} and {BREAK}, "
                f"found {block.min()} to {block.max()}"
            )
        return int(np.count_nonzero(block != BREAK))

    def __iter__(self) -> Iterator[Int32]:
        """The blocks, read from their file where they stand in one."""
        return (self.blocks[k] for k in range(len(self.blocks)))

    def __repr__(self) -> str:
        return f"Sentences({self.tokens:,} tokens of {len(self.vocabulary):,} words)"


def check_sentences(tokens: Any) -> None:
    """Refuse what can't be read as sentences, or not twice.

    Raises:
        OptionError: a string, a one-pass iterator, or nothing that can be gone through.
    """
    if isinstance(tokens, Iterator):
        raise OptionError(
            "expected lists of words that can be gone through again, found a one-pass "
            f"{type(tokens).__name__}; pass Segmenter.cut_corpus(corpus), or list(...) of it"
        )
    if isinstance(tokens, str) or not isinstance(tokens, Iterable):
        raise OptionError(
            f"expected lists of words, one for each text, found {type(tokens).__name__}; "
            "pass Segmenter.cut_corpus(corpus), or a list of lists"
        )


def check_least(min_count: Any, max_words: Any) -> None:
    """Refuse bounds of a vocabulary that are no numbers from 1 (``max_words``: or None).

    Raises:
        OptionError: that.
    """
    for name, value in (("min_count", min_count), ("max_words", 1 if max_words is None else max_words)):
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise OptionError(f"{name}: expected an integer of at least 1, got {value!r}")


def encode_sentences(
    tokens: Iterable[Iterable[str]],
    *,
    min_count: int = 5,
    max_words: int | None = None,
    vocabulary: Vocabulary | None = None,
    limit: int | None = None,
    progress: Progress | None = None,
) -> Sentences:
    """Read sentences once and number their words.

    Args:
        tokens: lists of words, one for each text, such as ``Segmenter.cut_corpus(corpus)``. Tokens that are
            empty or only blanks are not words.
        min_count: rarer words are left out.
        max_words: only so many of the most frequent words are kept; None: all.
        vocabulary: words to keep in the place of those that reach ``min_count``.
        limit: bytes of word numbers (4 a token) that may stay in memory; the rest goes to a temporary file.
        progress: told ``Step("read words", done, None, "words")``.

    Raises:
        EmptyError: no word reaches ``min_count``, or none is in ``vocabulary``.
        OptionError: an option outside its range, texts that are not cut into words, words that are no
            strings, or a generator that can be gone through only once.

    Example:
        >>> sentences = encode_sentences([["新", "词"], ["词", " ", "罕见"], ["新", "词"]], min_count=2)
        >>> sentences.vocabulary.words, sentences.blocks[0].tolist()
        (('词', '新'), [-1, 1, 0, -1, 0, -1, 1, 0, -1])
    """
    check_sentences(tokens)
    check_least(min_count, max_words)
    first, blocks = _Numbers(vocabulary), Blocks(limit=limit)
    counts = np.zeros(0, np.int64)
    for block in _blocks(tokens, first, progress or silent):
        counts = _raised(counts, block, len(first))
        blocks.append(block)
    if vocabulary is None:
        vocabulary, renumbered = _frequent(first, counts, min_count, max_words)
    else:
        renumbered = np.where(np.arange(len(first)) < len(vocabulary), np.arange(len(first)), NOT_WORDS)
    result = Sentences(vocabulary, _renumber(blocks, renumbered.astype(np.int32)))
    if not result.tokens:
        raise EmptyError("no word of the vocabulary is in the text; give other text or another vocabulary")
    return result


class _Numbers(dict[str, int]):
    """Words numbered as they are met, after those of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary | None) -> None:
        super().__init__({} if vocabulary is None else vocabulary.index)

    def __missing__(self, word: str) -> int:
        if not isinstance(word, str):
            raise OptionError(f"expected words as strings, found {type(word).__name__} {word!r}")
        number = len(self) if word.strip() else NOT_WORDS
        if number >= 0:
            self[word] = number
        return number


def _blocks(tokens: Iterable[Iterable[str]], first: _Numbers, progress: Progress) -> Iterator[Int32]:
    """Blocks of about ``BLOCK`` word numbers, with breaks."""
    waiting, size, done = [_BREAKS], 1, 0
    for sentence in tokens:
        if isinstance(sentence, str):
            raise OptionError(
                f"expected lists of words, found the text {sentence[:20]!r}; cut it into words first"
            )
        numbers = _numbered(sentence, first)
        waiting += [numbers, _BREAKS]
        size += numbers.size + 1
        if size > BLOCK:
            done += size
            progress(Step("read words", done, None, "words"))
            yield np.concatenate(waiting)
            waiting, size = [_BREAKS], 1
    if size > 1:
        yield np.concatenate(waiting)


def _numbered(sentence: Iterable[str], first: _Numbers) -> Int32:
    try:
        return np.fromiter(map(first.__getitem__, sentence), np.int32)
    except TypeError as error:  # nothing to go through, or a list in the place of a word
        raise OptionError(
            f"expected lists of words as strings, found {reprlib.repr(sentence)} among them ({error}); "
            "give a list of strings for each text"
        ) from error


_BREAKS = np.array([BREAK], np.int32)


def _raised(counts: npt.NDArray[np.int64], block: Int32, size: int) -> npt.NDArray[np.int64]:
    grown = np.bincount(block[block >= 0], minlength=size)
    grown[: counts.size] += counts
    return grown


def _frequent(
    first: _Numbers, counts: npt.NDArray[np.int64], min_count: int, max_words: int | None
) -> tuple[Vocabulary, Int32]:
    """The vocabulary, and for every first number the number in it."""
    words = list(first)
    _check_cut(words, counts)
    kept = np.flatnonzero(counts >= min_count)
    if not kept.size:
        raise EmptyError(
            f"no word occurs {min_count} times (min_count) in a text of {int(counts.sum())} words; "
            "give more text or a smaller min_count"
        )
    vocabulary = Vocabulary([words[k] for k in kept], counts[kept])
    if max_words is not None and max_words < len(vocabulary):
        vocabulary = Vocabulary(vocabulary.words[:max_words], vocabulary.counts[:max_words])
    renumbered = np.full(len(first), NOT_WORDS, np.int32)
    renumbered[[first[word] for word in vocabulary.words]] = np.arange(len(vocabulary))
    return vocabulary, renumbered


def _check_cut(words: list[str], counts: npt.NDArray[np.int64]) -> None:
    """Refuse texts that were never cut. A few words with blanks are none: "New York" may be in a lexicon."""
    uncut = [k for k, word in enumerate(words) if " " in word or "\u3000" in word or "\t" in word]
    if uncut and counts[uncut].sum() * 2 > counts.sum():
        raise OptionError(
            f"expected words, found blanks in most of them, such as {words[uncut[0]][:20]!r}; "
            "cut the text into words, or split it at the blanks"
        )


def _renumber(blocks: Blocks, renumbered: Int32) -> Blocks:
    """The blocks with the numbers of the vocabulary, without the other words."""
    table = np.append(renumbered, np.array([NOT_WORDS, BREAK], np.int32))  # read at -2 and -1
    out = Blocks(limit=0 if blocks.on_disk else None)
    for k in range(len(blocks)):
        block = table[blocks[k]]
        out.append(block[block != NOT_WORDS])
    return out

"""Key words in context: where words stand in a corpus, with what is around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici.corpus._corpus import Corpus
from zici.errors import OptionError

Int64 = npt.NDArray[np.int64]


class Context(NamedTuple):
    """A place where a word stands.

    Attributes:
        left: what comes before it in its line, at most ``width`` characters.
        word: the word.
        right: what follows in its line.
    """

    left: str
    word: str
    right: str


def contexts(
    corpus: Corpus, words: Iterable[str], *, per_word: int = 3, width: int = 12
) -> dict[str, list[Context]]:
    """Find the first different contexts of many words in one pass over a corpus.

    A word is found wherever its characters stand, also inside a longer one. Reading stops when every word has
    its contexts.

    Args:
        corpus: the text.
        words: the words, or a Lexicon.
        per_word: contexts of each word, from 1: the first of the text that differ from each other.
        width: characters on each side, from 0; a context ends with its line.

    Returns:
        Every word, in the given order, with its contexts in the order of the text; none where it isn't found.

    Raises:
        OptionError: an empty word or one that is no string, or a number outside its range.
        CorpusError: a file can't be read.

    Example:
        >>> corpus = Corpus.from_texts(["从语料中发现新词", "新词发现", "找新词"])
        >>> contexts(corpus, ["新词", "旧词"], per_word=2, width=3)
        {'新词': [Context(left='中发现', word='新词', right=''),
                  Context(left='', word='新词', right='发现')], '旧词': []}
    """
    if per_word < 1 or width < 0:
        raise OptionError(f"expected per_word from 1 and width from 0, got {per_word} and {width}")
    result: dict[str, list[Context]] = {word: [] for word in _checked(words)}
    if not result:
        return result
    finder = _Finder(sorted(result))
    for text, span in _windows(corpus.blocks(), width, max(map(len, result))):
        for start, number in finder.places(text, span):
            word = finder.words[number]
            known = result[word]
            if len(known) == per_word:
                continue
            context = _context(text, start, word, width)
            if context not in known:
                known.append(context)
                finder.wanted[number] = len(known) < per_word
        if not finder.wanted.any():
            break
    return result


def _checked(words: Iterable[str]) -> list[str]:
    if isinstance(words, str):
        raise OptionError(f"expected several words, got the string {words!r}; put it in a list")
    listed = list(words)
    for word in listed:
        if not isinstance(word, str) or not word:
            raise OptionError(f"expected words, got {word!r}; leave it out")
    return listed


def _windows(blocks: Iterable[str], width: int, longest: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """Blocks with what of their neighbours a context may need, and the span in which words may begin."""
    text, start = "", 0
    for block in blocks:
        text += block.replace("\r", "\n")
        if text.endswith("\n"):
            yield text, (start, len(text))
            text, start = "", 0
        elif (stop := len(text) - longest - width) > start:
            yield text, (start, stop)
            text, start = text[max(0, stop - width) :], min(width, stop)
    if text:
        yield text, (start, len(text))


def _context(text: str, start: int, word: str, width: int) -> Context:
    end = start + len(word)
    left = text[max(0, start - width) : start]
    right = text[end : end + width]
    return Context(left[left.rfind("\n") + 1 :], word, right.partition("\n")[0])


class _Finder:
    """Sorted words as the kernel reads them, and which of them are still wanted."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.wanted = np.ones(len(words), np.bool_)
        self._letters = _chars("".join(words))
        self._begins = np.zeros(len(words) + 1, np.int64)
        np.cumsum(np.fromiter(map(len, words), np.int64, len(words)), out=self._begins[1:])
        self._first = np.searchsorted(self._letters[self._begins[:-1]], np.arange(0x110001)).astype(np.int64)
        self._size = 1 << 16

    def places(self, text: str, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
        """Position and number of every wanted word that begins in ``span``."""
        from zici._kernels.find_words import FULL, find_words

        chars = _chars(text)
        while True:
            found = np.empty((self._size, 2), np.int64)
            count = find_words(chars, span, self._letters, self._begins, self._first, self.wanted, found)
            if count != FULL:
                return map(tuple, found[:count].tolist())
            self._size *= 4


def _chars(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")

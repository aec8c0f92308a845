"""Tokenizer: texts as characters, words or both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from zici._kernels.ngram_features import Documents, hash_words
from zici.classify.features._codes import check_texts, ends_of, folded_codes
from zici.errors import InputError, OptionError
from zici.segment import Segmenter

Cut = Segmenter | Callable[[str], list[str]]
Int64 = npt.NDArray[np.int64]
Span = tuple[int, int]


class Tokenizer:
    """Texts as characters, words or both: its views of a text, in this order.

    Args:
        chars: whether characters are a view.
        words: what cuts words: a Segmenter, or a function from a text to the list of its tokens; None: no
            words.

    Raises:
        OptionError: neither, or ``words`` is something else.

    Example:
        >>> tokenizer = Tokenizer(words=Segmenter(["新词"]))
        >>> tokenizer.views
        ('char', 'word')
        >>> tokenizer.spans("找新词")
        [[(0, 1), (1, 2), (2, 3)], [(0, 1), (1, 3)]]
    """

    def __init__(self, *, chars: bool = True, words: Cut | None = None) -> None:
        if not chars and words is None:
            raise OptionError("tokens: expected characters, words or both, got neither")
        if words is not None and not callable(words) and not isinstance(words, Segmenter):
            raise OptionError(f"words: expected a Segmenter or a function, got {words!r:.60}")
        self.chars = bool(chars)
        self.words = words

    @property
    def views(self) -> tuple[str, ...]:
        """The names of its views: "char", "word"."""
        return ("char",) * self.chars + ("word",) * (self.words is not None)

    def __repr__(self) -> str:
        return f"Tokenizer({' and '.join(self.views)})"

    def documents(self, texts: Sequence[str]) -> Documents:
        """The units of texts for the kernels: code points in half width and lower case, hashes of words.

        Raises:
            InputError: a text is not a string, or the function gives something else than a list of strings.
        """
        check_texts(texts)
        parts, starts = [], []
        offset = 0
        for view in self.views:
            units, ends = self._chars(texts) if view == "char" else self._words(texts)
            parts.append(units)
            starts.append(np.append(0, ends) + offset)
            offset += units.size
        return Documents(np.concatenate(parts), np.array(starts, np.int64))

    def _chars(self, texts: Sequence[str]) -> tuple[npt.NDArray[np.uint64], Int64]:
        return folded_codes("".join(texts)).astype(np.uint64), ends_of(texts)

    def _words(self, texts: Sequence[str]) -> tuple[npt.NDArray[np.uint64], Int64]:
        if isinstance(self.words, Segmenter):
            codes = folded_codes("".join(texts))
            bounds, ends = (found.astype(np.int64) for found in self.words.token_ends(texts))
        else:
            cut = [self._call(text) for text in texts]
            words = [word for tokens in cut for word in tokens]
            codes, bounds = folded_codes("".join(words)), ends_of(words)
            ends = np.cumsum(np.fromiter(map(len, cut), np.int64, len(cut)))
        units = np.empty(bounds.size, np.uint64)
        hash_words(codes, bounds, units)
        return units, ends

    def _call(self, text: str) -> list[str]:
        tokens = self.words(text)  # type: ignore[operator, misc]
        if not isinstance(tokens, list | tuple) or not all(isinstance(token, str) for token in tokens):
            raise InputError(
                f"tokens: expected a list of strings from {self.words!r:.60}, got {tokens!r:.60}"
            )
        return list(tokens)

    def spans(self, text: str) -> list[list[Span]]:
        """Begin and end in ``text`` of every unit, a list for each view.

        A token of a function's that doesn't stand in the text behind those before it has the whole text.
        """
        found: list[list[Span]] = []
        for view in self.views:
            if view == "char":
                found.append(list(pairwise(range(len(text) + 1))))
            elif isinstance(self.words, Segmenter):
                found.append(self.words.spans(text) if text else [])
            else:
                found.append(_places(text, self._call(text)))
        return found


def _places(text: str, tokens: list[str]) -> list[Span]:
    """Where tokens stand, searched one behind the other."""
    spans: list[Span] = []
    behind = 0
    for token in tokens:
        begin = text.find(token, behind)
        if begin < 0:
            spans.append((0, len(text)))
            continue
        behind = begin + len(token)
        spans.append((begin, behind))
    return spans

"""Texts as words that rules can read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

from zici.classify.features import Tokenizer
from zici.classify.features._tokens import Cut
from zici.classify.rules._rules import fold
from zici.segment import Segmenter

Span = tuple[int, int]
REMEMBERED = 1 << 17  # tokens that were looked at


class Cutter:
    """Cuts texts into the tokenizer's words and the known ones.

    A Segmenter of words with counts learns the known words. Words of another one, or of a function, that hide
    a polar word or that are made of known words alone are cut into these; a known word that is cut in two is
    not found. Without words of a tokenizer the known words are cut out, and all else is characters.

    Args:
        tokenizer: whose words; one of characters alone has none.
        polar: polar words, in half width and lower case.
        marks: other words that mustn't be missed.

    Example:
        >>> cutter = Cutter(Tokenizer(words=Segmenter(["很好吃", "味道"])), ["好吃"], ["很"])
        >>> cutter.cut(["味道很好吃"])
        [['味道', '很', '好吃']]
    """

    def __init__(self, tokenizer: Tokenizer, polar: Iterable[str], marks: Iterable[str] = ()) -> None:
        self._polar = frozenset(polar)
        self._known = self._polar.union(marks)
        self._words = _taught(tokenizer.words, self._known)
        self._tokenizer = None if self._words is None else Tokenizer(chars=False, words=self._words)
        self._inner = Segmenter(sorted(self._known)) if self._known else None
        self._parts: dict[str, list[str]] = {}

    def cut(self, texts: Sequence[str]) -> list[list[str]]:
        """The words of each text, in half width and lower case."""
        if isinstance(self._words, Segmenter):  # its words may have capitals
            cut = self._words.cut_many(texts)
            folded = (_slices(fold(text), tokens) for text, tokens in zip(texts, cut, strict=True))
            return [self._finer(tokens) for tokens in folded]
        if self._words is None:
            parts = [fold(text) for text in texts]
            return self._inner.cut_many(parts) if self._inner is not None else [list(text) for text in parts]
        return [[fold(text[begin:end]) for begin, end in self.spans(text)] for text in texts]

    def spans(self, text: str) -> list[Span]:
        """Begin and end in ``text`` of each of its words."""
        if isinstance(self._words, Segmenter) or self._tokenizer is None:
            (tokens,) = self.cut([text])
            ends = list(accumulate(map(len, tokens)))
            return list(zip([0, *ends], ends, strict=False))
        found: list[Span] = []
        for begin, end in self._tokenizer.spans(text)[0]:
            parts = self._take_apart(fold(text[begin:end]))
            ends = [begin + size for size in accumulate(map(len, parts))]
            found.extend(zip([begin, *ends], ends, strict=False))
        return found

    def _finer(self, tokens: list[str]) -> list[str]:
        return [part for token in tokens for part in self._take_apart(token)]

    def _take_apart(self, token: str) -> list[str]:
        """The known words that a token is made of, or itself."""
        if len(token) == 1 or token in self._known or self._inner is None:
            return [token]
        found = self._parts.get(token)
        if found is None:
            parts = self._inner.cut(token)
            whole = not any(len(part) > 1 and part in self._polar for part in parts)
            found = [token] if whole and not self._known.issuperset(parts) else parts
            if len(self._parts) >= REMEMBERED:
                self._parts.clear()
            self._parts[token] = found
        return found


def _slices(text: str, tokens: Sequence[str]) -> list[str]:
    """The text cut where the tokens end."""
    ends = list(accumulate(map(len, tokens)))
    return [text[begin:end] for begin, end in zip([0, *ends], ends, strict=False)]


def _taught(words: Cut | None, known: frozenset[str]) -> Cut | None:
    """A segmenter of words with counts that knows these too; anything else as it is."""
    if not isinstance(words, Segmenter) or words.method != "unigram" or not known:
        return words
    options = words._options
    return Segmenter(
        words._counts,
        user_words=sorted(known),
        numbers=options.numbers,
        floor=options.floor,
        number_share=options.number_share,
    )

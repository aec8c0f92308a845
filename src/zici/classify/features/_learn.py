"""What a user calls tokens, as a Tokenizer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zici.classify.features._codes import check_texts
from zici.classify.features._tokens import Tokenizer
from zici.corpus import Corpus
from zici.discovery import discover
from zici.errors import EmptyError, OptionError
from zici.segment import Segmenter

MIN_COUNT = 4


def make_tokenizer(tokens: Any, texts: Sequence[str] = ()) -> Tokenizer:
    """The tokenizer that is asked for; where it needs words and none are given, they come from ``texts``.

    Args:
        tokens: "char"; "word" or "both" (characters and words) with the words that ``zici.discover`` finds in
            ``texts`` with method "best"; a Segmenter, or a function from a text to its tokens: both (for
            words alone pass ``Tokenizer(chars=False, words=...)``); a Tokenizer: itself.
        texts: the training texts.

    Raises:
        OptionError: anything else.
        EmptyError: "word", and no words are found in the texts. "both" then has characters alone.

    Example:
        >>> make_tokenizer("char")
        Tokenizer(char)
        >>> make_tokenizer(Segmenter(["新词"]))
        Tokenizer(char and word)
    """
    if isinstance(tokens, Tokenizer):
        return tokens
    if isinstance(tokens, str):
        return _named(tokens, texts)
    if isinstance(tokens, Segmenter) or callable(tokens):
        return Tokenizer(words=tokens)
    raise OptionError(
        f'tokens: expected "char", "word", "both", a Segmenter or a function, got {tokens!r:.60}'
    )


def _named(tokens: str, texts: Sequence[str]) -> Tokenizer:
    if tokens == "char":
        return Tokenizer()
    if tokens not in ("word", "both"):
        raise OptionError(f'tokens: expected "char", "word" or "both", got {tokens!r:.60}')
    check_texts(texts)
    try:
        lexicon = discover(Corpus.from_texts(list(texts)), method="best", min_count=MIN_COUNT, workers=1)
        return Tokenizer(chars=tokens == "both", words=Segmenter(lexicon))
    except EmptyError as error:
        if tokens == "both":
            return Tokenizer()
        raise EmptyError(
            'tokens: no words found in the training texts; give a Segmenter, more text, or use tokens="char"'
        ) from error

"""Tokenizers in files: what they are in tokens.json, and the segmenter beside it."""

from __future__ import annotations

import json
from pathlib import Path

from zici._plain import read_json
from zici.classify.features._tokens import Cut, Tokenizer
from zici.errors import FormatError, OptionError
from zici.segment import Segmenter

TOKENS, WORDS = "tokens.json", "words"
KINDS = ("none", "segmenter", "function")


def save_tokenizer(tokenizer: Tokenizer, folder: Path) -> None:
    """Write a tokenizer into a folder that is there; a function is not written, only that there is one."""
    words = "none" if tokenizer.words is None else "function"
    if isinstance(tokenizer.words, Segmenter):
        words = "segmenter"
        tokenizer.words.save(folder / WORDS)
    (folder / TOKENS).write_text(json.dumps({"chars": tokenizer.chars, "words": words}), encoding="utf-8")


def load_tokenizer(folder: Path, words: Cut | None = None) -> Tokenizer:
    """Read what ``save_tokenizer`` wrote.

    Args:
        folder: where.
        words: the function that cut words, which files can't hold.

    Raises:
        FormatError: the files are damaged.
        OptionError: the tokenizer had a function, and none is given; or the other way round.
    """
    path = folder / TOKENS
    try:
        told = read_json(path)
        chars, kind = told["chars"], told["words"]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise FormatError(f"{path}: expected a saved tokenizer, found something else ({error})") from error
    if not isinstance(chars, bool) or kind not in KINDS or (not chars and kind == "none"):
        raise FormatError(f"{path}: expected a saved tokenizer, found {told!r:.60}")
    if (kind == "function") != (words is not None):
        raise OptionError(
            f"{folder}: the model cuts words with a function, which files can't hold; pass it again to load()"
            if kind == "function"
            else f"{folder}: the model doesn't cut words with a function; load it without one"
        )
    return Tokenizer(chars=chars, words=Segmenter.load(folder / WORDS) if kind == "segmenter" else words)

"""The options of a model of rules."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from zici.errors import FormatError, OptionError
from zici.lexicon import Lexicon

COLUMN = "polarity"
RANGES = {  # of numbers: the least and the greatest
    "negation": (0.0, 10.0),
    "weak_negation": (0.0, 10.0),
    "turn": (0.0, 10.0),
    "exclamation": (0.0, 10.0),
    "certainty": (0.0, 100.0),
    "strength": (0.0, 100.0),
    "smoothing": (1e-3, 1e6),
}
LARGEST = 100.0  # of a polarity or a level

Polarities = Mapping[str, float] | Lexicon | str | os.PathLike[str]


@dataclass(frozen=True)
class RulesOptions:
    """What rules know, and how they count.

    Attributes:
        lexicon: polar words with their polarities, from -100 to 100, above 0 for good ones: a dict, a
            ``Lexicon`` with a column ``polarity``, or the file of one; None: the built-in ones, +1 and -1.
            Kept as a dict.
        negations: words that turn a polarity round; None: the built-in ones.
        degrees: words that scale a polarity when they stand before it, above 0; None: the built-in ones.
        turns: words like 但是, behind which counts what is meant; None: the built-in ones.
        positive: the class that positive words speak for, 0 or 1, in the order of the sorted labels; None:
            the one in whose training texts the lexicon finds more good words, 1 before training.
        window: how many words before a polar word, or before what acts on it, a negation or a degree may
            stand, from 1; never across a comma.
        negation: a negation multiplies by minus this, from 0.
        weak_negation: the same where a degree stands between it and the word, whose level then goes: 不是很好
            is weaker than 不好.
        turn: what stands behind a turn in its sentence is multiplied by this, from 0; 1: turns do nothing.
        exclamation: a sentence that ends with an exclamation mark is multiplied by this, from 0.
        learn: whether :meth:`RulesModel.fit` learns polarities from the labels; else it fits scale and bias.
        min_count: texts that a word must occur in to be learned.
        certainty: how many standard errors the texts of both sides that have it must differ by, from 0.
        strength: the least size of a polarity that is learned: many words of one side's are neutral, and a
            negation before them says little.
        smoothing: added to the counts of both sides, above 0; with it a polarity of the lexicon counts as
            much as so many texts of each side.

    Raises:
        OptionError: a value outside its range.
        InputError: the file can't be read.
        FormatError: the file or the Lexicon has no column ``polarity``.

    Example:
        >>> RulesOptions(lexicon={"真香": 1, "踩雷": -1.5}, window=3).lexicon
        {'真香': 1.0, '踩雷': -1.5}
    """

    lexicon: Polarities | None = None
    negations: Iterable[str] | None = None
    degrees: Mapping[str, float] | None = None
    turns: Iterable[str] | None = None
    positive: int | None = None
    window: int = 3
    negation: float = 1.0
    weak_negation: float = 0.5
    turn: float = 1.0
    exclamation: float = 1.0
    learn: bool = True
    min_count: int = 3
    certainty: float = 3.0
    strength: float = 1.0
    smoothing: float = 3.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "lexicon", _polarities(self.lexicon))
        object.__setattr__(self, "degrees", _numbers("degrees", self.degrees, least=0.0))
        for name in ("negations", "turns"):
            object.__setattr__(self, name, _words(name, getattr(self, name)))
        if self.positive is not None and not (_whole(self.positive) and self.positive in (0, 1)):
            raise OptionError(f"positive: expected the class 0 or 1, or None, got {self.positive!r}")
        for name in ("window", "min_count"):
            value = getattr(self, name)
            if not _whole(value) or not 1 <= value < 1 << 31:
                raise OptionError(f"{name}: expected a whole number from 1, got {value!r}")
        for name, (least, most) in RANGES.items():
            value = getattr(self, name)
            if not _number(value) or not least <= value <= most:
                raise OptionError(f"{name}: expected a number from {least:g} to {most:g}, got {value!r}")
        if not isinstance(self.learn, bool):
            raise OptionError(f"learn: expected True or False, got {self.learn!r}")


def _polarities(given: Any) -> dict[str, float] | None:
    if isinstance(given, str | os.PathLike):
        lexicon = Lexicon.load(given)
        if COLUMN not in lexicon.columns:
            told = ", ".join(["word", *lexicon.columns])
            raise FormatError(f"{os.fspath(given)}: expected the columns word and {COLUMN}, found {told}")
        given = lexicon
    if isinstance(given, Lexicon):
        if COLUMN not in given.columns:
            raise FormatError(f"lexicon: expected a column {COLUMN!r}, found {', '.join(given.columns)}")
        given = dict(zip(given.words, given.columns[COLUMN].tolist(), strict=True))
    return _numbers("lexicon", given, least=-LARGEST)


def _numbers(name: str, given: Any, *, least: float) -> dict[str, float] | None:
    """Words with numbers from ``least`` (from above it where it is 0) to LARGEST."""
    if given is None:
        return None
    if not isinstance(given, Mapping):
        raise OptionError(f"{name}: expected a dict of words with numbers, got {given!r:.60}")
    for word, value in given.items():
        _check_word(name, word)
        if not _number(value) or not least <= value <= LARGEST or (value == 0 and least == 0):
            told = f"above 0 up to {LARGEST:g}" if least == 0 else f"from {least:g} to {LARGEST:g}"
            raise OptionError(f"{name}: expected a number {told} for {word!r:.40}, got {value!r}")
    return {word: float(value) for word, value in given.items()}


def _words(name: str, given: Any) -> tuple[str, ...] | None:
    if given is None:
        return None
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise OptionError(f"{name}: expected a list of words, got {given!r:.60}")
    found = tuple(dict.fromkeys(given))
    for word in found:
        _check_word(name, word)
    return found


def _check_word(name: str, word: Any) -> None:
    if not isinstance(word, str) or not word.strip() or any(char in word for char in "\t\r\n"):
        raise OptionError(f"{name}: expected words without tabs and line breaks, got {word!r:.60}")


def _number(value: Any) -> bool:
    real = isinstance(value, int | float | np.floating | np.integer) and not isinstance(value, bool)
    return real and math.isfinite(value)


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)

"""The options that models of n-grams share."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from zici.classify.features._ngrams import Block
from zici.errors import OptionError
from zici.ngrams import parse_memory

LONGEST = 16


@dataclass(frozen=True)
class NgramOptions:
    """What a model of n-grams sees.

    Attributes:
        char_ngrams: units of the shortest and the longest n-grams of characters.
        word_ngrams: the same of words.
        opening: lengths; what stands in so many characters at the beginning of a text counts a second time,
            as columns of their own: who writes an opinion often begins with it. () for none.
        opening_ngrams: units of the shortest and the longest n-grams of the openings.
        min_count: training texts that an n-gram must occur in.
        ratios: the power of the log-count ratios, which tell columns that differ between the classes from
            those that don't; 0 for none, 1 is the NB-SVM of the source.
        smoothing: added to the counts of the ratios, above 0.
        epochs: passes over the training texts, from 1.
        memory: bound on the numbers that are trained, such as "2GB"; with many classes n-grams are kept only
            as far as it allows, the most frequent ones.

    Raises:
        OptionError: a number outside its range.

    Source:
        Wang & Manning 2012, "Baselines and Bigrams: Simple, Good Sentiment and Topic Classification".
    """

    char_ngrams: tuple[int, int] = (1, 4)
    word_ngrams: tuple[int, int] = (1, 2)
    opening: tuple[int, ...] = (6, 20)
    opening_ngrams: tuple[int, int] = (1, 2)
    min_count: int = 2
    ratios: float = 0.5
    smoothing: float = 0.3
    epochs: int = 8
    memory: str | int = "2GB"

    def __post_init__(self) -> None:
        for name in ("char_ngrams", "word_ngrams", "opening_ngrams"):
            object.__setattr__(self, name, _lengths(name, getattr(self, name)))
        opening = self.opening
        if not isinstance(opening, list | tuple) or not all(is_whole(size, 1) for size in opening):
            raise OptionError(f"opening: expected lengths from 1, such as (6, 20), got {opening!r}")
        object.__setattr__(self, "opening", tuple(opening))
        for name in ("min_count", "epochs"):
            if not is_whole(getattr(self, name), 1):
                raise OptionError(f"{name}: expected a whole number from 1, got {getattr(self, name)!r}")
        check_number("ratios", self.ratios, zero=True)
        check_number("smoothing", self.smoothing)
        parse_memory(self.memory)

    def blocks(self, views: tuple[str, ...]) -> tuple[Block, ...]:
        """The n-grams of a tokenizer's views; the opening is one of the first view."""
        lengths = {"char": self.char_ngrams, "word": self.word_ngrams}
        blocks = [Block(number, *lengths[view]) for number, view in enumerate(views)]
        blocks += [Block(0, *self.opening_ngrams, size) for size in self.opening]
        return tuple(blocks)


def check_number(name: str, value: Any, *, zero: bool = False) -> None:
    """Refuse what is no finite number above 0 (with ``zero`` from 0).

    Raises:
        OptionError: it isn't.
    """
    good = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not good or value < 0 or (value == 0 and not zero):
        raise OptionError(f"{name}: expected a number {'from' if zero else 'above'} 0, got {value!r}")


def is_whole(value: Any, least: int) -> bool:
    """Whether this is a whole number from ``least`` that 32 bits can hold."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value < 1 << 31


def _lengths(name: str, pair: Any) -> tuple[int, int]:
    good = isinstance(pair, list | tuple) and len(pair) == 2 and all(is_whole(size, 1) for size in pair)
    if not good or not pair[0] <= pair[1] <= LONGEST:
        raise OptionError(f"{name}: expected (shortest, longest) from 1 to {LONGEST}, got {pair!r}")
    return pair[0], pair[1]

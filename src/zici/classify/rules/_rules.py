"""The rules themselves: which words of a text are polar, and what stands around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, cast

from zici.classify.features._codes import folded_codes
from zici.classify.rules import _words
from zici.classify.rules._options import RulesOptions

SENTENCE = frozenset("。！？!?；;…\n\r\u2028\u2029")
CLAUSE = frozenset('，,、：:（）()【】[]《》<>「」“”"|/~～—')
EXCLAMATION = "!！"
MOST = 1e4  # of a value: a degree that stands there a thousand times would multiply beyond all numbers


class Marks(NamedTuple):
    """Words that say something about other words, or that hide some, in half width and lower case.

    Attributes:
        negations: those that turn round.
        degrees: those that scale what stands behind them.
        suffixes: those that scale the polar word directly before them.
        turns: those behind which counts what is meant.
        neutral: words in which a polar character is none.
    """

    negations: frozenset[str]
    degrees: dict[str, float]
    suffixes: dict[str, float]
    turns: frozenset[str]
    neutral: frozenset[str]

    def acting(self) -> set[str]:
        """Those that say something about others."""
        return {*self.negations, *self.degrees, *self.suffixes, *self.turns}

    def words(self) -> set[str]:
        """All of them."""
        return self.acting() | self.neutral


class Hit(NamedTuple):
    """A polar word with all that acts on it.

    Attributes:
        first: number of the first token that acts on it, or its own.
        place: number of the polar token.
        last: number of the last token, that of a suffix or its own.
        value: its polarity after all rules.
    """

    first: int
    place: int
    last: int
    value: float


def fold(text: str) -> str:
    """The text in half width and lower case, character by character."""
    return folded_codes(text).tobytes().decode("utf-32-le", "surrogatepass")


def polarities_of(options: RulesOptions) -> dict[str, float]:
    """The polar words that are asked for, folded."""
    given = _words.polar() if options.lexicon is None else cast(dict[str, float], options.lexicon)
    return {fold(word): value for word, value in given.items()}


def marks_of(options: RulesOptions) -> Marks:
    """The marks that are asked for; suffixes and neutral words are always the built-in ones."""
    negations = _words.listed(_words.NEGATIONS) if options.negations is None else options.negations
    degrees = _words.graded(_words.DEGREES) if options.degrees is None else options.degrees
    turns = _words.listed(_words.TURNS) if options.turns is None else options.turns
    return Marks(
        frozenset(map(fold, negations)),
        {fold(word): level for word, level in degrees.items()},
        _words.graded(_words.SUFFIXES),
        frozenset(map(fold, turns)),
        frozenset(_words.listed(_words.NEUTRAL)),
    )


def find_hits(
    tokens: Sequence[str], polar: Mapping[str, float], marks: Marks, options: RulesOptions
) -> list[Hit]:
    """The polar words of a text, in its order.

    Negations and degrees act on the next polar word of their clause, the nearest first. A word that is polar
    and a degree (好) is a degree where a polar word follows.

    Args:
        tokens: the text's, folded.
        polar: words with their polarities.
        marks: the other words.
        options: window and factors.
    """
    hits: list[Hit] = []
    waiting: list[int] = []  # places of negations and degrees
    begin, factor = 0, 1.0  # of the sentence: its first hit, and what a turn multiplies by
    for place, token in enumerate(tokens):
        level = marks.suffixes.get(token)
        if level is not None and hits and hits[-1].last == place - 1:
            hits[-1] = hits[-1]._replace(last=place, value=_bounded(hits[-1].value * level))
        elif token in polar and not _is_degree(tokens, place, polar, marks):
            first, value = _act(tokens, waiting, (place, polar[token]), marks, options)
            hits.append(Hit(first, place, place, value * factor))
            waiting = []
        elif token in marks.negations or token in marks.degrees:
            waiting.append(place)
        elif token in marks.turns:
            factor, waiting = options.turn, []
        elif token[:1] in SENTENCE:
            if token[0] in EXCLAMATION and options.exclamation != 1.0:
                hits[begin:] = [hit._replace(value=hit.value * options.exclamation) for hit in hits[begin:]]
            begin, factor, waiting = len(hits), 1.0, []
        elif token[:1] in CLAUSE:
            waiting = []
    return hits


def scope(waiting: Sequence[int], place: int, window: int) -> list[int]:
    """Which of the waiting words act on the word at ``place``, the nearest first.

    The window goes on from each to the next: in 不是特别好 不是 is counted from 特别.
    """
    found: list[int] = []
    last = place
    for other in reversed(waiting):
        if last - other > window:
            break
        found.append(other)
        last = other
    return found


def _act(
    tokens: Sequence[str], waiting: list[int], hit: tuple[int, float], marks: Marks, options: RulesOptions
) -> tuple[int, float]:
    """Where what acts on a polar word begins, and the word's polarity after it."""
    first, value = hit
    level, graded = 1.0, False
    for other in scope(waiting, first, options.window):
        first = other
        token = tokens[other]
        if token in marks.degrees:
            level, graded = _bounded(level * marks.degrees[token]), True
        elif graded:
            value, level, graded = _bounded(-options.weak_negation * value), 1.0, False
        else:
            value = _bounded(-options.negation * value)
    return first, _bounded(value * level)


def _bounded(value: float) -> float:
    return min(max(value, -MOST), MOST)


def _is_degree(tokens: Sequence[str], place: int, polar: Mapping[str, float], marks: Marks) -> bool:
    behind = place + 1
    return tokens[place] in marks.degrees and behind < len(tokens) and tokens[behind] in polar

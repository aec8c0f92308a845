"""More polar words from texts without labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zici._progress import Progress, Step
from zici.classify.features import Tokenizer, make_tokenizer
from zici.classify.rules._fit import Tokens, is_word
from zici.classify.rules._learn import find_occurrences, learn_polarities
from zici.classify.rules._options import RulesOptions
from zici.classify.rules._rules import CLAUSE, SENTENCE, Marks, find_hits
from zici.errors import OptionError

ENDS = {"clause": SENTENCE | CLAUSE, "sentence": SENTENCE, "text": frozenset[str]()}


@dataclass(frozen=True)
class Growth:
    """The arguments of :meth:`RulesModel.grow`, which tells what they are.

    Raises:
        OptionError: one is outside its range.
    """

    within: str
    rounds: int
    weight: float
    shortest: int

    def __post_init__(self) -> None:
        if self.within not in ENDS:
            raise OptionError(f"within: expected one of {', '.join(ENDS)}, got {self.within!r}")
        for name in ("rounds", "shortest"):
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                raise OptionError(f"{name}: expected a whole number from 1, got {value!r}")
        weight = self.weight
        if not isinstance(weight, int | float) or isinstance(weight, bool) or not 0 < weight <= 1:
            raise OptionError(f"weight: expected a number above 0 up to 1, got {weight!r}")


def words_of(tokenizer: Tokenizer, texts: Sequence[str]) -> Tokenizer:
    """The tokenizer, or where it has no words one with those of the texts, if there are any."""
    return tokenizer if tokenizer.words is not None else make_tokenizer("both", texts)


def grow_words(
    texts: Tokens,
    polar: Mapping[str, float],
    marks: Marks,
    options: RulesOptions,
    how: Growth,
    progress: Progress,
) -> dict[str, float]:
    """New words with their polarities; see :meth:`RulesModel.grow`.

    Args:
        texts: tokens.
        polar: the words known.
        marks: the other words.
        options: ``min_count``, ``certainty``, ``smoothing`` and the rules'.
        how: the arguments of ``grow``.
        progress: called with every round.
    """
    parts = [part for text in texts for part in _stretches(text, ENDS[how.within])]
    known, fresh, skipped = dict(polar), dict[str, float](), marks.words().union(polar)
    occurrences = find_occurrences(
        parts,
        marks,
        options.window,
        lambda token: token not in skipped and len(token) >= how.shortest and is_word(token),
    )
    for number in range(how.rounds):
        scores = [sum(hit.value for hit in find_hits(part, known, marks, options)) for part in parts]
        # A word's own polarity gave its stretches their sides: only words not known yet are learned.
        found = learn_polarities(occurrences, np.sign(np.array(scores)), {}, options)
        new = {word: value * how.weight for word, value in found.items() if word not in known}
        fresh |= new
        known |= new
        progress(Step("grow words", number + 1, how.rounds, "rounds", f"{len(fresh):,} new"))
        if not new:
            break
    return fresh


def _stretches(tokens: Sequence[str], ends: frozenset[str]) -> list[list[str]]:
    """The tokens between those that end a stretch."""
    found: list[list[str]] = [[]]
    for token in tokens:
        if token[:1] in ends:
            found.append([])
        else:
            found[-1].append(token)
    return [part for part in found if part]

"""Cutting by the character language model: the weights, and the compiled form that the segmenter runs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeGuard

import numpy as np
from numpy.typing import NDArray

from zici._kernels import charlm_cut as kernels
from zici._kernels.charlm_find import Trie
from zici.errors import OptionError
from zici.segment._alphabet import character_table, single_characters, to_chars
from zici.segment._charlm import CharLM
from zici.segment._model import Cutter
from zici.segment._options import NUMBERS, Options

Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]
Transitions = str | Mapping[str, float]

CUTS = ("bb", "cb", "db", "eb")
JOINS = ("bc", "cd", "de", "ee")
PRESETS: dict[str, tuple[float, float, float, float]] = {
    "article": (0.15, 0.01, 0.01, 0.001),
    "default": (0.3, 0.012, 0.002, 0.0007),
}
"""The weights of JOINS; those of CUTS are 1."""
LEAST = 1e-12
_FORBIDDEN = -(1 << 44)
"""Less than any sum of sensible weights, yet room to add many."""


@dataclass(frozen=True)
class TagOptions:
    """How to cut with tags; see Segmenter.

    Attributes:
        transitions: the weights of CUTS and JOINS.
        granularity: multiplies the ln of those of JOINS.
    """

    transitions: tuple[tuple[str, float], ...]
    granularity: float = 1.0

    def weights(self, order: int, numbers: int) -> kernels.Weights:
        """What the kernel reads, for a model of this order."""
        given = dict(self.transitions)
        states = max(4, order)
        cut, join = np.zeros(states + 1, np.int64), np.zeros(states + 2, np.int64)
        for j in range(1, states + 1):
            cut[j] = _whole(given[CUTS[min(j, 4) - 1]])
        for j in range(2, states + 2):
            join[j] = _whole(given[JOINS[min(j - 1, 4) - 1]], self.granularity)
        return kernels.Weights(cut, join, order, numbers)


def tag_options(transitions: Transitions, granularity: float) -> TagOptions:
    """Check what a caller gave."""
    if not _is_number(granularity) or not 0 <= granularity <= 1000:
        raise OptionError(f"granularity: expected a number from 0 to 1,000, got {granularity!r}")
    if isinstance(transitions, str):
        if transitions not in PRESETS:
            raise OptionError(f"transitions: expected {', '.join(PRESETS)} or weights, got {transitions!r}")
        return TagOptions(_pairs(zip(JOINS, PRESETS[transitions], strict=True)), float(granularity))
    if not isinstance(transitions, Mapping):
        raise OptionError(f'transitions: expected a mapping such as {{"bc": 0.5}}, got {transitions!r}')
    for name, weight in transitions.items():
        if name not in (*CUTS, *JOINS):
            raise OptionError(f"transitions: expected the names {', '.join((*CUTS, *JOINS))}, got {name!r}")
        _check_weight(name, weight)
    return TagOptions(_pairs(transitions.items()), float(granularity))


def _check_weight(name: str, weight: object) -> None:
    if name in JOINS and weight == 0:
        return
    if not _is_number(weight) or not LEAST <= weight <= 1 / LEAST:
        zero = "0, or from " if name in JOINS else ""
        raise OptionError(
            f"transitions: expected a weight of {zero}{LEAST:g} to {1 / LEAST:g} for {name}, got {weight!r}"
        )


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _pairs(given: Iterable[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    known = dict.fromkeys(CUTS, 1.0) | dict(zip(JOINS, PRESETS["default"], strict=True))
    return tuple((known | dict(given)).items())


def _whole(weight: float, times: float = 1.0) -> int:
    return round(math.log(weight) * times * kernels.UNIT) if weight > 0 else _FORBIDDEN


@dataclass(frozen=True)
class TagModel(Cutter):
    """Cutting with a character language model.

    Attributes:
        table: the cells of the model's alphabet.
        strings: every character of the basic plane.
        trie: the model's arrays.
        weights: what the tags cost.
    """

    table: Int32
    strings: NDArray[np.object_]
    trie: Trie
    weights: kernels.Weights

    def run(self, text: str, documents: Int64) -> Int32:
        """Cut by the tags with the greatest sum."""
        chars = to_chars(text)
        tokens = np.empty((2, chars.size), np.int32)
        made = kernels.cut_documents(chars, documents, self.table, self.trie, self.weights, tokens)
        return tokens[:, :made]


def compile_tags(lm: CharLM, tags: TagOptions, options: Options) -> TagModel:
    """The form in which a model cuts."""
    weights = tags.weights(lm.order, NUMBERS[options.numbers])
    return TagModel(character_table(lm.alphabet), single_characters(), lm.trie, weights)

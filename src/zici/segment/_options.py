"""The options of a segmenter, checked, and as the numbers that the kernels read."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zici._kernels import segment_cut as cut
from zici._kernels import segment_units as units
from zici.errors import OptionError

METHODS = {
    "unigram": cut.UNIGRAM,
    "forward": cut.FORWARD,
    "maxmatch": cut.FORWARD,
    "backward": cut.BACKWARD,
    "ngram": cut.COVER,
    "pair": cut.COVER,
    "lm": cut.TAGS,
}
NUMBERS = {"off": units.NUMBERS_OFF, "join": units.NUMBERS_JOIN, "dates": units.NUMBERS_DATES}
UNIT = 1 << 20
"""Scores are whole numbers of 1/UNIT nat: sums are exact, and the same on every machine."""


@dataclass(frozen=True)
class Options:
    """How to cut; see Segmenter.

    Raises:
        OptionError: an unknown name, or a number outside its range.
    """

    method: str = "unigram"
    numbers: str = "join"
    floor: float = 1.0
    number_share: float = 1e-3

    def __post_init__(self) -> None:
        _check_name("method", self.method, METHODS)
        _check_name("numbers", self.numbers, NUMBERS)
        if not 0 < self.floor < math.inf:
            raise OptionError(f"floor: expected a count above 0, found {self.floor!r}")
        if not 0 < self.number_share <= 1:
            raise OptionError(
                f"number_share: expected a share above 0 and up to 1, found {self.number_share!r}"
            )

    @property
    def covers(self) -> bool:
        """Whether the method closes gaps instead of choosing words."""
        return METHODS[self.method] == cut.COVER

    @property
    def tags(self) -> bool:
        """Whether a language model decides."""
        return METHODS[self.method] == cut.TAGS

    def rules(self, total: float, words: int) -> NDArray[np.int64]:
        """What the kernels read, for a lexicon of so many words whose counts add up to ``total``."""
        rules = np.zeros(6, np.int64)
        rules[cut.METHOD] = METHODS[self.method]
        # In a tiny lexicon an unknown character would weigh more than a number: two of them never should.
        floor = min(self.floor / total, 1.0)
        rules[cut.FLOOR] = round(math.log(floor) * UNIT)
        rules[cut.NUMBER] = round(math.log(max(self.number_share, floor)) * UNIT)
        rules[cut.NUMBERS] = NUMBERS[self.numbers]
        rules[cut.WORDS] = words
        return rules


def _check_name(option: str, name: object, known: dict[str, int]) -> None:
    if not isinstance(name, str) or name not in known:
        raise OptionError(f"{option}: expected one of {', '.join(known)}, found {name!r}")

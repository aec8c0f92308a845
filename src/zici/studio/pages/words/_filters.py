"""Which words are shown: as sliders set it, as the address holds it, as the API takes it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from zici.errors import OptionError
from zici.studio.api._words import bounds_of
from zici.studio.curation._types import STATUSES

STEPS = 100  # of a slider

Bound = tuple[float | None, float | None]
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Filters:
    """What passes: text in the word, a status, new words only, bounds of columns.

    Example:
        >>> Filters.of([("text", "新"), ("bound", "pmi:3.5:"), ("bound", "count:x:")]).params()
        [('text', '新'), ('bound', 'pmi:3.5:')]
    """

    text: str = ""
    status: str = ""
    new: bool = False
    bounds: Mapping[str, Bound] = field(default_factory=dict)

    @classmethod
    def of(cls, params: Iterable[tuple[str, str]]) -> Filters:
        """Read from the parameters of an address; what can't be read is left out."""
        pairs = list(params)
        single = dict(pairs)
        bounds: dict[str, Bound] = {}
        for key, value in pairs:
            if key == "bound":
                bounds.update(_bound(value))
        status = single.get("status", "")
        return cls(
            single.get("text", ""), status if status in STATUSES else "", single.get("new") == "true", bounds
        )

    def params(self) -> Pairs:
        """As parameters of an address and of the API; only what narrows."""
        made = [("text", self.text), ("status", self.status), ("new", "true" if self.new else "")]
        made += [("bound", f"{name}:{_end(low)}:{_end(high)}") for name, (low, high) in self.bounds.items()]
        return [(key, value) for key, value in made if value]


def _bound(text: str) -> dict[str, Bound]:
    try:
        found = bounds_of([text])
    except OptionError:
        return {}
    sound = all(end is None or math.isfinite(end) for bound in found.values() for end in bound)
    return dict(found) if sound else {}


def _end(value: float | None) -> str:
    return "" if value is None else f"{value:.12g}"


@dataclass(frozen=True)
class Scale:
    """The steps of a slider over the values of a column: even, or even in the logarithm for counts.

    Attributes:
        least: the smallest value.
        most: the largest.
        whole: whether values are whole numbers.
        logarithmic: whether steps are even in the logarithm; ``least`` is positive then.

    Example:
        >>> counts = Scale(1, 10_000, whole=True, logarithmic=True)
        >>> counts.value(50), counts.step(100.0), counts.bound((0, 50))
        (100.0, 50, (None, 100.0))
    """

    least: float
    most: float
    whole: bool = False
    logarithmic: bool = False

    def value(self, step: int) -> float:
        """The value at a step from 0 to 100."""
        part = step / STEPS
        if self.logarithmic:
            value = self.least * (self.most / self.least) ** part
        else:
            value = self.least + (self.most - self.least) * part
        return float(round(value)) if self.whole else float(f"{value:.3g}")

    def step(self, value: float) -> int:
        """The step nearest to a value; values beyond the ends count as the ends."""
        inside = min(max(value, self.least), self.most)
        if self.most == self.least:
            return 0
        if self.logarithmic:
            return round(STEPS * math.log(inside / self.least) / math.log(self.most / self.least))
        return round(STEPS * (inside - self.least) / (self.most - self.least))

    def bound(self, steps: tuple[int, int]) -> Bound:
        """The bound that two steps mean; at the ends nothing is kept out."""
        low, high = steps
        return (None if low <= 0 else self.value(low), None if high >= STEPS else self.value(high))

    def steps(self, bound: Bound) -> tuple[int, int]:
        """The two steps nearest to a bound."""
        low, high = bound
        return (0 if low is None else self.step(low), STEPS if high is None else self.step(high))

"""Axes: from values to places, and the round numbers beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
MARGIN = 0.08  # of the span, free at both ends


@dataclass(frozen=True)
class Scale:
    """A line from ``low`` to ``high`` that lies between two places; ``begin`` may be the greater one.

    Example:
        >>> Scale(0.0, 1.0, 10.0, 110.0)(0.5)
        60.0
    """

    low: float
    high: float
    begin: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of a value; outside the range: of the nearest end."""
        inside = min(max(value, self.low), self.high)
        return self.begin + (inside - self.low) / (self.high - self.low) * (self.end - self.begin)

    def ticks(self, about: int = 5) -> list[float]:
        """Round numbers inside the range, about so many.

        Example:
            >>> Scale(0.0, 1.0, 0.0, 1.0).ticks()
            [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
        """
        step = self.step(about)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [round(k * step, 12) + 0.0 for k in range(first, last + 1)]

    def step(self, about: int = 5) -> float:
        """The distance of two ticks."""
        rough = (self.high - self.low) / max(about, 1)
        power = 10.0 ** math.floor(math.log10(rough))
        return min((step * power for step in STEPS), key=lambda step: abs(step - rough))

    def label(self, value: float, *, percent: bool = False, about: int = 5) -> str:
        """A tick in as many digits as tell it from the next.

        Example:
            >>> Scale(0.8, 0.9, 0.0, 1.0).label(0.82, percent=True)
            '82%'
        """
        factor = 100 if percent else 1
        step = self.step(about) * factor
        digits = max(0, -math.floor(math.log10(step) + 1e-9))
        digits += abs(round(step, digits) - step) > 1e-9 * step  # 2.5 has a digit more than 2
        return f"{value * factor:,.{digits}f}" + ("%" if percent else "")


def around(values: Sequence[float], *, low: float = -math.inf, high: float = math.inf) -> tuple[float, float]:
    """A range with all finite values inside and a little free at both ends, but not beyond what is possible.

    Example:
        >>> around([0.5, 0.5]), around([0.9, 1.0], high=1.0)
        ((0.475, 0.525), (0.892, 1.0))
    """
    finite = [value for value in values if math.isfinite(value)] or [0.0, 1.0]
    least, most = min(finite), max(finite)
    free = (most - least) * MARGIN or abs(most) * 0.05 or 0.5
    return max(round(least - free, 12), low), min(round(most + free, 12), high)

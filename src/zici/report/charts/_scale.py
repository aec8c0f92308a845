"""Axes: from values to places, and the round numbers beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
MARGIN = 0.08  # of the span, free at both ends
FAR = 1e100
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SMALL, LARGE = 1e-6, 1e7  # steps outside are written with an exponent


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
        return [float(f"{k * step:.15g}") for k in range(first, last + 1)]

    def step(self, about: int = 5) -> float:
        """The distance of two ticks."""
        rough = max((self.high - self.low) / max(about, 1), 1 / FAR**3)
        power = 10.0 ** math.floor(math.log10(rough))
        return min((step * power for step in STEPS), key=lambda step: abs(step - rough))

    def label(self, value: float, *, percent: bool = False, about: int = 5) -> str:
        """A tick in as many digits as tell it from the next.

        Example:
            >>> Scale(0.8, 0.9, 0.0, 1.0).label(0.82, percent=True)
            '82%'
        """
        factor = 100 if percent else 1
        step, unit = self.step(about) * factor, "%" if percent else ""
        if not SMALL < step < LARGE:
            return f"{value * factor:.3g}{unit}"
        digits = max(0, -math.floor(math.log10(step) + 1e-9))
        digits += abs(round(step, digits) - step) > 1e-9 * step  # 2.5 has a digit more than 2
        return f"{value * factor:,.{digits}f}{unit}"


@dataclass(frozen=True)
class LogScale(Scale):
    """A line on which equal factors are equally long; ``low`` is above 0.

    Example:
        >>> scale = LogScale(1.0, 10_000.0, 0.0, 100.0)
        >>> scale(100.0), scale.ticks(), [scale.label(tick) for tick in scale.ticks()]
        (50.0, [1.0, 10.0, 100.0, 1000.0, 10000.0], ['1', '10', '100', '1,000', '10⁴'])
    """

    def __call__(self, value: float) -> float:
        """The place of a value; outside the range: of the nearest end."""
        low, high, inside = map(math.log, (self.low, self.high, min(max(value, self.low), self.high)))
        return self.begin + (inside - low) / (high - low) * (self.end - self.begin)

    def ticks(self, about: int = 5) -> list[float]:
        """Powers of ten inside the range, about so many; where there are fewer than two, its round ends."""
        first, last = math.ceil(math.log10(self.low) - 1e-9), math.floor(math.log10(self.high) + 1e-9)
        step = max(1, math.ceil((last - first + 1) / (about + 1)))
        powers = [10.0**k for k in range(first, last + 1, step)]
        return powers if len(powers) > 1 else [self.low, self.high]

    def label(self, value: float, *, percent: bool = False, about: int = 5) -> str:
        """A tick in few characters."""
        power = math.log10(value)
        if percent:
            return f"{100 * value:.3g}%"
        if power < 4 or abs(power - round(power)) > 1e-9:
            return f"{value:,.4g}"
        return "10" + str(round(power)).translate(SUPERSCRIPTS)


def around(values: Sequence[float], *, low: float = -math.inf, high: float = math.inf) -> tuple[float, float]:
    """A range with all finite values inside and a little free at both ends, but not beyond what is possible.

    Values beyond 1e100, which a training that went wrong may have, don't count.

    Example:
        >>> around([0.5, 0.5]), around([0.0, 1.0], high=1.0)
        ((0.475, 0.525), (-0.08, 1.0))
    """
    finite = [value for value in values if abs(value) <= FAR] or [0.0, 1.0]
    least, most = min(finite), max(finite)
    size = max(abs(least), abs(most))
    if most - least <= size * 1e-9:  # one value
        free = size * 0.05 if size > 1 / FAR else 0.5
    else:
        free = (most - least) * MARGIN
    begin, end = max(least - free, low), min(most + free, high)
    return (begin, end) if begin < end else (begin - 0.5, begin + 0.5)

"""Lines: how something goes with something else."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from zici.errors import EmptyError, OptionError
from zici.report.charts._scale import FAR, LogScale, Scale, around
from zici.report.charts._svg import (
    LETTER,
    WIDTH,
    circle,
    line,
    polygon,
    polyline,
    rect,
    shortened,
    svg,
    text,
    width_of,
)

HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 220, 46, 12, 24, 38
SERIES = 6  # colours; a seventh line begins again, dashed
LEGEND = 16


class Line(NamedTuple):
    """A line of a chart.

    Attributes:
        name: for the legend; "" for none.
        x: rising.
        y: as many; NaN leaves a gap.
        spread: as many, how far a band goes to either side; none: no band.
    """

    name: str
    x: Sequence[float]
    y: Sequence[float]
    spread: Sequence[float] = ()


class Axis(NamedTuple):
    """An axis.

    Attributes:
        name: what it stands for.
        low: its beginning; None: from the values.
        high: its end; None: from the values.
        percent: whether values are shares, written in percent.
        log: whether equal factors are equally long; values from 0 down are left out.
    """

    name: str = ""
    low: float | None = None
    high: float | None = None
    percent: bool = False
    log: bool = False


def line_chart(lines: Sequence[Line], *, title: str, x: Axis = Axis(), y: Axis = Axis()) -> str:  # noqa: B008
    """Draw one line or more in one frame, with a legend where they have names.

    Args:
        lines: at least one.
        title: what the chart shows.
        x: the axis along the bottom.
        y: the axis at the left.

    Returns:
        SVG, for a page that has ``page/charts.css``.

    Raises:
        EmptyError: there is no line, or no value.
        OptionError: a line with more x than y or spreads, or the other way round.

    Example:
        >>> chart = line_chart([Line("loss", [1, 2, 3], [0.9, 0.5, 0.4])], title="loss by epoch")
        >>> chart.count("<polyline")
        1
    """
    if not any(len(one.x) for one in lines):
        raise EmptyError("lines: expected at least one with a value, got none")
    for one in lines:
        if len(one.x) != len(one.y):
            raise OptionError(f"{one.name!r}: expected a y for each x, got {len(one.y)} for {len(one.x)}")
        if len(one.spread) not in (0, len(one.x)):
            raise OptionError(f"{one.name!r}: expected {len(one.x)} spreads or none, got {len(one.spread)}")
    across = _scale(x, [value for one in lines for value in one.x], LEFT, WIDTH - RIGHT, tight=True)
    up = _scale(y, [value for one in lines for value in _ends(one)], HEIGHT - BOTTOM, TOP)
    parts = frame(across, up, x, y)
    for place, one in enumerate(lines):
        parts += _band(one, across, up, kind=f"s{place % SERIES}")
    for place, one in enumerate(lines):
        parts += _line(one, across, up, kind=_kind(place))
    legend, rows = _legend([one.name for one in lines])
    return svg(parts + legend, height=HEIGHT + LEGEND * rows, title=title)


def frame(across: Scale, up: Scale, x: Axis, y: Axis) -> list[str]:
    """Grid, ticks and names of two axes."""
    parts = []
    for tick in up.ticks():
        parts.append(line(across.begin, up(tick), across.end, up(tick), kind="grid"))
        label = up.label(tick, percent=y.percent)
        parts.append(text(across.begin - 5, up(tick) + 4, label, anchor="end", kind="tick"))
    about = _about(across, x)
    for tick in across.ticks(about):
        label = across.label(tick, percent=x.percent, about=about)
        parts.append(text(across(tick), up.begin + 14, label, anchor="middle", kind="tick"))
    parts.append(line(across.begin, up.begin, across.end, up.begin, kind="axis"))
    parts.append(text((across.begin + across.end) / 2, up.begin + 30, x.name, anchor="middle", kind="name"))
    if y.name:
        parts.append(text(2, up.end - 12, y.name, kind="name"))
    return parts


def _about(across: Scale, axis: Axis) -> int:
    """How many ticks there is room for."""
    widest = max((width_of(across.label(tick, percent=axis.percent)) for tick in across.ticks()), default=0.0)
    return 5 if len(across.ticks()) * (widest + 4) < across.end - across.begin else 3


def _scale(axis: Axis, values: list[float], begin: float, end: float, *, tight: bool = False) -> Scale:
    if axis.log:
        return _log_scale(axis, values, begin, end)
    low, high = around(values)
    finite = [value for value in values if abs(value) <= FAR]
    if (
        tight and finite and max(finite) - min(finite) > 1e-9 * max(map(abs, finite))
    ):  # along the bottom a line goes from edge to edge
        low, high = min(finite), max(finite)
    low = low if axis.low is None else axis.low
    high = high if axis.high is None else axis.high
    return Scale(low, high if high > low else low + 1.0, begin, end)


def _log_scale(axis: Axis, values: list[float], begin: float, end: float) -> Scale:
    finite = [value for value in values if 0 < value <= FAR] or [1.0]
    low = axis.low or min(finite)
    high = axis.high or max(finite)
    return LogScale(low, high if high > low * (1 + 1e-9) else low * 10, begin, end)


def _ends(one: Line) -> list[float]:
    """All values that have to fit in."""
    bands = [y + sign * spread for y, spread in zip(one.y, one.spread, strict=False) for sign in (-1, 1)]
    return bands or list(one.y)


def _band(one: Line, across: Scale, up: Scale, *, kind: str) -> list[str]:
    """What lies within the spread of a line."""
    rows = [row for row in zip(one.x, one.y, one.spread, strict=False) if all(map(math.isfinite, row))]
    upper = [(across(x), up(y + spread)) for x, y, spread in rows]
    lower = [(across(x), up(y - spread)) for x, y, spread in reversed(rows)]
    return [polygon(upper + lower, kind=f"band {kind}")] if len(rows) > 1 else []


def _line(one: Line, across: Scale, up: Scale, *, kind: str) -> list[str]:
    """A line, in parts where values are missing; a part of one value is a point."""
    parts: list[str] = []
    run: list[tuple[float, float]] = []
    for x, y in [*zip(one.x, one.y, strict=True), (math.nan, math.nan)]:
        if _placed(across, x) and _placed(up, y):
            run.append((across(x), up(y)))
            continue
        if len(run) > 1:
            parts.append(polyline(run, kind=f"line {kind}", tip=one.name))
        elif run:
            parts.append(circle(*run[0], 3, kind=kind.replace("l", "s").split()[0], tip=one.name))
        run = []
    return parts


def _placed(scale: Scale, value: float) -> bool:
    return math.isfinite(value) and (value > 0 or not isinstance(scale, LogScale))


def _kind(place: int) -> str:
    return f"l{place % SERIES}" + (" dashed" if place >= SERIES else "")


def _legend(names: Sequence[str]) -> tuple[list[str], int]:
    """The names beside their colours, as many a row as there is room for."""
    parts: list[str] = []
    x, row = float(LEFT), 0
    for place, name in enumerate(names):
        if not name:
            continue
        label = shortened(name, WIDTH - LEFT - 20)
        if x > LEFT and x + width_of(label) + 20 > WIDTH:
            x, row = float(LEFT), row + 1
        y = HEIGHT + LEGEND * row
        parts.append(rect(x, y - 1, 10, 4, kind=f"s{place % SERIES}"))
        parts.append(text(x + 14, y + 5, label, kind="tick"))
        x += width_of(label) + 20 + LETTER
    return parts, row + 1 if parts else 0

"""Bars: one number for each name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from zici.errors import EmptyError
from zici.report.charts._scale import MARGIN, Scale, around
from zici.report.charts._svg import WIDTH, line, rect, shortened, svg, text, width_of

ROW, TOP, BOTTOM, NAMES = 22, 4, 20, 110
FREE = 1 + MARGIN  # the longest bar goes to the end


class Bar(NamedTuple):
    """A bar.

    Attributes:
        name: beside it.
        value: from 0; None is drawn as no bar.
        note: more of it, shown where the pointer rests.
    """

    name: str
    value: float | None
    note: str = ""


def bar_chart(bars: Sequence[Bar], *, title: str, high: float | None = None, percent: bool = False) -> str:
    """Draw a horizontal bar for each number, from the top down.

    Args:
        bars: at least one.
        title: what the chart shows, for screen readers and where the pointer rests.
        high: the end of the axis; None: the greatest value.
        percent: whether values are shares, written in percent.

    Returns:
        SVG, for a page that has ``page/charts.css``.

    Raises:
        EmptyError: there is no bar.

    Example:
        >>> "<title>好: 90.0%</title>" in bar_chart([Bar("好", 0.9)], title="F1", high=1, percent=True)
        True
    """
    if not bars:
        raise EmptyError("bars: expected at least one, got none")
    top = high if high is not None else around([0.0, *(bar.value or 0.0 for bar in bars)])[1] / FREE
    names = min(max(width_of(bar.name) for bar in bars) + 8, NAMES)
    scale = Scale(0.0, top, names, WIDTH - 52)
    bottom = TOP + ROW * len(bars)
    parts = []
    for tick in scale.ticks(4):
        parts.append(line(scale(tick), TOP, scale(tick), bottom, kind="grid"))
        label = scale.label(tick, percent=percent, about=4)
        parts.append(text(scale(tick), bottom + 14, label, anchor="middle", kind="tick"))
    for place, bar in enumerate(bars):
        y = TOP + place * ROW
        parts.append(text(names - 6, y + 15, shortened(bar.name, names - 8), anchor="end"))
        told = "–" if bar.value is None else _told(bar.value, percent=percent)
        end = scale(bar.value or 0.0)
        tip = f"{bar.name}: {told}" + (f" ({bar.note})" if bar.note else "")
        parts.append(rect(names, y + 3, end - names, ROW - 6, kind="s0", tip=tip))
        parts.append(text(end + 5, y + 15, told, kind="value"))
    return svg(parts, height=bottom + BOTTOM, title=title)


def _told(value: float, *, percent: bool) -> str:
    return f"{100 * value:.1f}%" if percent else f"{value:,.4g}"

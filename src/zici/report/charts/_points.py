"""Points with error bars: means of several runs, and the runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from zici.errors import EmptyError
from zici.report.charts._scale import Scale, around
from zici.report.charts._svg import WIDTH, circle, line, shortened, svg, text, width_of

ROW, TOP, BOTTOM, NAMES = 34, 6, 22, 150


class Spread(NamedTuple):
    """Values of one thing.

    Attributes:
        name: of it.
        mean: of the values.
        spread: half of the error bar's length, such as a standard deviation; None: no bar.
        values: the single values, drawn small.
    """

    name: str
    mean: float
    spread: float | None = None
    values: Sequence[float] = ()


def point_chart(rows: Sequence[Spread], *, title: str, percent: bool = False) -> str:
    """Draw a mean with its error bar and the values behind it, a row for each name, from the top down.

    Args:
        rows: at least one.
        title: what the chart shows.
        percent: whether values are shares, written in percent; the axis then ends at 0 and 1.

    Returns:
        SVG, for a page that has ``page/charts.css``.

    Raises:
        EmptyError: there is no row.

    Example:
        >>> chart = point_chart([Spread("linear", 0.9, 0.01, [0.89, 0.91])], title="accuracy", percent=True)
        >>> chart.count("<circle")
        3
    """
    if not rows:
        raise EmptyError("rows: expected at least one, got none")
    ends = [row.mean + sign * (row.spread or 0.0) for row in rows for sign in (-1, 1)]
    values = ends + [value for row in rows for value in row.values]
    low, high = around(values, low=0.0, high=1.0) if percent else around(values)
    names = min(max(width_of(row.name) for row in rows) + 10, NAMES)
    scale = Scale(low, high, names + 6, WIDTH - 12)
    bottom = TOP + ROW * len(rows)
    parts = []
    for tick in scale.ticks(3):
        parts.append(line(scale(tick), TOP, scale(tick), bottom, kind="grid"))
        label = scale.label(tick, percent=percent, about=3)
        parts.append(text(scale(tick), bottom + 14, label, anchor="middle", kind="tick"))
    for place, row in enumerate(rows):
        parts += _row(row, TOP + ROW * (place + 0.5), scale, names=names, percent=percent)
    return svg(parts, height=bottom + BOTTOM, title=title)


def _row(row: Spread, y: float, scale: Scale, *, names: float, percent: bool) -> list[str]:
    factor, unit = (100, "%") if percent else (1, "")
    told = f"{row.name}: {row.mean * factor:.4g}{unit}"
    parts = [text(names - 4, y + 4, shortened(row.name, names - 8), anchor="end")]
    if row.spread is not None:
        told += f" ± {row.spread * factor:.2g}{unit}"
        left, right = scale(row.mean - row.spread), scale(row.mean + row.spread)
        parts.append(line(left, y, right, y, kind="bar"))
        parts += [line(x, y - 5, x, y + 5, kind="bar") for x in (left, right)]
    parts += [
        circle(scale(value), y + 9, 2.2, kind="s1 faint", tip=f"{row.name}: {value * factor:.4g}{unit}")
        for value in row.values
    ]
    parts.append(circle(scale(row.mean), y, 4.5, kind="s0", tip=told))
    return parts

"""The heat map of a confusion matrix."""

from __future__ import annotations

from collections.abc import Sequence

from zici.errors import EmptyError, OptionError
from zici.report.charts._svg import WIDTH, rect, shortened, svg, text, width_of

NAMES, TOP, BOTTOM = 84, 44, 6
STEEP = 0.87  # height of a turned name of length 1
LEAST, MOST = 14, 64  # of a cell's side
NUMBERS = 26  # the least side of a cell with its number in it
DARKEST = 0.65  # the number has to be read on it


def heat_map(
    counts: Sequence[Sequence[int]], names: Sequence[str], *, title: str, rows: str = "", columns: str = ""
) -> str:
    """Draw a confusion matrix: right answers in one colour, wrong ones in another, by their share of the row.

    Args:
        counts: texts, a row for each class, a column for each answer: as many as names.
        names: of the classes.
        title: what the chart shows.
        rows: what rows stand for.
        columns: what columns stand for.

    Returns:
        SVG, for a page that has ``page/charts.css``; wider than other charts with more than 19 classes.

    Raises:
        EmptyError: there is no class.
        OptionError: the matrix isn't square, or has another size than the names.

    Example:
        >>> "<title>坏 → 好: 1 (25.0%)</title>" in heat_map([[3, 1], [0, 4]], ["坏", "好"], title="confusion")
        True
    """
    size = len(names)
    if not size:
        raise EmptyError("names: expected at least one class, got none")
    if len(counts) != size or any(len(row) != size for row in counts):
        raise OptionError(f"counts: expected {size} rows of {size}, got {[len(row) for row in counts]!r:.60}")
    left = min(max(max(width_of(name) for name in names), width_of(rows)) + 10, NAMES)
    side = min(max((WIDTH - left - 4) / size, LEAST), MOST)
    turned = side < NUMBERS  # no room for names beside each other
    top = TOP + (STEEP * (left - 10) if turned else 0.0)
    parts = [text(left - 6, 20, rows, anchor="end", kind="name"), text(left, 20, columns, kind="name")]
    for place, name in enumerate(names):
        across, down = left + side * (place + 0.5), top + side * (place + 0.5)
        parts.append(text(left - 6, down + 4, shortened(name, left - 10), anchor="end", kind="tick"))
        label = shortened(name, left - 10 if turned else side - 2)
        anchor = "start" if turned else "middle"
        parts.append(text(across, top - 6, label, anchor=anchor, kind="tick", turned=turned))
    for place, row in enumerate(counts):
        parts += _row(row, names, place, corner=(left, top + side * place), side=side)
    width = max(WIDTH, left + side * size + (left / 2 if turned else 4))
    return svg(parts, height=top + side * size + BOTTOM, width=width, title=title)


def _row(
    row: Sequence[int], names: Sequence[str], place: int, *, corner: tuple[float, float], side: float
) -> list[str]:
    whole = sum(row)
    parts, y = [], corner[1]
    for column, count in enumerate(row):
        x, share = corner[0] + side * column, count / whole if whole else 0.0
        tip = f"{names[place]} → {names[column]}: {count:,} ({100 * share:.1f}%)"
        kind = "right" if column == place else "wrong"
        parts.append(rect(x, y, side, side, kind="cell"))
        parts.append(rect(x, y, side - 1, side - 1, kind=kind, tip=tip, opacity=DARKEST * share**0.7))
        if side >= NUMBERS and count:
            label = shortened(f"{count:,}", side)
            parts.append(text(x + side / 2, y + side / 2 + 4, label, anchor="middle", kind="value"))
    return parts

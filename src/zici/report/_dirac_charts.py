"""The path of a Dirac-GAN as a picture, with a dot that follows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from zici.gan.dirac import DiracPath
from zici.report.charts import Axis, Line, line_chart
from zici.report.charts._scale import Scale
from zici.report.charts._svg import WIDTH, circle, line, number, polyline, svg, text

Float64 = npt.NDArray[np.float64]
Value = TypeVar("Value")

SIDE, TOP = 216, 14  # of the plane
LEFT = (WIDTH - SIDE) / 2
POINTS, STOPS = 600, 150  # of a line, and places of the dot on its way
SECONDS = 20  # for the whole way
DECAY = 0.995


def plane(path: DiracPath) -> Float64:
    """What the plane shows, of shape (steps + 1, 2): theta and w, or theta alone where it is no number."""
    found: Float64 = np.hstack([path.theta, path.w]) if path.theta.shape[1] == 1 else path.theta[:, :2]
    return found


def path_chart(path: DiracPath, *, reach: float, words: dict[str, str], kind: int) -> str:
    """Draw the way of a path through the plane; the axes go from ``-reach`` to ``reach``."""
    across = Scale(-reach, reach, LEFT, LEFT + SIDE)
    up = Scale(-reach, reach, TOP + SIDE, TOP)
    points = [(across(x), up(y)) for x, y in plane(path).tolist()]
    parts = _frame(across, up, path)
    parts.append(polyline(_some(points, POINTS), kind=f"line l{kind}"))
    parts.append(circle(across(0), up(0), 4, kind="s5", tip=words["real"]))
    parts.append(circle(*points[0], 3, kind="s5", tip=words["begin"]))
    parts.append(circle(*points[-1], 3, kind=f"s{kind}", tip=words["end"]))
    parts.append(_dot(_some(points, STOPS), kind=f"s{kind} moving"))
    title = words["plane" if path.theta.shape[1] == 1 else "plane_wide"]
    return svg(parts, height=TOP + SIDE + 20, title=title)


def distance_chart(path: DiracPath, *, words: dict[str, str]) -> str:
    """Draw the distance over time, and that of the moving average."""
    times = _some(path.times.tolist(), POINTS)
    averaged = np.linalg.norm(path.averaged(DECAY), axis=1)
    lines = [
        Line(words["distance"], times, _some(path.distances.tolist(), POINTS)),
        Line(words["average"], times, _some(averaged.tolist(), POINTS)),
    ]
    return line_chart(lines, title=words["time"], x=Axis(words["clock"]), y=Axis(low=0.0))


def _frame(across: Scale, up: Scale, path: DiracPath) -> list[str]:
    """A grid with its numbers, and the names of the axes at their ends."""
    left, right, bottom, top = across.begin, across.end, up.begin, up.end
    parts = []
    for tick in across.ticks(4):
        kind = "axis" if tick == 0 else "grid"
        parts.append(line(across(tick), bottom, across(tick), top, kind=kind))
        parts.append(line(left, up(tick), right, up(tick), kind=kind))
        label = across.label(tick, about=4)
        parts.append(text(across(tick), bottom + 14, label, anchor="middle", kind="tick"))
        parts.append(text(left - 5, up(tick) + 4, label, anchor="end", kind="tick"))
    names = ("θ", "w") if path.theta.shape[1] == 1 else ("θ₁", "θ₂")
    parts.append(text(right + 6, up(0) + 4, names[0], kind="name"))
    parts.append(text(across(0), top - 4, names[1], anchor="middle", kind="name"))
    return parts


def _dot(points: Sequence[tuple[float, float]], *, kind: str) -> str:
    """A disc that goes from point to point, over and over."""
    ways = "".join(
        f'<animate attributeName="{name}" dur="{SECONDS}s" repeatCount="indefinite" '
        f'values="{";".join(number(place) for place in places)}"/>'
        for name, places in zip(("cx", "cy"), zip(*points, strict=True), strict=True)
    )
    x, y = points[0]
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="6" class="{kind}">{ways}</circle>'


def _some(values: Sequence[Value], most: int) -> list[Value]:
    """At most so many of the values, evenly spread, the last one too."""
    step = -(-(len(values) - 1) // (most - 1)) or 1
    chosen = list(values[::step])
    return chosen if (len(values) - 1) % step == 0 else [*chosen, values[-1]]

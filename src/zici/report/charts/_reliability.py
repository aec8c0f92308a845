"""The reliability diagram: how often a classifier is right when it says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from zici.errors import EmptyError
from zici.report.charts._lines import Axis, frame
from zici.report.charts._scale import Scale
from zici.report.charts._svg import WIDTH, circle, line, polyline, rect, svg

HEIGHT, LEFT, RIGHT, TOP, BOTTOM, COUNTS = 270, 46, 12, 24, 38, 40


class Bin(NamedTuple):
    """Answers of about the same probability.

    Attributes:
        low: the least probability of the bin, 0 to 1.
        high: the greatest.
        texts: how many answers.
        confidence: their mean probability; None of none.
        accuracy: the share that is right; None of none.
    """

    low: float
    high: float
    texts: int
    confidence: float | None
    accuracy: float | None


def reliability_chart(bins: Sequence[Bin], *, title: str, x: str = "", y: str = "") -> str:
    """Draw the accuracy of the answers by their probability; on the diagonal it is as it says.

    The blocks at the bottom tell how many answers there are.

    Args:
        bins: at least one with answers; what ``zici.classify.evaluation.reliability`` gives.
        title: what the chart shows.
        x: the name of the axis of probabilities.
        y: the name of the axis of accuracies.

    Returns:
        SVG, for a page that has ``page/charts.css``.

    Raises:
        EmptyError: no bin has an answer.

    Example:
        >>> chart = reliability_chart([Bin(0.5, 1.0, 9, 0.8, 0.9)], title="reliability")
        >>> "<title>80.0% → 90.0% (9)</title>" in chart
        True
    """
    if not any(one.texts for one in bins):
        raise EmptyError("bins: expected one with answers, got none")
    # Of two classes the most probable one has a half or more: the lower half of the diagram would be empty.
    low = (
        0.5
        if all(one.low >= 0.5 - 1e-9 or not one.texts or (one.confidence or 0) >= 0.5 for one in bins)
        else 0.0
    )
    across, up = Scale(low, 1.0, LEFT, WIDTH - RIGHT), Scale(0.0, 1.0, HEIGHT - BOTTOM, TOP)
    parts = frame(across, up, Axis(x, percent=True), Axis(y, percent=True))
    most = max(one.texts for one in bins)
    for one in bins:
        height = COUNTS * one.texts / most
        left, right = across(one.low) + 1, across(one.high) - 1
        parts.append(rect(left, up.begin - height, right - left, height, kind="count", tip=f"{one.texts:,}"))
    parts.append(line(across(low), up(low), across(1.0), up(1.0), kind="ideal"))
    found = [(one, one.confidence, one.accuracy) for one in bins]
    places = [
        (one, across(sure), up(right)) for one, sure, right in found if sure is not None and right is not None
    ]
    if len(places) > 1:
        parts.append(polyline([(px, py) for _, px, py in places], kind="line l0"))
    for one, px, py in places:
        tip = f"{100 * (one.confidence or 0):.1f}% → {100 * (one.accuracy or 0):.1f}% ({one.texts:,})"
        parts.append(circle(px, py, 3.5, kind="s0", tip=tip))
    return svg(parts, height=HEIGHT, title=title)

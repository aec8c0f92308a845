"""Charts as SVG: well-formed, in their frame, escaped, and true to the numbers."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zici.errors import EmptyError, OptionError
from zici.report.charts import (
    Axis,
    Bar,
    Bin,
    Line,
    Spread,
    bar_chart,
    heat_map,
    line_chart,
    point_chart,
    reliability_chart,
)
from zici.report.charts._scale import LogScale, Scale, around
from zici.report.charts._svg import number, shortened, width_of

NASTY = ["</svg><script>alert(1)</script>", '" onload="x', "&lt;", "字\x00\x1b", "]]>", "长" * 99, ""]
names = st.one_of(st.sampled_from(NASTY), st.text(max_size=12))
finite = st.floats(-1e6, 1e6)


def parsed(chart):
    """The tree of a chart that is safe: no script, no handler, no address, everything inside its frame."""
    tree = ElementTree.fromstring(chart)
    assert tree.tag == "svg"
    assert tree.get("role") == "img"
    assert tree.get("aria-label") == tree.findtext("title")
    allowed = {"svg", "title", "text", "line", "rect", "circle", "polyline"}
    for element in tree.iter():
        assert element.tag in allowed
        assert not any(name.startswith("on") or name in ("style", "href") for name in element.attrib)
        assert "nan" not in str(element.attrib)
        assert "inf" not in str(element.attrib)
    width, height = float(tree.get("width")), float(tree.get("height"))
    for element in tree.iter("rect"):
        x, y, wide, high = (float(element.get(name)) for name in ("x", "y", "width", "height"))
        assert x >= 0
        assert y >= 0
        assert x + wide <= width + 0.1
        assert y + high <= height + 0.1
    for element in tree.iter("circle"):
        assert 0 <= float(element.get("cx")) <= width
        assert 0 <= float(element.get("cy")) <= height
    return tree


def tips(tree):
    return [
        element.findtext("title")
        for element in tree
        if element.tag != "title" and element.find("title") is not None
    ]


@settings(max_examples=30)
@given(st.lists(st.tuples(names, st.one_of(st.none(), st.floats(0, 1e9))), min_size=1, max_size=6), names)
def test_bars(rows, title):
    tree = parsed(bar_chart([Bar(*row) for row in rows], title=title))
    bars = list(tree.iter("rect"))
    assert len(bars) == len(rows)
    widths = [float(bar.get("width")) for bar in bars]
    values = [value or 0.0 for _, value in rows]
    if max(values) > 0:
        for width, value in zip(widths, values, strict=True):
            assert width == pytest.approx(max(widths) * (value / max(values)), abs=0.11)


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(names, finite, st.one_of(st.none(), st.floats(0, 1e5)), st.lists(finite, max_size=4)),
        min_size=1,
        max_size=5,
    ),
    names,
)
def test_points(rows, title):
    tree = parsed(point_chart([Spread(*row) for row in rows], title=title))
    circles = tree.findall("circle")
    assert len(circles) == sum(1 + len(row[3]) for row in rows)
    means = [
        (row[1], float(one.get("cx")))
        for row, one in zip(rows, [c for c in circles if c.get("class") == "s0"], strict=True)
    ]
    for (low, left), (high, right) in zip(sorted(means), sorted(means)[1:], strict=False):
        assert left <= right + 0.1 or low == high


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(names, st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=1, max_size=8)),
        min_size=1,
        max_size=8,
    ),
    names,
)
def test_lines(rows, title):
    lines = [Line(name, range(len(values)), values) for name, values in rows]
    parsed(line_chart(lines, title=title, x=Axis("x"), y=Axis("y")))


def test_a_line_goes_where_its_numbers_say():
    chart = line_chart(
        [Line("损失", [0, 1, 2, 3, 4], [1.0, 0.5, math.nan, 0.25, 0.0])], title="t", y=Axis(low=0, high=1)
    )
    first, second = parsed(chart).findall("polyline")
    points = [
        tuple(map(float, pair.split(","))) for pair in f"{first.get('points')} {second.get('points')}".split()
    ]
    xs, ys = zip(*points, strict=True)
    assert [x - xs[0] for x in xs] == pytest.approx(
        [0, (xs[-1] - xs[0]) / 4, 3 * (xs[-1] - xs[0]) / 4, xs[-1] - xs[0]], abs=0.11
    )
    span = ys[-1] - ys[0]
    assert [y - ys[0] for y in ys] == pytest.approx([0, span / 2, span * 3 / 4, span], abs=0.11)
    assert first.get("class") == "line l0"
    assert "损失" in tips(parsed(chart))


def test_a_seventh_line_is_dashed_and_the_legend_has_rows():
    chart = line_chart([Line(f"a long name {k}", [0, 1], [k, k]) for k in range(7)], title="t")
    tree = parsed(chart)
    assert [line.get("class") for line in tree.findall("polyline")][-1] == "line l0 dashed"
    assert len({text.get("y") for text in tree.iter("text") if (text.text or "").startswith("a long")}) > 1


@given(st.lists(st.tuples(st.integers(0, 99), st.floats(0, 1)), min_size=1, max_size=12))
def test_reliability(rows):
    bins = [
        Bin(k / len(rows), (k + 1) / len(rows), n, *(((k + 0.5) / len(rows), right) if n else (None, None)))
        for k, (n, right) in enumerate(rows)
    ]
    if not any(n for n, _ in rows):
        with pytest.raises(EmptyError):
            reliability_chart(bins, title="t")
        return
    tree = parsed(reliability_chart(bins, title="t", x="概率", y="准确率"))
    assert len(tree.findall("circle")) == sum(n > 0 for n, _ in rows)


@settings(max_examples=30)
@given(
    st.integers(1, 25).flatmap(
        lambda n: st.lists(st.lists(st.integers(0, 10**6), min_size=n, max_size=n), min_size=n, max_size=n)
    )
)
def test_heat(counts):
    labels = [f"类{k}" for k in range(len(counts))]
    tree = parsed(heat_map(counts, labels, title="混淆", rows="class", columns="answer"))
    told = tips(tree)
    assert len(told) == len(counts) ** 2
    for row, line in enumerate(counts):
        for column, count in enumerate(line):
            assert any(tip.startswith(f"类{row} → 类{column}: {count:,} (") for tip in told)
    cells = [cell for cell in tree.iter("rect") if cell.get("class") in ("right", "wrong")]
    assert all(0 <= float(cell.get("fill-opacity", 1)) <= 1 for cell in cells)
    assert sum(cell.get("class") == "right" for cell in cells) == len(counts)


@pytest.mark.parametrize("name", NASTY)
def test_names_are_text(name):
    charts = [
        bar_chart([Bar(name, 1.0, name)], title=name),
        point_chart([Spread(name, 1.0, 0.1, [1.0])], title=name),
        line_chart([Line(name, [0, 1], [0, 1])], title=name, x=Axis(name), y=Axis(name)),
        heat_map([[1]], [name], title=name, rows=name, columns=name),
    ]
    for chart in charts:
        tree = parsed(chart)
        assert tree.findtext("title") == re.sub("[\x00\x1b]", "", name)
        assert "<script" not in chart


@given(finite, st.floats(1e-6, 1e6), st.integers(1, 9))
def test_ticks_are_inside_and_evenly_spaced(low, span, about):
    scale = Scale(low, low + span, 0, 100)
    if not scale.high - scale.low >= span / 2:
        return
    ticks = scale.ticks(about)
    step = scale.step(about)
    for tick in ticks:
        assert low - 1e-6 * span - 1e-9 * abs(low) <= tick <= low + span * 1.000001 + 1e-9 * abs(low)
    for tick, following in pairwise(ticks):
        assert following - tick == pytest.approx(step, rel=1e-6, abs=1e-9)
    assert len(ticks) <= 2.5 * about + 2


@pytest.mark.parametrize(
    ("scale", "labels"),
    [
        (Scale(0.9, 1.0, 0, 1), ["90%", "92%", "94%", "96%", "98%", "100%"]),
        (Scale(0.84, 0.96, 0, 1), ["85.0%", "87.5%", "90.0%", "92.5%", "95.0%"]),
        (Scale(0.0, 1.0, 0, 1), ["0%", "20%", "40%", "60%", "80%", "100%"]),
    ],
)
def test_labels_of_ticks_are_all_different(scale, labels):
    assert [scale.label(tick, percent=True) for tick in scale.ticks()] == labels


def test_small_things():
    assert around([]) == around([math.nan]) == (-0.08, 1.08)
    assert number(-0.0) == "0"
    assert number(1e9) == "1000000000"
    assert width_of(shortened("字" * 50, 100)) <= 100
    assert shortened("a\n b", 100) == "a b"


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: bar_chart([], title="t"), EmptyError),
        (lambda: point_chart([], title="t"), EmptyError),
        (lambda: line_chart([], title="t"), EmptyError),
        (lambda: line_chart([Line("a", [], [])], title="t"), EmptyError),
        (lambda: line_chart([Line("a", [1], [])], title="t"), OptionError),
        (lambda: reliability_chart([], title="t"), EmptyError),
        (lambda: heat_map([], [], title="t"), EmptyError),
        (lambda: heat_map([[1, 2]], ["a", "b"], title="t"), OptionError),
        (lambda: heat_map([[1], [2]], ["a", "b"], title="t"), OptionError),
    ],
)
def test_what_can_not_be_drawn(call, error):
    with pytest.raises(error):
        call()


def test_a_power_law_is_a_straight_line_on_logarithmic_axes():
    x = [1, 10, 100, 1000]
    chart = line_chart([Line("", x, [1e6 / k for k in x])], title="t", x=Axis(log=True), y=Axis(log=True))
    tree = parsed(chart)
    points = [tuple(map(float, pair.split(","))) for pair in tree.find("polyline").get("points").split()]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
    assert all(step == pytest.approx(steps[0], abs=0.2) for step in steps)
    assert {"1", "1,000", "10⁴", "10⁶"} <= {element.text for element in tree.iter("text")}


def test_logarithmic_axes_leave_out_what_they_have_no_place_for():
    chart = line_chart(
        [Line("", [0, 1, 10, 100], [5, 5, -1, 7])], title="t", x=Axis(log=True), y=Axis(log=True)
    )
    assert chart.count("<circle") == 2
    assert "<polyline" not in chart


@given(st.lists(st.tuples(st.floats(0), st.floats(0)), min_size=1, max_size=6))
def test_logarithmic_axes_take_any_number(pairs):
    x, y = zip(*sorted(pairs), strict=True)
    parsed(line_chart([Line("a", x, y)], title="t", x=Axis(log=True), y=Axis(log=True)))


@given(st.floats(1e-30, 1e30), st.floats(1.001, 1e30))
def test_logarithmic_ticks_are_inside_and_few(low, factor):
    scale = LogScale(low, low * factor, 0.0, 100.0)
    ticks = scale.ticks()
    assert 2 <= len(ticks) <= 7
    assert all(-1e-6 <= scale(tick) <= 100 + 1e-6 for tick in ticks)
    assert len({scale.label(tick) for tick in ticks}) == len(ticks) or factor < 1.1


def test_long_numbers_below_a_chart_keep_apart():
    tree = parsed(line_chart([Line("", [0, 1_400_000], [0, 1])], title="t"))
    below = [
        element for element in tree.iter("text") if element.get("text-anchor") == "middle" and element.text
    ]
    spans = [(float(one.get("x")), width_of(one.text) / 2) for one in below if one.get("class") == "tick"]
    assert len(spans) >= 3
    assert all(right - left > one + other for (left, one), (right, other) in pairwise(spans))

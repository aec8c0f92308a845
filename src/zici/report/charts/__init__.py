"""Small charts as SVG, for pages that need no network."""

from zici.report.charts._bars import Bar as Bar
from zici.report.charts._bars import bar_chart as bar_chart
from zici.report.charts._heat import heat_map as heat_map
from zici.report.charts._lines import Axis as Axis
from zici.report.charts._lines import Line as Line
from zici.report.charts._lines import line_chart as line_chart
from zici.report.charts._points import Spread as Spread
from zici.report.charts._points import point_chart as point_chart
from zici.report.charts._reliability import Bin as Bin
from zici.report.charts._reliability import reliability_chart as reliability_chart

__all__ = [
    "Axis",
    "Bar",
    "Bin",
    "Line",
    "Spread",
    "bar_chart",
    "heat_map",
    "line_chart",
    "point_chart",
    "reliability_chart",
]

"""The few shapes that charts are made of, as SVG text.

Colours and fonts come from the classes of ``page/charts.css``: a chart is light or dark as its page is.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable

WIDTH = 360  # of a chart, in its own units: a phone shows it as it is, a desk larger
LETTER = 6.1  # units that a narrow character takes in the charts' font; a wide one takes LETTER * WIDE
WIDE = 1.8
UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]"
)  # no reader of SVG takes these


def svg(parts: Iterable[str], *, height: float, title: str, width: float = WIDTH) -> str:
    """A chart of its parts; ``title`` is what a screen reader says."""
    told = escape(title)
    body = "".join(parts)
    return (
        f'<svg class="chart" viewBox="0 0 {number(width)} {number(height)}" '
        f'width="{number(width)}" height="{number(height)}" role="img" aria-label="{told}">'
        f"<title>{told}</title>{body}</svg>"
    )


def text(
    x: float, y: float, content: str, *, anchor: str = "start", kind: str = "", turned: bool = False
) -> str:
    """A line of text; ``anchor`` is start, middle or end, ``kind`` a class; ``turned``: it rises steeply."""
    place = f'x="{number(x)}" y="{number(y)}"'
    if turned:
        place += f' transform="rotate(-60 {number(x)} {number(y)})"'
    return f'<text {place} text-anchor="{anchor}"{_kind(kind)}>{escape(content)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, *, kind: str) -> str:
    """A straight line."""
    ends = f'x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"'
    return f"<line {ends}{_kind(kind)}/>"


def rect(
    x: float, y: float, width: float, height: float, *, kind: str, tip: str = "", opacity: float = 1
) -> str:
    """A rectangle; ``tip`` shows where the pointer rests."""
    faint = "" if opacity == 1 else f' fill-opacity="{number(opacity, 2)}"'
    shape = (
        f'x="{number(x)}" y="{number(y)}" width="{number(max(width, 0))}" height="{number(max(height, 0))}"'
    )
    return f"<rect {shape}{faint}{_kind(kind)}>{_tip(tip)}</rect>"


def circle(x: float, y: float, radius: float, *, kind: str, tip: str = "") -> str:
    """A disc."""
    shape = f'cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"'
    return f"<circle {shape}{_kind(kind)}>{_tip(tip)}</circle>"


def polyline(points: Iterable[tuple[float, float]], *, kind: str, tip: str = "") -> str:
    """A line from point to point."""
    path = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    return f'<polyline points="{path}"{_kind(kind)}>{_tip(tip)}</polyline>'


def polygon(points: Iterable[tuple[float, float]], *, kind: str) -> str:
    """A filled shape."""
    path = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    return f'<polygon points="{path}"{_kind(kind)}/>'


def dots(points: Iterable[tuple[float, float]], *, kind: str) -> str:
    """Many points as one shape: a line of no length at each, whose round ends are the point.

    Example:
        >>> dots([(1, 2), (3.14, 4)], kind="dots l0")
        '<path d="M1 2h0M3.1 4h0" class="dots l0"/>'
    """
    path = "".join(f"M{number(x)} {number(y)}h0" for x, y in points)
    return f'<path d="{path}"{_kind(kind)}/>'


def escape(content: str) -> str:
    r"""Text that means nothing to a reader of markup.

    Example:
        >>> escape("<b>\x00&'")
        '&lt;b&gt;&amp;&#x27;'
    """
    return html.escape(printable(content))


def printable(content: str) -> str:
    """A text without what a page can't hold; line ends and tabs are blanks."""
    return re.sub("[\t\n\r]", " ", UNFIT.sub("", content))


def number(value: float, digits: int = 1) -> str:
    """A coordinate in few characters.

    Example:
        >>> number(12.0), number(3.14159), number(-0.01)
        ('12', '3.1', '0')
    """
    return f"{round(value, digits) + 0.0:.{digits}f}".rstrip("0").rstrip(".") or "0"


def width_of(content: str) -> float:
    """About how many units a text takes; Chinese characters are wide.

    Example:
        >>> width_of("字") > 1.5 * width_of("a")
        True
    """
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in content)
    return LETTER * (len(content) + (WIDE - 1) * wide)


def shortened(content: str, room: float) -> str:
    """As much of a text as the room holds, in one line.

    Example:
        >>> shortened("hard_margin", 40), shortened("短", 40)
        ('hard_…', '短')
    """
    whole = " ".join(content[:400].split())
    if width_of(whole) <= room:
        return whole
    while whole and width_of(whole + "…") > room:
        whole = whole[:-1]
    return whole + "…"


def _kind(name: str) -> str:
    return f' class="{name}"' if name else ""


def _tip(told: str) -> str:
    return f"<title>{escape(told)}</title>" if told else ""

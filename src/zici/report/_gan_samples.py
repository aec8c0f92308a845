"""Samples of a GAN on a page: points over the real ones, pictures, lists of strings."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zici.errors import EmptyError, InputError
from zici.report._png import as_bytes, picture_grid, png
from zici.report._sheet import card, percent, plain
from zici.report.charts import Axis, Line, line_chart
from zici.report.charts._lines import frame
from zici.report.charts._scale import Scale, around
from zici.report.charts._svg import WIDTH, dots, rect, svg, text

Float64 = npt.NDArray[np.float64]
Words = dict[str, str]

SHOWN = {"vectors": 1500, "images": 96, "strings": 160}
COLUMNS, PIXELS = 16, 900  # pictures in a row, and how wide about a screen shows them
SIDE, LEFT, TOP = 300, 46, 10  # of the frame with points
INSIDE = (0.005, 0.995)  # of the generated points, that a frame has to hold
QUANTILES = 200
MARK = ' class="known"'


class Shown(NamedTuple):
    """What is shown: samples, and real ones or None."""

    samples: Any
    real: Any


def first_of(kind: str, samples: Any, name: str) -> Any:
    """As many samples as a page shows, checked.

    Raises:
        EmptyError: none.
        InputError: samples of another kind.
    """
    if kind == "strings":
        if isinstance(samples, str) or not all(isinstance(one, str) for one in samples):
            raise InputError(f"{name}: expected a list of strings, got {type(samples).__name__}")
        found: Any = list(samples)[: SHOWN[kind]]
    elif kind == "images":
        found = as_bytes(samples)[: SHOWN[kind]]
    else:
        found = np.asarray(samples)
        if found.dtype.kind not in "iuf" or found.ndim != 2 or not found.shape[1]:
            raise InputError(f"{name}: expected numbers of shape (n, d), got {found.dtype} {found.shape}")
        found = found[: SHOWN[kind]].astype(np.float64)
        found = found[np.isfinite(found).all(axis=1)]
    if not len(found):
        raise EmptyError(f"{name}: expected at least one, got none")
    return found


def strings_card(samples: Sequence[str], known: Sequence[str] | None, words: Words) -> str:
    """Strings side by side; those that are known in grey."""
    real, empty = frozenset(known or ()), f"<i>{plain(words['empty'])}</i>"
    rows = "".join(
        f"<li{MARK if one in real else ''}>{plain(one) if one else empty}</li>\n" for one in samples
    )
    note = words["samples_note" if known is None else "strings_known_note"]
    return card(words["samples"], note, f'<ul class="strings">\n{rows}</ul>', scroll=True)


def images_card(shown: Shown, words: Words) -> str:
    """A picture of the samples, below it one of real ones."""
    content = _picture(shown.samples, words["generated"])
    if shown.real is None:
        return card(words["samples"], words["samples_note"], content)
    content += f'<p class="soft">{plain(words["real"])}</p>' + _picture(
        shown.real[: len(shown.samples)], words["real"]
    )
    return card(words["samples"], words["beside_note"], content)


def _picture(images: npt.NDArray[np.uint8], name: str) -> str:
    if images.ndim == 4 and images.shape[3] > 4:
        images = images[..., 0]  # of channels that are no colours the first
    picture = picture_grid(images, columns=min(COLUMNS, len(images)))
    height, width = picture.shape[:2]
    times = max(1, round(PIXELS / width)) if len(images) >= COLUMNS else 2
    content = base64.b64encode(png(picture)).decode("ascii")
    return (
        f'<img class="pictures" src="data:image/png;base64,{content}" width="{width * times}" '
        f'height="{height * times}" alt="{plain(name)}">'
    )


def points_card(shown: Shown, words: Words) -> str:
    """Points in the plane, of longer vectors their main axes; single numbers as two rising lines."""
    if shown.samples.shape[1] == 1:
        return card(words["samples"], words["sorted_note"], _sorted(shown, words))
    points, real, share = _in_plane(shown)
    note = words["points_note" if real is not None else "points_alone_note"]
    if shown.samples.shape[1] > 2:
        note += " " + words["axes_note"].format(dim=shown.samples.shape[1], share=percent(share, 0))
    chart, missing = _scatter(points, real, words)
    note += " " + words["left_out"].format(count=missing) if missing else ""
    return card(words["samples"], note, chart)


def _in_plane(shown: Shown) -> tuple[Float64, Float64 | None, float]:
    """Samples and real ones on the two axes along which the real ones (or else the samples) vary most."""
    samples, real = shown
    if samples.shape[1] == 2:
        return samples, real, 1.0
    base = samples if real is None else real
    middle = base.mean(axis=0)
    _, spreads, axes = np.linalg.svd(base - middle, full_matrices=False)
    squares = np.square(spreads)
    axes = axes[:2] * np.where(axes[:2, :1] < 0, -1.0, 1.0)  # a sign of its own, whatever the library's
    share = float(squares[:2].sum() / (squares.sum() or 1.0))
    return (samples - middle) @ axes.T, None if real is None else (real - middle) @ axes.T, share


def _scatter(points: Float64, real: Float64 | None, words: Words) -> tuple[str, int]:
    """The chart, and how many generated points lie outside."""
    inner = np.quantile(points, INSIDE, axis=0)
    whole = inner if real is None else np.vstack([inner, real])
    (left, right), (low, high) = (around(column) for column in whole.T.tolist())
    reach = max(right - left, high - low) / 2  # a unit is as long in both directions
    across = Scale((left + right) / 2 - reach, (left + right) / 2 + reach, LEFT, LEFT + SIDE)
    up = Scale((low + high) / 2 - reach, (low + high) / 2 + reach, TOP + SIDE, TOP)
    parts = frame(across, up, Axis(), Axis())
    groups = [] if real is None else [(real, "l1", words["real"])]
    groups.append((points, "l0", words["generated"]))
    missing, x = 0, float(LEFT)
    for some, kind, name in groups:
        inside = (np.abs(some - [(left + right) / 2, (low + high) / 2]) <= reach).all(axis=1)
        missing += int((~inside).sum())
        parts.append(dots([(across(a), up(b)) for a, b in some[inside].tolist()], kind=f"dots {kind}"))
        parts.append(rect(x, TOP + SIDE + 28, 10, 4, kind=f"s{kind[1:]}"))
        parts.append(text(x + 14, TOP + SIDE + 34, name, kind="tick"))
        x += 90
    return svg(parts, height=TOP + SIDE + 40, width=WIDTH, title=words["samples"]), missing


def _sorted(shown: Shown, words: Words) -> str:
    shares = np.linspace(0.0, 1.0, QUANTILES)
    lines = [
        Line(words[name], shares.tolist(), np.quantile(some[:, 0], shares).tolist())
        for name, some in (("generated", shown.samples), ("real", shown.real))
        if some is not None
    ]
    return line_chart(lines, title=words["samples"], x=Axis(words["of_all"], percent=True))

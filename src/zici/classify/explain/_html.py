"""Explanations as HTML: no network, no script, everything escaped."""

from __future__ import annotations

import base64
import hashlib
import html
import math
import re
from collections.abc import Sequence
from importlib import resources
from typing import TYPE_CHECKING, Any

from zici.errors import OptionError

if TYPE_CHECKING:
    from zici.classify.explain._explanation import Explanation

LEVELS = 8  # of either colour, as in explain.css
SECTIONS = 5  # of the most probable classes
LISTED = 20  # spans in a table, and classes with their probabilities
UNFIT = re.compile("[\x00\ud800-\udfff]")
WORDS = {
    "en": {
        "lang": "en",
        "title": "Explanation",
        "for": "for {}",
        "against": "against {}",
        "numbers": "Numbers",
        "span": "characters",
        "value": "adds",
        "start": "before any of them",
        "rest": "all others ({})",
        "sum": "in all",
        "empty": "(an empty text)",
        "more": "{} more",
    },
    "zh": {
        "lang": "zh-Hans",
        "title": "解释",
        "for": "支持{}",
        "against": "反对{}",
        "numbers": "数值",
        "span": "文字",
        "value": "贡献",
        "start": "起始值",
        "rest": "其余（{}）",
        "sum": "合计",
        "empty": "（空文本）",
        "more": "另有 {} 类",
    },
}


def render(
    found: Explanation, labels: Sequence[Any] | None, *, title: str | None, lang: str, fragment: bool
) -> str:
    """What :meth:`Explanation.to_html` gives; its arguments."""
    if lang not in WORDS:
        raise OptionError(f"lang: expected one of {', '.join(WORDS)}, got {lang!r}")
    words = WORDS[lang]
    chosen = _chosen(found, labels)
    parts = [_probabilities(found, words), *(_section(found, label, words) for label in chosen)]
    body = '<div class="zici-explain">\n' + "\n".join(parts) + "\n</div>"
    style = _part("explain.css")
    if fragment:
        return f"<style>{style}</style>\n{body}\n"
    style = _part("page.css") + style
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    filled = {
        "lang": words["lang"],
        "title": escape(title or words["title"]),
        "digest": digest,
        "style": style,
        "body": body,
    }
    # Split, not replaced one after the other: a text may hold what looks like a place.
    first, *rest = _part("page.html").split("{{")
    return first + "".join(filled[name] + tail for name, tail in (piece.split("}}", 1) for piece in rest))


def escape(text: str) -> str:
    """The text as HTML has it, in attributes too; a parser gives the same characters back."""
    # A parser makes line feeds of carriage returns, but not of their numbers.
    return html.escape(UNFIT.sub("\ufffd", text)).replace("\r", "&#13;")


def _chosen(found: Explanation, labels: Sequence[Any] | None) -> list[Any]:
    if labels is not None:
        for label in labels:
            found.place(label)
        return list(labels)
    if len(found.classes) == 2:
        return [found.classes[1]]
    order = (-found.probabilities).argsort(kind="stable")[:SECTIONS].tolist()
    return [found.classes[place] for place in order]


def _probabilities(found: Explanation, words: dict[str, str]) -> str:
    order = (-found.probabilities).argsort(kind="stable").tolist()
    told = [f"{escape(str(found.classes[k]))} {found.probabilities[k]:.1%}" for k in order[:LISTED]]
    more = len(order) - LISTED
    rest = [words["more"].format(f"{more:,}")] if more > 0 else []
    first, *others = told + rest
    return f"<p><strong>{first}</strong>{''.join(f' · {other}' for other in others)}</p>"


def _section(found: Explanation, label: Any, words: dict[str, str]) -> str:
    name = escape(str(label))
    pieces = found.pieces(label)
    most = max((abs(piece.value) for piece in pieces), default=0.0)
    text = "".join(_span(piece.text, piece.value, most) for piece in pieces) or words["empty"]
    # Of two classes the legend says all that a heading would.
    head = [f"<h2>{words['for'].format(name)}</h2>"] if len(found.classes) > 2 else []
    body = [_legend(found, label, most, words), f'<p class="zx-text" dir="auto">{text}</p>']
    return "\n".join(["<section>", *head, *body, _table(found, label, words), "</section>"])


def _span(text: str, value: float, most: float) -> str:
    mark = _mark(value, most)
    if not mark:
        return escape(text)
    size = len(text)
    told = f"{value:+.3f}" if size == 1 else f"{value * size:+.3f} = {size} × {value:+.3f}"
    return f'<span class="{mark}" title="{told}">{escape(text)}</span>'


def _mark(value: float, most: float) -> str:
    """The class of a colour: zx-p1 to zx-p8 for what speaks for the label, zx-n1 to zx-n8 against it."""
    if value == 0 or most == 0:
        return ""
    level = min(LEVELS, math.ceil(LEVELS * abs(value) / most))
    return f"zx-{'p' if value > 0 else 'n'}{level}"


def _legend(found: Explanation, label: Any, most: float, words: dict[str, str]) -> str:
    ends = [words["against"].format(escape(str(label))), words["for"].format(escape(str(label)))]
    if len(found.classes) == 2:
        other = found.classes[1 - found.place(label)]
        ends[0] = words["for"].format(escape(str(other)))
    marks = [f"zx-n{level}" for level in range(LEVELS, 0, -1)]
    marks += ["", *(f"zx-p{level}" for level in range(1, LEVELS + 1))]
    strip = "".join(f'<i class="{mark}"></i>' for mark in marks)
    return (
        f'<p class="zx-legend"><span>{ends[0]} {-most:+.3f}</span><span class="zx-strip" aria-hidden="true">'
        f"{strip}</span><span>{most:+.3f} {ends[1]}</span></p>"
    )


def _table(found: Explanation, label: Any, words: dict[str, str]) -> str:
    every = found.top(len(found.contributions), label)
    listed = every[:LISTED]
    most = max((abs(value) for _, value in listed), default=0.0)
    rows = [
        f'<tr><td><span class="{_mark(value, most)}">{escape(text)}</span></td><td>{value:+.3f}</td></tr>'
        for text, value in listed
    ]
    start, rest = found.start(label), sum(value for _, value in every[LISTED:])
    if len(every) > LISTED:
        told = words["rest"].format(f"{len(every) - LISTED:,}")
        rows.append(f"<tr><td>{told}</td><td>{rest:+.3f}</td></tr>")
    total = start + sum(value for _, value in every)
    rows.append(f"<tr><td>{words['start']}</td><td>{start:+.3f}</td></tr>")
    rows.append(f"<tr><th>{words['sum']}</th><th>{total:+.3f}</th></tr>")
    head = f"<tr><th>{words['span']}</th><th>{words['value']}</th></tr>"
    return f"<details><summary>{words['numbers']}</summary><table>{head}{''.join(rows)}</table></details>"


def _part(name: str) -> str:
    """The text of a file of the page."""
    return resources.files("zici.classify.explain").joinpath("page", name).read_text(encoding="utf-8")

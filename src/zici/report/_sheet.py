"""Pages to read: one HTML file in English, in Chinese, or in both, without any network."""

from __future__ import annotations

import base64
import hashlib
import html
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import resources
from typing import NamedTuple

from zici._files import atomic_file
from zici.errors import OptionError
from zici.report.charts._svg import printable

LANGUAGES = ("en", "zh")
TAGS = {"en": "en", "zh": "zh-Hans"}
Version = Callable[[str], tuple[str, str]]
"""From a language to the title and the body of the page in it."""


class More(NamedTuple):
    """What a page that does more than show has besides.

    Attributes:
        styles: files of ``page/``.
        scripts: files of ``page/``, run as one after the sheet's own.
        data: for scripts, by the name of its element; as :func:`zici.report._mining_data.packed` gives it.
        framed: styles and scripts of a page that is shown inside this one.
    """

    styles: Sequence[str] = ()
    scripts: Sequence[str] = ()
    data: Mapping[str, str] = {}
    framed: tuple[Sequence[str], Sequence[str]] = ((), ())


def write_sheet(
    path: str | os.PathLike[str],
    version: Version,
    *,
    lang: str | None,
    more: More = More(),  # noqa: B008 - it can't be changed
) -> None:
    """Write a page; without ``lang`` it holds both languages, and the browser's is shown.

    The page forbids itself every network access, and every script but its own, by their hash.

    Raises:
        OptionError: an unknown language.
        OutputError: the file can't be written.
    """
    check_language(lang)
    chosen = LANGUAGES if lang is None else (lang,)
    versions = {language: version(language) for language in chosen}
    style = "".join(map(part, ("sheet.css", "charts.css", *more.styles)))
    scripts = part("sheet.js") if len(chosen) > 1 else ""
    if more.scripts:
        scripts += "(() => {\n" + "".join(map(part, more.scripts)) + "})();\n"
    script = '"use strict";\n' + scripts if scripts else ""
    bodies = [
        f'<main lang="{TAGS[language]}"{" hidden" if language != chosen[0] else ""}>\n{body}</main>'
        for language, (_, body) in versions.items()
    ]
    held = "".join(
        f'<script type="application/octet-stream" id="{name}">{content}</script>\n'
        for name, content in more.data.items()
    )
    parts = {
        "policy": policy([style, *more.framed[0]], [*filter(None, [script]), *more.framed[1]]),
        "lang": TAGS[chosen[0]],
        "title": plain(versions[chosen[0]][0]),
        "style": style,
        "body": "\n".join(bodies),
        "script": held + (f"<script>{script}</script>" if script else ""),
    }
    page = filled(part("sheet.html"), parts)
    with atomic_file(path) as temporary:
        temporary.write_text(page, encoding="utf-8", errors="replace", newline="\n")


def check_language(lang: str | None) -> None:
    """Refuse a language that pages don't have.

    Raises:
        OptionError: it is neither "en" nor "zh", nor None.
    """
    if lang is not None and lang not in LANGUAGES:
        raise OptionError(f"lang: expected one of {', '.join(LANGUAGES)}, or None, got {lang!r}")


def plain(content: object) -> str:
    """Anything as text that means nothing to a reader of markup."""
    return html.escape(printable(str(content)))


def head(title: str, under: str, warnings: Iterable[str] = ()) -> str:
    """The page's title, a line below it, and what is to be known first."""
    told = "".join(f'<p class="warn">{plain(warning)}</p>\n' for warning in warnings)
    return f'<h1>{plain(title)}</h1>\n<p class="soft">{plain(under)}</p>\n{told}'


def tiles(rows: Iterable[tuple[str, str, str]]) -> str:
    """Numbers to see at once: name, number, and what to know of it."""
    made = (
        f'<div class="tile"><span class="soft">{plain(name)}</span><b>{plain(value)}</b>'
        f'<span class="soft">{plain(note)}</span></div>\n'
        for name, value, note in rows
    )
    return f'<div class="tiles">\n{"".join(made)}</div>\n'


def cards(made: Iterable[str]) -> str:
    """Cards side by side."""
    return f'<div class="cards">\n{"".join(made)}</div>\n'


def card(title: str, note: str, content: str, *, scroll: bool = False) -> str:
    """A chart or a table under its title; ``scroll``: it may be wider than the screen."""
    inner = f'<div class="scroll" tabindex="0">{content}</div>' if scroll else content
    return (
        f'<section class="card"><h2>{plain(title)}</h2><p class="soft">{plain(note)}</p>{inner}</section>\n'
    )


def table(names: Sequence[str], rows: Iterable[Sequence[object]], *, kinds: str) -> str:
    """A table; ``kinds`` has a letter for each column: n number, w word, t text that may be long.

    Example:
        >>> table(["词", "次"], [["<字>", 3]], kinds="wn").count("&lt;字&gt;")
        1
    """
    classes = {"n": ' class="n"', "w": "", "t": ' class="text"'}
    marks = [classes[kind] for kind in kinds]
    top = "".join(
        f'<th scope="col"{mark}>{plain(name)}</th>' for mark, name in zip(marks, names, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(f"<td{mark}>{plain(cell)}</td>" for mark, cell in zip(marks, row, strict=True))
        + "</tr>\n"
        for row in rows
    )
    long = ' class="long"' if "t" in kinds else ""  # on a phone such a text has a line of its own
    return f"<table{long}><thead><tr>{top}</tr></thead><tbody>\n{body}</tbody></table>"


def percent(value: float | None, digits: int = 1) -> str:
    """A share in percent; a dash for none."""
    return "–" if value is None else f"{100 * value:.{digits}f}%"


def duration(seconds: float) -> str:
    """A time as few digits.

    Example:
        >>> duration(7.26), duration(125), duration(7380)
        ('7.3 s', '2:05 min', '2:03 h')
    """
    if seconds < 60:
        return f"{seconds:.1f} s"
    unit, whole = ("min", round(seconds)) if seconds < 3600 else ("h", round(seconds / 60))
    return f"{whole // 60}:{whole % 60:02} {unit}"


def part(name: str) -> str:
    """The text of a file of the page."""
    return resources.files("zici.report").joinpath("page", name).read_text(encoding="utf-8")


def filled(template: str, parts: Mapping[str, str]) -> str:
    """A template with its places filled.

    Split, not replaced one after the other: a text may hold what looks like a place.

    Example:
        >>> filled("<p>{{a}}, {{b}}</p>", {"a": "{{b}}", "b": "2"})
        '<p>{{b}}, 2</p>'
    """
    pieces = template.split("{{")
    return pieces[0] + "".join(
        parts[name] + rest for name, rest in (piece.split("}}", 1) for piece in pieces[1:])
    )


def policy(styles: Iterable[str], scripts: Iterable[str]) -> str:
    """A content security policy that allows these styles and scripts, by their hash, and nothing else."""
    allowed = {"style-src": styles, "script-src": scripts}
    lists = {name: " ".join(f"'sha256-{_digest(text)}'" for text in texts) for name, texts in allowed.items()}
    told = "".join(f"{name} {hashes}; " for name, hashes in lists.items() if hashes)
    return f"default-src 'none'; {told}img-src data:; base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")

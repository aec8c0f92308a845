"""The page: template, style and scripts of the package put into one file."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from importlib import resources

LANGUAGES = ("en", "zh")
TITLES = {"en": "Word map", "zh": "词图"}
SCRIPTS = ("strings", "data", "view", "draw", "select", "search", "legend", "input", "main")


def map_page(data: str, *, title: str | None, lang: str | None, method: str) -> str:
    """The HTML of a map of what :func:`zici.report._map_data.pack` gave.

    The page forbids itself every network access, and every script but its own, by their hash: what a word
    may hold is never run.
    """
    style = _part("map.css")
    script = '"use strict";\n(() => {\n' + "".join(_part(f"{name}.js") for name in SCRIPTS) + "})();\n"
    policy = (
        f"default-src 'none'; script-src 'sha256-{_digest(script)}'; style-src 'sha256-{_digest(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    settings = {"title": title, "lang": lang, "method": method}
    parts = {
        "policy": policy,
        "lang": "zh-Hans" if lang == "zh" else "en",
        "title": html.escape(title or TITLES[lang or "en"]),
        "settings": html.escape(json.dumps(settings)),
        "style": style,
        "data": data,
        "script": script,
    }
    # Split, not replaced one after the other: a title may hold what looks like a place.
    pieces = _part("map.html").split("{{")
    filled = [parts[name] + rest for name, rest in (piece.split("}}", 1) for piece in pieces[1:])]
    return pieces[0] + "".join(filled)


def _part(name: str) -> str:
    """The text of a file of the page."""
    return resources.files("zici.report").joinpath("page", name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")

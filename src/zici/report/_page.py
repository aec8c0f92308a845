"""The page of a map: template, style and scripts of the package put into one file."""

from __future__ import annotations

import html
import json
from typing import NamedTuple

from zici.report._sheet import filled, part, policy

TITLES = {"en": "Word map", "zh": "词图"}
SCRIPTS = ("strings", "unpack", "data", "view", "draw", "select", "search", "legend", "input", "main")


class MapParts(NamedTuple):
    """The style and the script of every map's page."""

    style: str
    script: str


def map_parts() -> MapParts:
    """What a page that shows a map inside itself has to allow."""
    scripts = "".join(part(f"{name}.js") for name in SCRIPTS)
    return MapParts(part("map.css"), '"use strict";\n(() => {\n' + scripts + "})();\n")


def map_page(data: str, *, title: str | None, lang: str | None, method: str) -> str:
    """The HTML of a map of what :func:`zici.report._map_data.pack` gave.

    The page forbids itself every network access, and every script but its own, by their hash: what a word
    may hold is never run.
    """
    style, script = map_parts()
    settings = {"title": title, "lang": lang, "method": method}
    parts = {
        "policy": policy([style], [script]),
        "lang": "zh-Hans" if lang == "zh" else "en",
        "title": html.escape(title or TITLES[lang or "en"]),
        "settings": html.escape(json.dumps(settings)),
        "style": style,
        "data": data,
        "script": script,
    }
    return filled(part("map.html"), parts)

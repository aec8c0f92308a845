"""Parameters, counts, times and versions of a run, as run.json holds them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeGuard

from zici.report._sheet import card, table
from zici.report.charts import Bar, bar_chart

Words = dict[str, str]
SHOWN = 12  # members of a list
LONG = 26  # characters that fit beside a name on a phone


def run_cards(run: Mapping[str, Any], words: Words) -> list[str]:
    """A card for each part of the run that is there."""
    made = []
    if parameters := part(run, "parameters"):
        rows = list(flat(parameters))
        long = any(len(value) > LONG for _, value in rows)
        content = table([words["option"], words["value"]], rows, kinds="wt" if long else "wn")
        made.append(card(words["run"], words["run_note"], content))
    steps = [(name, seconds) for name, seconds in part(run, "seconds").items() if name != "total"]
    bars = [Bar(name, float(seconds)) for name, seconds in steps if is_number(seconds)]
    if bars:
        chart = bar_chart(bars, title=words["seconds"])
        made.append(card(words["seconds"], words["seconds_note"], chart))
    if rows := [*flat(part(run, "counts")), *flat(part(run, "versions"))]:
        content = table([words["name"], words["value"]], rows, kinds="wn")
        made.append(card(words["found"], words["found_note"], content))
    return made


def part(run: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A mapping in a mapping; an empty one where there is none.

    Example:
        >>> part({"counts": {"words": 3}}, "counts"), part({}, "counts"), part({"counts": 3}, "counts")
        ({'words': 3}, {}, {})
    """
    found = run.get(name)
    return found if isinstance(found, Mapping) else {}


def is_number(value: Any) -> TypeGuard[float]:
    """Whether this is a finite number from 0; a file may hold anything.

    Example:
        >>> [is_number(value) for value in (3, 0.5, float("nan"), -1, True, "3", None)]
        [True, True, False, False, False, False, False]
    """
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < math.inf


def flat(values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Names and values as text, those of inner mappings after a dot; what is None or empty is left out.

    Example:
        >>> list(flat({"top": None, "exclude": [], "force": {"order": 6, "min_pmi": [0.0, 4.5], "x": False}}))
        [('force.order', '6'), ('force.min_pmi', '0, 4.5'), ('force.x', 'no')]
    """
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{name}.")
        elif value is not None and value != [] and value != "":
            yield f"{prefix}{name}", _told(value)


def _told(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        listed = ", ".join(map(_told, value[:SHOWN]))
        return listed if len(value) <= SHOWN else f"{listed}, … ({len(value):,})"
    return str(value)

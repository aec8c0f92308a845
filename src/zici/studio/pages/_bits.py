"""Pieces that show what was measured: tables, tiles, bars."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from nicegui import run, ui
from nicegui.elements.mixins.text_element import TextElement

from zici.errors import ZiciError

P = ParamSpec("P")
R = TypeVar("R")
ENTER = """(event) => {
  if (event.key !== "Enter" || event.isComposing || event.shiftKey) return;
  event.preventDefault();
  emit();
}"""
STYLE = Path(__file__).with_name("bits.css")


def add_style() -> None:
    """The style of these pieces, once for a page."""
    ui.add_css(STYLE.read_text(encoding="utf-8"))


def cell(text: object, *, kind: str = "", tag: str = "td") -> TextElement:
    """A cell of a table: text alone, whatever stands in it."""
    made = TextElement(tag=tag, text=str(text))
    if kind == "n":
        made.classes("n")
    if tag == "th":
        made.props('scope="col"')
    return made


def on_enter(field: ui.input | ui.textarea | ui.number, handler: Callable[[], Any]) -> None:
    """Call ``handler`` at the key Enter, but not where it ends the composition of Chinese characters."""
    field.on("keydown", handler, js_handler=ENTER)


@contextmanager
def table(names: Sequence[str], kinds: str, title: str = "") -> Iterator[None]:
    """A table with its head; rows are made inside ``with``. ``kinds``: a letter each, n for a number."""
    outer = ui.element("div").classes("z-scroll").props('tabindex="0"')
    with outer, ui.element("table").classes("z-table") as made:
        if title:
            outer.props["aria-label"] = made.props["aria-label"] = title
            outer.props["role"] = "group"
        with ui.element("thead"), ui.element("tr"):
            for name, kind in zip(names, kinds, strict=True):
                cell(name, kind=kind, tag="th")
        with ui.element("tbody"):
            yield


def row(values: Iterable[object], kinds: str) -> None:
    """A row of text."""
    with ui.element("tr"):
        for value, kind in zip(values, kinds, strict=True):
            cell(value, kind=kind)


def tiles(rows: Iterable[tuple[str, str, str]]) -> None:
    """Numbers to see at once: name, number, and what to know of it."""
    with ui.element("div").classes("z-tiles"):
        for name, value, note in rows:
            with ui.element("div").classes("z-tile"):
                TextElement(tag="span", text=name)
                TextElement(tag="b", text=value)
                TextElement(tag="span", text=note)


def bar(share: float) -> ui.element:
    """A bar in a cell, as long as a share from 0 to 1; the number stands beside it."""
    made = ui.element("div").classes("z-bar").props('aria-hidden="true"')
    with made:
        ui.element("div").style(f"width: {max(0.0, min(share, 1.0)) * 100:.1f}%")
    return made


async def answered(
    place: ui.element, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs
) -> R | None:
    """Call ``function`` in a thread, and empty ``place`` for what it gives; what it refuses is told there."""
    try:
        found = await run.io_bound(function, *args, **kwargs)
    except ZiciError as error:
        place.clear()
        with place:
            ui.label(str(error)).classes("z-warn").props('role="alert"')
        return None
    place.clear()
    return found

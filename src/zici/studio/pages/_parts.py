"""Small pieces that the pages are made of, so that they look and behave alike."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from zici.errors import ZiciError

from ._texts import Texts

P = ParamSpec("P")
R = TypeVar("R")
Handler = Callable[..., Any]


def add_files(folder: Path, *names: str) -> None:
    """Put style sheets and scripts of a page into its head."""
    for name in names:
        source = (folder / name).read_text(encoding="utf-8")
        ui.add_head_html(
            f"<style>{source}</style>" if name.endswith(".css") else f"<script>{source}</script>"
        )


def button(
    text: str, on_click: Handler | None = None, *, icon: str | None = None, main: bool = False
) -> ui.button:
    """A button with words on it; ``main``: the one that the page is about."""
    kind = "z-button z-button-main" if main else "z-button"
    return ui.button(text, on_click=on_click, icon=icon, color=None).props("flat no-caps").classes(kind)


def icon_button(icon: str, name: str, on_click: Handler | None = None) -> ui.button:
    """A button with a sign on it; ``name`` is read out and shown as a tooltip."""
    made = ui.button(icon=icon, on_click=on_click, color=None).props("flat dense").classes("z-icon-button")
    made.props["aria-label"] = name
    with made:
        ui.tooltip(name)
    return made


def download(words: str, address: str, *, main: bool = True) -> ui.link:
    """A link that looks like a button; the browser keeps what it leads to as a file."""
    made = ui.link(words, address).classes("z-link-button z-main-button" if main else "z-link-button")
    return made.props("download")


@contextmanager
def card(title: str = "", note: str = "") -> Iterator[ui.element]:
    """A framed part of the page with a heading."""
    with ui.element("section").classes("z-card") as made:
        if title:
            made.props["aria-label"] = title
            ui.label(title).classes("z-title").props('role="heading" aria-level="2"')
        if note:
            soft(note)
        yield made


@contextmanager
def dialog(title: str, texts: Texts) -> Iterator[ui.dialog]:
    """A dialog with a heading and a button that closes it; Escape closes it, too."""
    with ui.dialog() as made, ui.card().classes("z-dialog"):
        made.props["aria-label"] = title
        with ui.element("div").classes("z-dialog-head"):
            ui.label(title).classes("z-title").props('role="heading" aria-level="2"')
            icon_button("close", texts("close"), made.close)
        yield made


def soft(text: str) -> ui.label:
    """A line that stands behind the others."""
    return ui.label(text).classes("z-soft")


def text(words: str, tag: str = "span") -> TextElement:
    """Words of a text in an element of their own: always text, never markup."""
    return TextElement(tag=tag, text=words)


def missing(texts: Texts, how: str, note: str = "") -> None:
    """Say what isn't there yet and the command that makes it."""
    with card(texts("missing"), note):
        soft(texts("how"))
        command(texts, how)
        soft(texts("again"))


def wait(texts: Texts, why: str) -> None:
    """Say why the page can't be shown now, and try again every few seconds."""
    with card(texts("wait"), why), ui.element("div").classes("z-row"):
        ui.spinner(size="sm").props('aria-hidden="true"')
        soft(texts("wait_note"))
    ui.timer(5.0, ui.navigate.reload, once=True)


def command(texts: Texts, line: str) -> None:
    """A command to copy."""
    with ui.element("div").classes("z-command"):
        ui.label(line).props('role="code"')
        copy_button(texts, lambda: line)


def copy_button(texts: Texts, read: Callable[[], str]) -> ui.button:
    """A button that copies what ``read`` returns when it is pressed."""

    def copy() -> None:
        ui.clipboard.write(read())
        ui.notify(texts("copied"), position="bottom")

    return icon_button("content_copy", texts("copy"), copy)


async def attempt(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | None:
    """Call ``function`` in a thread; what it refuses is shown as a message, and None comes back."""
    try:
        return await asyncio.to_thread(function, *args, **kwargs)
    except ZiciError as error:
        complain(str(error))
        return None


def complain(message: str) -> None:
    """Show a message about something that didn't work; it stays for ten seconds, or until it is closed."""
    ui.notify(message, type="negative", timeout=10_000, close_button="×", multi_line=True, position="bottom")

"""Where files are dropped and texts pasted; they go to the API as they are read, not through the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui

from zici.studio.pages._numbers import size
from zici.studio.pages._parts import complain
from zici.studio.pages._texts import Texts

URL = "/api/v1/uploads"
TOLD = ("drop", "sending", "sent", "refused", "broken", "stop", "stopped")

PASTED = ("paste_label", "paste_name", "paste_default", "paste_save", "paste_empty", "broken")


class Drop(ui.element, component="drop.js"):
    """A field for files, with the progress of each.

    Args:
        texts: what it says.
        limit: bytes of one file; larger ones are refused before they are sent.
        author: whose they are.
        on_sent: called when a file has come in.
    """

    def __init__(self, texts: Texts, *, limit: int, author: str, on_sent: Callable[[], Any]) -> None:
        super().__init__()
        self.props["url"] = URL
        self.props["limit"] = limit
        self.props["author"] = author
        self.props["texts"] = {name: texts(name) for name in TOLD} | {
            "large": texts("large", limit=size(limit))
        }
        self.on("sent", lambda: on_sent(), args=[])


class Paste(ui.element, component="paste.js"):
    """A field for a text and its name.

    Args:
        texts: what it says.
        author: whose they are.
        on_sent: called when a text has come in.
    """

    def __init__(self, texts: Texts, *, author: str, on_sent: Callable[[], Any]) -> None:
        super().__init__()
        self.props["url"] = URL
        self.props["author"] = author
        self.props["texts"] = {name: texts(name) for name in PASTED}
        self.on("sent", lambda: on_sent(), args=[])
        self.on("refused", lambda event: complain(str(event.args)))

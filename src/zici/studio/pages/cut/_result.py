"""What one method makes of a text."""

from __future__ import annotations

import json
from typing import Any

from nicegui import ui

from zici.studio.pages._parts import card, command, copy_button, soft
from zici.studio.pages._texts import Texts

from ._tokens import count, line, mark


class Result:
    """A card with the tokens of one method; where it isn't ready, with the command that makes it so.

    Args:
        method: as ``Cutting.methods`` tells it.
        texts: of the page.

    Attributes:
        name: of the method.
        ready: whether it can cut.
        tokens: shown now.
    """

    def __init__(self, method: Any, texts: Texts) -> None:
        self.name, self.ready, self.texts = method.name, method.ready, texts
        self.tokens: list[str] = []
        self._client = ui.context.client
        with card() as made:
            made.props["aria-label"] = texts(self.name)
            with ui.element("div").classes("z-result-head"):
                ui.label(texts(self.name)).classes("z-title").props('role="heading" aria-level="2"')
                self._count = ui.label().classes("z-soft z-number")
                ui.element("div").classes("z-fill")
                if self.ready:
                    copy_button(texts, lambda: line(self.tokens))
            soft(texts(f"{self.name}_note") + ("" if method.by_words else " " + texts("by_words")))
            if self.ready:
                ui.element("div").classes("z-tokens").props(f'data-method="{self.name}"')
            else:
                soft(texts("how"))
                command(texts, method.how)

    def show(self, tokens: list[str], differ: list[int]) -> None:
        """Show tokens, marked where other methods cut otherwise."""
        self.tokens = tokens
        n = count(tokens)
        self._count.set_text(self.texts("word") if n == 1 else self.texts("words", n=n))
        names = {"own": self.texts("cut_here"), "joined": self.texts("joined_here")}
        said = ", ".join(json.dumps(x) for x in (self.name, *mark(tokens, differ), names))
        self._client.run_javascript(f"ziciCut.show({said})")

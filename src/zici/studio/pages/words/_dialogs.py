"""What is asked before a decision that needs a name; and the keys."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui

from zici.studio.pages._bits import on_enter
from zici.studio.pages._parts import button, dialog, soft, text

from ._acts import some
from ._view import View

KEYS = ("move", "open", "accept", "reject", "rename", "merge", "clear", "undo", "add", "search", "help")
Decide = Callable[[dict[str, int | None], str, str | None], Awaitable[bool]]
Rows = list[dict[str, Any]]


class Dialogs:
    """Asks for a new name, for the word to merge into, for a word that wasn't found; shows the keys.

    Args:
        view: the page.
        decide: called with words and the versions that were seen, an action and a target.
    """

    def __init__(self, view: View, decide: Decide) -> None:
        self.view, self._decide = view, decide

    def rename(self, rows: Rows) -> None:
        """Ask for the new name of one word."""
        row, texts = rows[0], self.view.texts

        async def save(name: str) -> bool:
            return await self._decide({row["word"]: row["version"]}, "rename", name)

        title = texts("rename_title", word=row["word"])
        self._ask(title, texts("rename_note"), (texts("new_name"), row["word"]), save)

    def merge(self, rows: Rows) -> None:
        """Ask which word others become part of; of several, the most frequent one is proposed."""
        texts = self.view.texts
        best = max(rows, key=lambda row: row["count"] or 0)["word"] if len(rows) > 1 else ""

        async def save(target: str) -> bool:
            words = {row["word"]: row["version"] for row in rows if row["word"] != target}
            if not words:
                ui.notify(texts("target_same"), type="warning")
                return False
            return await self._decide(words, "merge", target)

        note = texts("merge_note", words=some([row["word"] for row in rows]))
        self._ask(texts("merge_title"), note, (texts("target"), best), save)

    def add(self) -> None:
        """Ask for a word that wasn't found."""
        texts = self.view.texts

        async def save(word: str) -> bool:
            return await self._decide({word: None}, "accept", None)

        self._ask(texts("add"), texts("add_note"), (texts("word"), ""), save)

    def _ask(
        self, title: str, note: str, field: tuple[str, str], save: Callable[[str], Awaitable[bool]]
    ) -> None:
        texts = self.view.texts
        with self.view.client.content, dialog(title, texts) as asked:
            soft(note)
            name = ui.input(field[0], value=field[1]).props("outlined dense autofocus maxlength=100")
            name.on("focus", js_handler="(event) => event.target.select()")

            async def done() -> None:
                told = (name.value or "").strip()
                if not told:
                    ui.notify(texts("target_needed"), type="warning")
                elif await save(told):
                    asked.close()

            on_enter(name, done)
            with ui.element("div").classes("z-row z-end"):
                button(texts("cancel"), asked.close)
                button(texts("save"), done, main=True)
        asked.on("hide", asked.delete)
        asked.open()

    def help(self) -> None:
        """Show the keys."""
        texts = self.view.texts
        with self.view.client.content, dialog(texts("keys_title"), texts) as shown, ui.element("dl") as keys:
            keys.classes("z-keys")
            for name in KEYS:
                key, _, what = texts(f"keys_{name}").partition("|")
                with ui.element("div"):
                    with ui.element("dt"):
                        text(key, "kbd")
                    text(what, "dd")
        shown.on("hide", shown.delete)
        shown.open()

"""The page *Words*: look at what was found, decide, hand it on."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from nicegui import ui

from zici.errors import ZiciError
from zici.studio.pages._frame import Page
from zici.studio.pages._parts import button, icon_button, missing, wait
from zici.studio.pages._texts import Texts

from ._acts import Acts
from ._bar import Bar
from ._dialogs import Dialogs
from ._files import Files
from ._filters import Filters
from ._grid import grid, script
from ._panel import ACTIONS, Panel
from ._texts import TEXTS
from ._view import Facts, View

if TYPE_CHECKING:
    from zici.studio._studio import Studio


async def build(studio: Studio, texts: Texts) -> None:
    """Make the page."""
    try:
        await asyncio.to_thread(studio.refresh)
        lexicon = await asyncio.to_thread(studio.workspace.lexicon)
    except ZiciError as error:
        wait(texts, str(error))
        return
    if lexicon is None:
        missing(texts, studio.services.words.how(), texts("no_words"))
        return
    WordsPage(studio, texts, await asyncio.to_thread(Facts.of, studio.curation))


class WordsPage:
    """Filters, table and panel of one reader, and what they tell each other."""

    def __init__(self, studio: Studio, texts: Texts, facts: Facts) -> None:
        params = ui.context.client.request.query_params
        self.view = view = View(studio, texts, Filters.of(params.multi_items()), facts)
        sort = params.get("sort", "-count").split(",")[0]
        script(view)
        self._seen = 0
        self.acts = Acts(view, self._changed)
        self.dialogs = Dialogs(view, self._decide)
        self.files = Files(view, self._taken)
        with ui.element("div").classes("z-words"):
            self.bar = Bar(view)
            with ui.element("div").classes("z-table-side"):
                self._tools()
                grid(view, sort)
            self.panel = Panel(view, self._act)
        self._listen()

    def _tools(self) -> None:
        texts = self.view.texts
        with ui.element("div").classes("z-tools").props('role="group"') as tools:
            tools.props["aria-label"] = texts("decisions")
            opener = icon_button("filter_list", texts("filters"), self._unfold).classes("z-unfold")
            opener.props["aria-expanded"] = "false"
            self._opener = opener
            for action in ACTIONS:
                made = button(texts(action)).classes(f"z-act-{action}")
                made.on("click", js_handler=f"() => ziciWords.act('{action}')")
            icon_button("undo", texts("undo"), self.acts.undo)
            icon_button("redo", texts("redo"), self.acts.redo)
            ui.element("div").classes("z-fill")
            self._counted = ui.label().classes("z-counted z-soft z-number").props('role="status"')
            icon_button("add", texts("add"), self.dialogs.add)
            icon_button("download", texts("export"), self.files.words)
            icon_button("group", texts("decisions_title"), self.files.decisions)
            icon_button("keyboard", texts("keys_title"), self.dialogs.help)

    def _unfold(self) -> None:
        shown = "z-open" not in self.bar.root.classes
        self.bar.root.classes(toggle="z-open")
        self._opener.props["aria-expanded"] = "true" if shown else "false"

    def _listen(self) -> None:
        ui.on("words_total", lambda event: self._count(total=int(event.args)))
        ui.on("words_chosen", lambda event: self._count(chosen=int(event.args)))
        ui.on("words_open", lambda event: self.panel.show(event.args["word"], opened=event.args["shown"]))
        ui.on("words_close", lambda _: self.panel.close())
        ui.on("words_failed", lambda event: self._failed(str(event.args)))
        ui.on("words_act", lambda event: self._act(event.args["action"], event.args["rows"]))

    def _failed(self, why: str) -> None:
        ui.notify(f"{self.view.texts('load_failed')}: {why}", type="negative", position="bottom")

    def _count(self, *, total: int | None = None, chosen: int | None = None) -> None:
        """Say how many words are chosen, or else how many pass the filters."""
        self._seen = self._seen if total is None else total
        if chosen is not None and chosen > 1:
            self._counted.set_text(self.view.texts("chosen", n=chosen))
        else:
            known = sum(self.view.counts.values())
            self._counted.set_text(self.view.texts("total", n=self._seen, all=known))

    async def _act(self, action: str, rows: list[dict[str, Any]]) -> None:
        """What a key or a button asks for."""
        plain = {"undo": self.acts.undo, "redo": self.acts.redo}
        if action in plain:
            await plain[action]()
        elif action in ("add", "help"):
            getattr(self.dialogs, action)()
        elif not rows:
            ui.notify(self.view.texts("nothing_chosen"))
        elif action in ("rename", "merge"):
            getattr(self.dialogs, action)(rows)
        elif action in ACTIONS:
            await self.acts.decide({row["word"]: row["version"] for row in rows}, action)

    async def _decide(self, words: dict[str, int | None], action: str, target: str | None) -> bool:
        """What was asked for in a dialog; a word added by hand is shown."""
        done = await self.acts.decide(words, action, target)
        if done and action == "accept":
            await self.panel.follow(next(iter(words)))
        return done

    async def _changed(self, words: list[str]) -> None:
        await self.view.recount()
        self.bar.recount()
        await self.panel.refresh(words)

    async def _taken(self) -> None:
        self.view.call("refresh", [], False)
        await self._changed([self.panel.word])


PAGE = Page("/words", "list", build, TEXTS)

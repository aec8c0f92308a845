"""The page *Corpus*: texts in, words out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from zici.studio.pages._bits import add_style
from zici.studio.pages._frame import Page
from zici.studio.pages._numbers import duration, size
from zici.studio.pages._parts import attempt, button, card, complain, soft
from zici.studio.pages._running import Running
from zici.studio.pages._settings import author
from zici.studio.pages._texts import Texts
from zici.studio.pages.corpus._drop import Drop, Paste
from zici.studio.pages.corpus._facts import Facts
from zici.studio.pages.corpus._history import History
from zici.studio.pages.corpus._options import MiningForm
from zici.studio.pages.corpus._texts import CORPUS
from zici.studio.pages.corpus._uploads import Chosen, UploadList
from zici.studio.runs import RunRequest

if TYPE_CHECKING:
    from zici.studio._studio import Studio
    from zici.studio.runs import Run

FORMATS = ".txt, .jsonl, .csv, .tsv, .parquet, .gz, .xz, .bz2, .zst"


async def build(studio: Studio, texts: Texts) -> None:
    """Make the page."""
    add_style()
    soft(texts("under"))
    with card(texts("facts")):
        facts = Facts(studio, texts)
    chosen = Chosen()
    with ui.element("div").classes("z-columns"):
        with ui.element("div").classes("z-stack"):
            uploads = _hand_over(studio, texts, chosen)
        with ui.element("div").classes("z-stack"):
            running = _mine(studio, texts, chosen)
    with card(texts("history"), texts("history_note")):
        history = History(studio, texts)

    async def ended(run: Run) -> None:
        if run.state == "done" and run.kind == "mine":
            words, time = int(run.counts.get("words", 0)), duration(run.seconds or 0.0)
            ui.notify(texts("finished", words=words, time=time), type="positive", position="bottom")
            await facts.show()

    running.on_change, running.on_end = history.show, ended
    await uploads.refresh()
    await facts.show()
    await running.look()


def _hand_over(studio: Studio, texts: Texts, chosen: Chosen) -> UploadList:
    """The cards with which texts are handed over and chosen."""
    limit = studio.options.upload_limit
    with card(texts("add"), texts("add_note", formats=FORMATS, limit=size(limit))):
        place = ui.element("div").classes("z-stack")
    with card(texts("uploads"), texts("uploads_note")):
        uploads = UploadList(studio, texts, chosen)
    with place:
        Drop(texts, limit=limit, author=author(studio), on_sent=uploads.refresh)
        with ui.expansion(texts("paste"), icon="content_paste").classes("z-fold"):
            Paste(texts, author=author(studio), on_sent=uploads.refresh)
    return uploads


def _mine(studio: Studio, texts: Texts, chosen: Chosen) -> Running:
    """The card that starts a run, and shows it."""
    with card(texts("mine"), texts("mine_note")):
        column = ui.select({}, label=texts("column_text"), clearable=True).props(
            "outlined dense options-dense"
        )
        column.classes("z-wide")
        form = MiningForm(texts)

        async def start() -> None:
            if not chosen.ids:
                complain(texts("start_none"))
                return
            begin.disable()
            request = await attempt(_request, chosen.ids, column.value, form)
            if request is not None:
                await running.start(request)
            begin.enable()

        begin = button(texts("start"), start, icon="play_arrow", main=True)
        running = Running(studio, texts)

    def offer() -> None:
        names = chosen.columns()
        column.set_visibility(bool(names))
        kept = column.value if column.value in names else None
        column.set_options({name: name for name in names}, value=kept)

    chosen.changed.append(offer)
    return running


def _request(uploads: list[int], column: str | None, form: MiningForm) -> RunRequest:
    return RunRequest(uploads=tuple(uploads), column=column, options=form.options())


PAGE = Page("/corpus", "upload_file", build, CORPUS)

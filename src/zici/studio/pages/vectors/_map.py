"""The map of the words: the page that ``zici vectors plot`` writes, made once for each result, in a frame.

It draws ten thousand words on a canvas, has its own search and keys, and stands in a sandbox.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from nicegui import ui

from zici._progress import Progress
from zici.studio.pages._gauge import Gauge, follow
from zici.studio.pages._parts import soft
from zici.studio.pages._results import MAP, map_of
from zici.studio.pages._settings import Settings
from zici.studio.pages._texts import LANGUAGES, Texts
from zici.studio.pages._work import Work, begin, found

if TYPE_CHECKING:
    from zici.studio._studio import Studio

SHOWN = 10_000


class WordMap:
    """The frame with the map; until that is drawn, how far it is.

    Args:
        studio: whose vectors.
        texts: of the page.
    """

    def __init__(self, studio: Studio, texts: Texts) -> None:
        self._studio, self._texts = studio, texts
        scheme = Settings.of(ui.context.client.request, "").scheme
        self._address = f"{MAP}?lang={texts.lang}&scheme={scheme}"
        self._frame: ui.element | None = None
        self._place = ui.element("div").classes("z-stack z-map")
        with self._place:
            if map_of(studio, texts.lang).is_file():
                self._show()
            else:
                self._draw()

    def find(self, word: str) -> None:
        """Show a word on the map, where that is drawn."""
        if self._frame is not None:
            self._frame.props["src"] = f"{self._address}#{quote(word)}"

    def _draw(self) -> None:
        note, gauge = soft(self._texts("map_wait")), Gauge(self._texts)
        place = f"map-{self._texts.lang}"
        work = found(self._studio, place)
        if work is None or work.done:
            work = begin(self._studio, place, place, lambda tell: draw(self._studio, self._texts.lang, tell))

        def done(work: Work) -> None:
            note.visible = False
            with self._place:
                self._show()

        follow(gauge, work, done)

    def _show(self) -> None:
        self._frame = ui.element("iframe").classes("z-frame").props('sandbox="allow-scripts" loading="lazy"')
        self._frame.props["title"] = self._texts("map_title")
        self._frame.props["src"] = self._address
        ui.link(self._texts("map_open"), self._address, new_tab=True).classes("z-link").props(
            'rel="noopener"'
        )


def draw(studio: Studio, lang: str, progress: Progress) -> None:
    """Write the map, and remove those of earlier vectors.

    Raises:
        ZiciError: what ``plot_vectors`` raises.
    """
    from zici.report import plot_vectors

    target, vectors = map_of(studio, lang), studio.workspace.vectors()
    if vectors is None:
        raise studio.services.vectors.missing()
    target.parent.mkdir(exist_ok=True)
    plot_vectors(vectors, target, words=min(SHOWN, len(vectors)), lang=lang, progress=progress)
    kept = {map_of(studio, each) for each in LANGUAGES}
    for old in set(target.parent.glob("*.html")) - kept:
        old.unlink()

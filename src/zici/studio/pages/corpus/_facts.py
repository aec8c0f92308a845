"""What the open folder holds: where its words come from, how many they are, and the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nicegui import ui

from zici.studio.pages._bits import tiles
from zici.studio.pages._numbers import duration
from zici.studio.pages._parts import attempt, soft
from zici.studio.pages._results import REPORT, report_of
from zici.studio.pages._texts import Texts

if TYPE_CHECKING:
    from zici.studio._studio import Studio

COUNTS = ("words", "words_of_two_or_more", "new_words", "word_vectors", "skipped")


class Facts:
    """Tiles with the counts of the open folder."""

    def __init__(self, studio: Studio, texts: Texts) -> None:
        self._studio, self._texts = studio, texts
        self._place = ui.element("div").classes("z-stack")

    async def show(self) -> None:
        """Make them anew."""
        found = await attempt(self._studio.workspace.run)
        folder = self._studio.workspace.folder
        self._place.clear()
        with self._place:
            if found is None:
                soft(self._texts("facts_none", folder=str(folder)))
                return
            soft(str(folder.absolute())).classes("z-path")
            tiles(self._tiles(found))
            self._report()

    def _tiles(self, found: dict[str, Any]) -> list[tuple[str, str, str]]:
        texts, counts = self._texts, found.get("counts", {})
        rows = [(texts(f"fact_{name}"), f"{counts[name]:,}", "") for name in COUNTS if counts.get(name)]
        method = str(found.get("parameters", {}).get("method", "–"))
        rows.append((texts("fact_method"), method, ""))
        seconds = found.get("seconds", {})
        total = seconds.get("total") if isinstance(seconds, dict) else seconds
        if isinstance(total, int | float):
            rows.append((texts("fact_time"), duration(total), ""))
        return rows

    def _report(self) -> None:
        if report_of(self._studio).is_file():
            link = ui.link(self._texts("report"), REPORT, new_tab=True).classes("z-link")
            link.props('rel="noopener"')

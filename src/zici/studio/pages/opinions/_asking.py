"""What can be done with the classifier that is there: try it, and see how good it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui

from zici.studio.pages._parts import attempt, card, missing
from zici.studio.pages._texts import Texts
from zici.studio.pages.opinions._measures import measures
from zici.studio.pages.opinions._try import Try

if TYPE_CHECKING:
    from zici.studio._studio import Studio


class Asking:
    """The cards of the classifier; what isn't there is hidden.

    Args:
        studio: whose classifier.
        texts: of the page.
    """

    def __init__(self, studio: Studio, texts: Texts) -> None:
        self._studio, self._texts = studio, texts
        self._none = ui.element("div")
        with card(texts("try"), texts("try_note")) as self._card:
            self._try = Try(studio, texts)
        with card(texts("measured")) as self._measured:
            self._measures = ui.element("div").classes("z-stack")
        for hidden in (self._none, self._card, self._measured):
            hidden.visible = False  # until it is known what is there

    async def show(self) -> None:
        """Make everything fit the classifier that is there now."""
        service = self._studio.services.opinions
        ready = bool(await attempt(service.ready))
        self._none.clear()
        if ready:
            await self._try.renew()
        else:
            with self._none:
                missing(self._texts, service.how(), self._texts("none_yet"))
        summary = await attempt(service.summary) if ready else None
        test = None if summary is None else summary.get("test")
        self._measures.clear()
        if test is not None:
            with self._measures:
                measures(test, self._texts)
        self._card.visible, self._none.visible = ready, not ready
        self._measured.visible = test is not None

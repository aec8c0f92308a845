"""A question, its answers, and the passages in which they were read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from zici.studio.pages._bits import answered, bar, cell, on_enter, table
from zici.studio.pages._parts import button, complain, soft
from zici.studio.pages._texts import Texts

if TYPE_CHECKING:
    from zici.studio._studio import Studio
    from zici.studio.services import Asked, Found, Place

LONGEST = 300  # characters of a question
ANSWERS = 5
PASSAGES = 5  # that are shown of an answer


class Ask:
    """The elements with which a question is asked.

    Args:
        studio: whose documents.
        texts: of the page.
    """

    def __init__(self, studio: Studio, texts: Texts) -> None:
        self._studio, self._texts = studio, texts
        with ui.element("div").classes("z-row"):
            self._question = ui.input(texts("question")).classes("z-grow")
            on_enter(self._question, self.ask)
            self._question.props(f'outlined dense autocomplete=off maxlength="{LONGEST}"')
            self._button = button(texts("search"), self.ask, icon="search", main=True)
        self._place = ui.element("div").classes("z-stack").props('aria-live="polite"')

    async def ask(self) -> None:
        """Show what the documents answer."""
        question = (self._question.value or "")[:LONGEST]
        if not question.strip():
            complain(self._texts("question_empty"))
            return
        self._button.disable()
        self._place.clear()
        with self._place:
            ui.label(self._texts("reading")).props('role="status"')
        found = await answered(self._place, self._studio.services.answers.ask, question, ANSWERS)
        self._button.enable()
        if found is not None:
            with self._place:
                _show(found, self._texts)


def _show(found: Asked, texts: Texts) -> None:
    if not found.answers:
        ui.label(texts("nothing")).props('role="status"')
        return
    soft(texts("answers_note", read=len(found.passages)))
    names = [texts(name) for name in ("rank", "answer", "score")]
    with table([*names[:2], "", names[2], texts("votes")], "nwwnn", texts("answers")):
        for rank, answer in enumerate(found.answers, 1):
            _row(rank, answer)
    for rank, answer in enumerate(found.answers):
        name = texts("passages", answer=answer.text)
        with ui.expansion(name, value=rank == 0).classes("z-fold"):
            _passages(answer, texts)


def _row(rank: int, answer: Found) -> None:
    with ui.element("tr"):
        cell(rank, kind="n")
        cell(answer.text).classes("z-name z-strong")
        with ui.element("td").classes("z-bar-cell"):
            bar(answer.score)
        cell(f"{answer.score:.3f}", kind="n")
        cell(answer.votes, kind="n")


def _passages(answer: Found, texts: Texts) -> None:
    for place in answer.places[:PASSAGES]:
        with ui.element("figure").classes("z-passage"):
            _passage(place)
            told = texts("passage_from", document=place.document, begin=place.offset + place.begin + 1)
            score = texts("passage_score", score=f"{place.score:.3f}")
            TextElement(tag="figcaption", text=f"{told} · {score}").classes("z-soft")
    if len(answer.places) > PASSAGES:
        soft(texts("more", count=len(answer.places) - PASSAGES))


def _passage(place: Place) -> None:
    """The passage with the answer marked in it."""
    text = place.passage
    with ui.element("blockquote").props('dir="auto"'):
        TextElement(tag="span", text=text[: place.begin])
        TextElement(tag="mark", text=text[place.begin : place.end])
        TextElement(tag="span", text=text[place.end :])

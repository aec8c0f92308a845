"""A sentence and what the classifier says of it, with what moved the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from zici.studio.pages._bits import answered, bar, cell, on_enter, table
from zici.studio.pages._numbers import percent
from zici.studio.pages._parts import attempt, button, complain, soft
from zici.studio.pages._texts import Texts

if TYPE_CHECKING:
    from zici.studio._studio import Studio
    from zici.studio.services import Explained, Part

LONGEST = 2000  # characters of a sentence
LISTED = 12  # classes with their probabilities
LEVELS = 4  # of a colour
STRONGEST = 10


class Try:
    """The elements with which a sentence is tried; ``renew`` makes them fit another classifier.

    Args:
        studio: whose classifier.
        texts: of the page.
    """

    def __init__(self, studio: Studio, texts: Texts) -> None:
        self._studio, self._texts = studio, texts
        self._about: str | None = None
        self._text = ui.textarea(texts("sentence")).props(f'outlined autogrow maxlength="{LONGEST}"')
        on_enter(self._text, self._anew)
        with ui.element("div").classes("z-row"):
            button(texts("decide"), self._anew, icon="play_arrow", main=True)
            self._classes = ui.select({}, label=texts("about"), on_change=self._choose)
            self._classes.props("outlined dense options-dense").classes("z-select")
        self._place = ui.element("div").classes("z-stack").props('aria-live="polite"')

    async def renew(self) -> None:
        """Take the classes of the classifier that is there now."""
        names = await attempt(self._studio.services.opinions.classes) or []
        self._about = None
        self._place.clear()
        self._classes.set_options({name: name for name in names}, value=None)
        self._classes.visible = len(names) > 1

    async def _anew(self) -> None:
        self._about = None
        self._classes.value = None
        await self.ask()

    async def _choose(self) -> None:
        if self._classes.value != self._about and self._classes.value is not None:
            self._about = self._classes.value
            await self.ask()

    async def ask(self) -> None:
        """Show what the classifier says."""
        text = (self._text.value or "")[:LONGEST]
        if not text.strip():
            complain(self._texts("sentence_empty"))
            return
        explain = self._studio.services.opinions.explain
        found = await answered(self._place, explain, text, self._about, n=STRONGEST)
        if found is not None:
            self._about = found.about
            self._classes.value = found.about
            with self._place:
                _show(found, self._texts)


def _show(found: Explained, texts: Texts) -> None:
    label = found.opinion.label
    ui.label(texts("undecided") if label is None else texts("says", label=label)).classes("z-verdict").props(
        'role="status"'
    )
    chances = sorted(found.opinion.chances.items(), key=lambda item: -item[1])[:LISTED]
    with table([texts("class"), "", texts("probability")], "wwn", texts("probability")):
        for name, chance in chances:
            with ui.element("tr"):
                cell(name)
                with ui.element("td").classes("z-bar-cell"):
                    bar(chance)
                cell(percent(chance), kind="n")
    pieces(found.parts)
    with ui.element("div").classes("z-row z-soft"):
        TextElement(tag="span", text=texts("for", label=found.about)).classes("z-for3")
        TextElement(tag="span", text=texts("against", label=found.about)).classes("z-against3")
    if not found.strongest:
        soft(texts("nothing_moved"))
        return
    with table([texts("piece"), "", texts("adds")], "wwn", texts("strongest")):
        for part in found.strongest:
            _strong(part, max(abs(each.value) for each in found.strongest))


def _strong(part: Part, most: float) -> None:
    with ui.element("tr"):
        cell(part.text)
        with ui.element("td").classes("z-bar-cell"):
            bar(abs(part.value) / most if most else 0.0).classes(
                "z-bar-for" if part.value > 0 else "z-bar-against"
            )
        cell(f"{part.value:+.3f}".replace("-", "−"), kind="n")


def pieces(parts: tuple[Part, ...]) -> None:
    """A text whose pieces are coloured and underlined by what they add."""
    most = max((abs(part.value) for part in parts), default=0.0)
    with ui.element("p").classes("z-pieces").props('dir="auto"'):
        for part in parts:
            made = TextElement(tag="span", text=part.text)
            if kind := kind_of(part.value, most):
                made.classes(kind)
                made.props["title"] = f"{part.value:+.3f}"


def kind_of(value: float, most: float) -> str:
    """The class of a piece: z-for1 to z-for4 for what speaks for the label, z-against1 to 4 against it.

    Example:
        >>> kind_of(1.0, 1.0), kind_of(-0.3, 1.0), kind_of(0.001, 1.0)
        ('z-for4', 'z-against2', '')
    """
    level = round(LEVELS * abs(value) / most + 0.3) if most else 0
    if level < 1 or abs(value) < 0.02 * most:
        return ""
    return f"z-{'for' if value > 0 else 'against'}{min(level, LEVELS)}"

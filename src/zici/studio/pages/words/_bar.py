"""The filters beside the table, and how many words of each status there are."""

from __future__ import annotations

from dataclasses import replace

from nicegui import ui

from zici.studio.pages._parts import button

from ._filters import STEPS, Filters, Scale
from ._view import View

STATUSES = ("accepted", "rejected", "renamed", "merged", "undecided")  # as a reader looks for them
_SPREAD = 1000  # most by least: beyond it, even steps would put nearly all words below the first
_WHOLE = ("count", "length")


class Bar:
    """Filters: text, status, new words, a slider for each column; a change goes to the table at once."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._status: dict[str, ui.button] = {}
        with ui.element("search").classes("z-filters z-card") as self.root:
            self.root.props["aria-label"] = view.texts("filters")
            self._text()
            self._statuses()
            self._new = ui.checkbox(view.texts("new"), value=view.filters.new).props("dense")
            self._new.visible = view.compared or view.filters.new
            self._new.on_value_change(lambda event: self._set(new=bool(event.value)))
            self._sliders = [Slider(self, name) for name in view.columns if _has_room(view, name)]
            button(view.texts("reset"), self._reset, icon="filter_alt_off").classes("z-reset")

    def _text(self) -> None:
        view = self.view
        field = ui.input(view.texts("text"), value=view.filters.text)
        field.props("outlined dense clearable debounce=200 type=search").classes("z-search")
        with field.add_slot("prepend"):
            ui.icon("search").props('aria-hidden="true"')
        field.on_value_change(lambda event: self._set(text=(event.value or "").strip()))
        field.on("keydown.enter", js_handler="() => ziciWords.focus()")
        field.on("keydown.escape", js_handler="() => ziciWords.focus()")
        self._field = field

    def _statuses(self) -> None:
        texts = self.view.texts
        with ui.element("div").classes("z-statuses").props('role="group"') as group:
            group.props["aria-label"] = texts("status")
            for status in ("", *STATUSES):
                made = button(texts(status or "any"), lambda status=status: self._set(status=status))
                with made.classes("z-choice"):
                    ui.label().classes("z-number z-soft")
                self._status[status] = made
        self.recount()
        self._press()

    def recount(self) -> None:
        """Show how many words have each status."""
        counts = dict(self.view.counts)
        counts[""] = sum(counts.get(status, 0) for status in STATUSES)
        for status, made in self._status.items():
            label = made.default_slot.children[0]
            assert isinstance(label, ui.label)  # noqa: S101 - made above
            label.set_text(f"{counts.get(status, 0):,}")

    def _press(self) -> None:
        for status, made in self._status.items():
            made.props["aria-pressed"] = "true" if status == self.view.filters.status else "false"

    def _set(self, **changed: object) -> None:
        self.change(replace(self.view.filters, **changed))  # type: ignore[arg-type]

    def change(self, filters: Filters) -> None:
        """Let the table show what passes ``filters``."""
        if filters == self.view.filters:
            return
        self.view.filters = filters
        self._press()
        self.view.call("filter", filters.params())

    def _reset(self) -> None:
        self._field.value = ""
        self._new.value = False
        self.change(Filters())
        for slider in self._sliders:
            slider.reset()


def _has_room(view: View, name: str) -> bool:
    found = view.ranges.get(name)
    return found is not None and found.least is not None and found.least < found.most


class Slider:
    """Bounds of a column: a slider with two handles, and what they stand for."""

    def __init__(self, bar: Bar, name: str) -> None:
        self.bar, self.column = bar, name
        view = bar.view
        found = view.ranges[name]
        least = max(found.least, 1) if name == "count" else found.least
        logarithmic = name == "count" or (least > 0 and found.most > _SPREAD * least)
        self.scale = Scale(least, max(found.most, least), whole=name in _WHOLE, logarithmic=logarithmic)
        low, high = self.scale.steps(view.filters.bounds.get(name, (None, None)))
        title = view.name(name)
        with ui.element("div").classes("z-slider"):
            with ui.element("div").classes("z-slider-head"):
                ui.label(title)
                self._said = ui.label().classes("z-soft z-number")
            self._range = ui.range(min=0, max=STEPS, value={"min": low, "max": high})
            self._range.props("dense snap throttle=200")
            self._range.props["aria-label"] = title
        self._say()
        self._range.on_value_change(self._moved)

    def _moved(self) -> None:
        bound = self.scale.bound((self._range.value["min"], self._range.value["max"]))
        bounds = {**self.bar.view.filters.bounds, self.column: bound}
        kept = {name: bound for name, bound in bounds.items() if bound != (None, None)}
        self.bar.change(replace(self.bar.view.filters, bounds=kept))
        self._say()

    def _say(self) -> None:
        view = self.bar.view
        low, high = view.filters.bounds.get(self.column, (None, None))
        least = "" if low is None else f"≥ {low:,g}"
        most = "" if high is None else f"≤ {high:,g}"
        everything = view.texts("all_values")
        self._said.set_text(" ".join(filter(None, (least, most))) or everything)
        title = view.name(self.column)
        names = [view.texts("least", name=title), view.texts("most", name=title)]
        steps = list(self.scale.steps((low, high)))
        view.call("handles", self._range.html_id, names, steps, [least or everything, most or everything])

    def reset(self) -> None:
        """Let every value pass."""
        self._range.value = {"min": 0, "max": STEPS}
        self._say()

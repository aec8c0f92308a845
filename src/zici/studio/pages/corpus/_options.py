"""The form that starts a run: which method, with which options."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from zici.discovery._methods import METHODS
from zici.mining._options import CUTTING
from zici.studio.pages._texts import Texts

FIELDS = ("min_count", "min_pmi", "min_entropy", "min_gain", "order", "join_penalty", "rounds")
EVERYWHERE = ("max_length", "top")
LONGEST = 200  # characters of a field that are read as numbers
HINTED = ("min_count", "min_pmi", "join_penalty")
SWITCHES = {"entropy": True, "vectors": True, "report": True}


def parsed(text: str) -> Any:
    """What a field says: None where it is empty, a number, numbers by length, or the words themselves.

    Example:
        >>> parsed(" 4 "), parsed("1.5"), parsed("auto"), parsed("2:1.5, 3=5"), parsed("")
        (4, 1.5, 'auto', {2: 1.5, 3: 5}, None)
    """
    text = text.strip().replace("，", ",").replace("：", ":")
    if not text:
        return None
    if len(text) > LONGEST:
        return text  # no number has so many digits
    pairs = [pair.replace("=", ":").split(":") for pair in text.split(",")]
    if all(len(pair) == 2 and pair[0].strip().isdecimal() for pair in pairs):
        return {int(length): _number(value.strip()) for length, value in pairs}
    return _number(text)


def _number(text: str) -> Any:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def shown(value: Any) -> str:
    """A default as a field would say it.

    Example:
        >>> shown({2: 1.5, 3: 5.0}), shown(3.4011973816621555), shown("low")
        ('2:1.5, 3:5', '3.4', 'low')
    """
    if isinstance(value, dict):
        return ", ".join(f"{length}:{shown(each)}" for length, each in value.items())
    return f"{value:.3g}" if isinstance(value, float) else str(value)


class MiningForm:
    """The elements of the form.

    Args:
        texts: of the page.
    """

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._values: dict[str, str] = {}
        self._switches = dict(SWITCHES)
        self._method = "best"
        names = {name: texts(f"method_{name}") for name in CUTTING}
        method = ui.select(names, value="best", label=texts("method")).props("outlined dense options-dense")
        method.classes("z-wide").on_value_change(lambda event: self._choose(event.value))
        with ui.expansion(texts("more"), icon="tune").classes("z-fold"):
            self._fields = ui.element("div").classes("z-fields")
            self._fill()

    def options(self) -> dict[str, Any]:
        """What was chosen; empty fields are left out."""
        known = {name: parsed(text) for name, text in self._values.items() if name in self._offered()}
        given = {name: value for name, value in known.items() if value is not None}
        return {"method": self._method, **given, **self._switches}

    def _offered(self) -> tuple[str, ...]:
        defaults = METHODS[self._method].defaults
        return (*(name for name in FIELDS if name in defaults), *EVERYWHERE, "strict")

    def _choose(self, method: str) -> None:
        self._method = method
        self._fields.clear()
        with self._fields:
            self._fill()

    def _fill(self) -> None:
        defaults = METHODS[self._method].defaults
        with self._fields:
            for name in self._offered()[:-1]:
                self._field(name, shown(defaults[name]) if name in defaults else "")
            with ui.element("div").classes("z-row z-switches"):
                if "strict" in defaults:
                    self._switch("strict", value=False)
                for name in SWITCHES:
                    self._switch(name, value=self._switches[name])

    def _field(self, name: str, default: str) -> None:
        texts = self._texts
        field = ui.input(texts(f"option_{name}"), value=self._values.get(name, "")).props("outlined dense")
        field.props["placeholder"] = default
        field.props["stack-label"] = True
        if name in HINTED:
            field.props["hint"] = texts(f"{name}_hint")
        field.on_value_change(lambda event: self._values.__setitem__(name, event.value or ""))

    def _switch(self, name: str, *, value: bool) -> None:
        box = ui.checkbox(self._texts(f"option_{name}"), value=value).props("dense")
        box.on_value_change(lambda event: self._switches.__setitem__(name, event.value))

"""How far long work is: stage, bar, count, rate, time left."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from nicegui import ui

from ._numbers import duration, rate
from ._parts import complain, soft
from ._stages import told, unit
from ._texts import Texts
from ._work import Work

EVERY = 0.4  # seconds between two looks
STEADY = 1.0  # seconds of a stage before its rate is worth showing

WORDS = {
    "en": {
        "count": "{done} of {total} {unit}",
        "open": "{done} {unit}",
        "rate": "{rate} {unit}/s",
        "left": "{time} left",
        "begins": "It begins ...",
    },
    "zh": {
        "count": "{done} / {total} {unit}",
        "open": "{done} {unit}",
        "rate": "每秒 {rate} {unit}",
        "left": "还需 {time}",
        "begins": "正在开始……",
    },
}


class Gauge:
    """The elements that show one step of long work; hidden until there is one."""

    def __init__(self, texts: Texts) -> None:
        self._lang = texts.lang
        self._stage = ""
        self._begun = (0.0, 0)
        with ui.element("div").classes("z-gauge") as self.element:
            self._title = ui.label(WORDS[texts.lang]["begins"]).props('role="status"')
            self._bar = ui.linear_progress(0.0, show_value=False).props('rounded size="8px"')
            self._line = soft("").classes("z-number")
        self.element.visible = False

    def show(self, step: Any) -> None:
        """Show a step (``None``: the work begins); one of the same stage as before tells a rate, too."""
        self.element.visible = True
        if step is None:
            self._bar.props("indeterminate")
            return
        if step.stage != self._stage:
            self._stage, self._begun = step.stage, (time.monotonic(), step.done)
        name = told(step.stage, self._lang)
        self._title.text = f"{name} · {step.note}" if step.note else name
        self._bar.props["aria-label"] = name
        self._bar.props(remove="indeterminate") if step.total else self._bar.props("indeterminate")
        self._bar.value = min(step.done / step.total, 1.0) if step.total else 0.0
        self._line.text = " · ".join(self._parts(step))

    def hide(self) -> None:
        """Show nothing."""
        self.element.visible = False

    def _parts(self, step: Any) -> list[str]:
        words, name = WORDS[self._lang], unit(step.unit, self._lang)
        count = words["count" if step.total else "open"]
        parts = [count.format(done=f"{step.done:,}", total=f"{step.total or 0:,}", unit=name)]
        begun, first = self._begun
        seconds = time.monotonic() - begun
        if seconds < STEADY or step.done <= first:
            return parts
        speed = (step.done - first) / seconds
        parts.append(words["rate"].format(rate=rate(speed), unit=name))
        if step.total:
            parts.append(words["left"].format(time=duration((step.total - step.done) / speed)))
        return parts


def follow(gauge: Gauge, work: Work, done: Callable[[Work], Any]) -> None:
    """Show how far work is until it has ended; then call ``done``, or tell its error."""

    def look() -> None:
        if not work.done:
            gauge.show(work.step)
            return
        timer.cancel()
        gauge.hide()
        if work.error:
            complain(work.told())
        else:
            done(work)

    timer = ui.timer(EVERY, look)

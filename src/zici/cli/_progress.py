"""Progress bars on a terminal: stage, bar, count, rate, time left."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from zici._progress import Progress, Step, silent

from ._cold import kernels_are_cold
from ._guard import say

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import Task, TaskID

_PAUSE = 0.1  # seconds between two updates: the eye needs no more


@contextmanager
def progress_bars(*, quiet: bool, kernels: Sequence[str]) -> Iterator[Progress]:
    """A ``progress=`` callback that draws on standard error; silent if ``quiet`` or without a terminal.

    ``kernels`` are the modules that the command needs compiled, see ``_cold``.
    """
    if not quiet and kernels_are_cold(kernels):
        say("compiling kernels (first run on this machine, up to 20 s, once)")
    if quiet or not sys.stderr.isatty():
        yield silent
        return
    with _bars() as bars:
        yield _Painter(bars)


def _bars() -> Bars:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    return Progress(
        SpinnerColumn(finished_text=" "),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[amount]}"),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(elapsed_when_finished=True),
        console=Console(stderr=True),
    )


class _Painter:
    """Turns steps into bars: one for each stage."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}
        self._shown = 0.0

    def __call__(self, step: Step) -> None:
        now = time.monotonic()
        new = step.stage not in self._tasks
        if not new and step.done != step.total and now - self._shown < _PAUSE:
            return
        self._shown = now
        if new:
            self._finish_all()
            self._tasks[step.stage] = self._bars.add_task(step.stage, total=step.total, amount="", rate="")
        identifier = self._tasks[step.stage]
        self._bars.update(
            identifier,
            description=f"{step.stage}, {step.note}" if step.note else step.stage,
            completed=step.done,
            total=step.total,
            amount=amount(step),
            rate=_rate(self._task(identifier), step),
        )

    def _finish_all(self) -> None:
        """A new stage means that the earlier ones are over, also those whose total nobody knew."""
        for identifier in self._tasks.values():
            task = self._task(identifier)
            if not task.finished:
                self._bars.update(identifier, total=task.completed)

    def _task(self, identifier: TaskID) -> Task:
        return next(task for task in self._bars.tasks if task.id == identifier)


def amount(step: Step) -> str:
    """How far a step is.

    Example:
        >>> amount(Step("read text", 12_300_000, 39_000_000, "chars"))
        '12.3 M of 39 M chars'
    """
    total = "" if step.total is None else f" of {human(step.total)}"
    return f"{human(step.done)}{total} {step.unit}"


def _rate(task: Task, step: Step) -> str:
    seconds = task.elapsed or 0.0
    return f"{human(step.done / seconds)} {step.unit}/s" if seconds > _PAUSE else ""


def human(number: float) -> str:
    """A number in three figures.

    Example:
        >>> [human(n) for n in (0, 950, 12_340, 39_000_000, 2_500_000_000)]
        ['0', '950', '12.3 k', '39 M', '2.5 G']
    """
    for unit in ("", " k", " M", " G"):
        if number < 999.5 or unit == " G":
            break
        number /= 1000
    return f"{number:.3g}{unit}"


def seconds(value: float) -> str:
    """A duration for people.

    Example:
        >>> seconds(0.25), seconds(12.34), seconds(125)
        ('0.25 s', '12.3 s', '2 min 5 s')
    """
    if value < 60:
        return f"{value:.3g} s"
    return f"{int(value) // 60} min {int(value) % 60} s"

"""How long work tells its caller how far it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Step(NamedTuple):
    """One report of a long job.

    Attributes:
        stage: what is being done, as a short English verb phrase ("read text", "count 3-grams").
        done: units finished in this stage, from 0 to ``total``.
        total: units of the stage, or None where it can't be known.
        unit: what is counted ("bytes", "chars", "items").
        note: what else is worth showing just now ("loss 2.104"), or nothing.
    """

    stage: str
    done: int
    total: int | None
    unit: str
    note: str = ""


Progress = Callable[[Step], None]
"""What every ``progress=`` parameter takes; called in the caller's thread, often, so it must be quick."""


def silent(step: Step) -> None:
    """Report nothing: the default of every ``progress=``."""


class Renamed:
    """A ``progress=`` callback whose stages get other names: text that is read to be cut is being cut."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self.names: dict[str, str] = {}

    def __call__(self, step: Step) -> None:
        """Pass a step on."""
        self._progress(step._replace(stage=self.names.get(step.stage, step.stage)))

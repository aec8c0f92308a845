"""One run, as everyone sees it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from zici._progress import Step
from zici.studio.runs._request import RunRequest

STATES = ("running", "done", "failed", "cancelled", "interrupted")


@dataclass(frozen=True)
class Run:
    """Long work that goes on, or has ended.

    Attributes:
        id: its number, from 1.
        state: "running"; "done"; "failed": it raised, or its process died; "cancelled": somebody ended it;
            "interrupted": the studio ended before it did.
        request: what was asked.
        author: who started it.
        started: when, in UTC.
        ended: when it ended; None while it runs, or where the studio ended first.
        step: how far it is, while it runs and its process has told.
        message: one line that says why it failed.
        counts: what it found, by name.
        resumes: the run that this one takes up, or None.
    """

    id: int
    state: str
    request: RunRequest
    author: str
    started: datetime
    ended: datetime | None = None
    step: Step | None = None
    message: str = ""
    counts: dict[str, float] = field(default_factory=dict)
    resumes: int | None = None

    @property
    def seconds(self) -> float | None:
        """How long it took, or None while it runs or where the studio ended first."""
        return None if self.ended is None else max(0.0, (self.ended - self.started).total_seconds())

    @property
    def kind(self) -> str:
        """What is done, one of ``TASKS``."""
        return self.request.kind

    @property
    def is_resumable(self) -> bool:
        """Whether it ended before it was done, so that it may be taken up."""
        return self.state in ("failed", "cancelled", "interrupted")

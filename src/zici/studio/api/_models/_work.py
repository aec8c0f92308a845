"""Uploads, runs and health."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field

from ._base import Asked, Told


class Upload(Told):
    """A file that was brought here, kept under its number."""

    id: int
    name: str
    size: int
    unpacked: int
    kind: str
    columns: list[str]
    column: str | None
    author: str
    time: datetime
    same_as: int | None


class Pasted(Asked):
    """A text that is kept like a file."""

    text: str
    name: str = ""
    author: str | None = Field(None, description="default: the studio's")


class Running(Asked):
    """Long work on uploads."""

    kind: str = Field("mine", description="mine, train-classifier, compare-losses or index-documents")
    uploads: list[int] = Field([], description="their numbers")
    column: str | int | None = Field(None, description="of tables: the one that holds the text")
    options: dict[str, Any] = Field({}, description="of mining, by name; of other kinds their parameters")
    reading: dict[str, Any] = Field({}, description="encoding, errors, nfkc, simplify")
    known: list[int] = Field([], description="uploads of word lists: what they hold is no new word")
    author: str | None = Field(None, description="default: the studio's")


class Request(Told):
    """What a run was asked."""

    uploads: list[int]
    column: str | int | None
    options: dict[str, Any]
    reading: dict[str, Any]
    known: list[int]
    kind: str


class Step(Told):
    """How far a run is."""

    stage: str
    done: int
    total: int | None
    unit: str
    note: str = ""


class Run(Told):
    """Long work that goes on, or has ended."""

    id: int
    state: str = Field(description="running, done, failed, cancelled or interrupted")
    request: Request
    author: str
    started: datetime
    ended: datetime | None
    step: Step | None
    message: str
    counts: dict[str, Any]
    resumes: int | None
    seconds: float | None
    is_resumable: bool


class Ready(Told):
    """Whether a part can be used, and how to get what it lacks."""

    ready: bool
    how: str


class Health(Told):
    """What the studio is and what it has."""

    status: str
    version: str
    folder: str
    words: int
    parts: dict[str, Ready]

"""The kinds of runs, and the functions that do their work in a process of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from zici._progress import Progress

_SERVICES = "zici.studio.services._tasks"

TASKS = {
    "mine": "zici.studio.runs._mining:mine_uploads",
    "train-classifier": f"{_SERVICES}:train_classifier",
    "compare-losses": f"{_SERVICES}:compare_losses",
    "index-documents": f"{_SERVICES}:index_documents",
}
"""Module and function of every kind of run."""


class Task(Protocol):
    """What a function has to look like to be the work of a run."""

    def __call__(self, parameters: dict[str, Any], *, folder: Path, progress: Progress) -> dict[str, Any]:
        """Do the work.

        Args:
            parameters: "options" of the request, "files": the paths of its uploads (str), "names": what they
                are called, "column", "reading", "known": the paths of its word lists, "state": the state
                folder (str), "resume": whether an interrupted run is taken up.
            folder: of the result that the studio shows (``Workspace.folder``).
            progress: is told how far it is, as often as it likes.

        Returns:
            Counts that JSON can hold, to be shown and kept.
        """

"""Trainings that stop go on: where their state is kept, and what is said of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import typer

from zici.errors import OutputError

from ._guard import say

STATE = "training.json"
KEEPING = ("sgns", "cbow")  # the methods whose state can be kept


@contextmanager
def kept_training(output: Path, method: str, *, resume: bool) -> Iterator[Path | None]:
    """The folder for the state of a training, beside its result; gone once that is written.

    Args:
        output: the result.
        method: of the training.
        resume: whether a state that is there is wanted.

    Raises:
        BadParameter: the method keeps none, and it is asked for.
        OutputError: a state that is not asked for is there, hours of work that are not thrown away; or other
            files are.
    """
    if method not in KEEPING:
        if resume:
            raise typer.BadParameter(f"--resume: a training by {method} can't go on; leave it out")
        yield None
        return
    whole = output.absolute()
    folder = whole.with_name(f"{whole.name}.training")
    begun = (folder / STATE).exists()
    if begun and not resume:
        raise OutputError(
            f"{folder}: a training for {output} stopped; go on with --resume, or delete this folder"
        )
    if not begun and folder.is_dir() and any(folder.iterdir()):
        raise OutputError(
            f"{folder}: expected no folder or the state of a training, found other files, which would be "
            "deleted at the end; move them, or name another output"
        )
    if resume and not begun:
        say(f"nothing to resume in {folder}: beginning")
    try:
        yield folder
    except (KeyboardInterrupt, SystemExit):
        if (folder / STATE).exists():
            say(f"the training is kept in {folder}; the same command with --resume goes on")
        raise
    else:
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        with suppress(OSError):
            folder.rmdir()  # only where it is empty: stopped before there was a state

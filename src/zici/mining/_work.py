"""The folder in which a result grows, step by step: what is finished is not made again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from zici._files import atomic_file, only_writer, replace_folder, writing
from zici._results import Earlier, check_replaceable
from zici._run_file import Stopwatch

STATE = ".state.json"
HIDDEN = ".*"  # what the steps leave for each other; it is no part of the result
Made = dict[str, Any]


class Work:
    """The steps of one run, see :func:`open_work`.

    Attributes:
        folder: what becomes the result.
        watch: the seconds of every step, also of those that an earlier run made.
        taken: the steps that an earlier run had finished.
    """

    def __init__(self, folder: Path, run: str | None, state: dict[str, Any]) -> None:
        self.folder, self.watch, self.taken = folder, Stopwatch(), list(state)
        self._run, self._done = run, state

    def step(self, name: str, make: Callable[[], Made]) -> None:
        """Do a step, unless an earlier run has finished it; its files stand in the folder then.

        Args:
            name: of the step, different from those of the others.
            make: does it and tells its counts.
        """
        if name not in self._done:
            with self.watch.stage(name):
                made = make()
            self._done[name] = {"made": made, "seconds": self.watch.seconds[name]}
            self._keep()
        self.watch.seconds[name] = self._done[name]["seconds"]

    def made(self, name: str) -> Made:
        """What a finished step made."""
        found: Made = self._done[name]["made"]
        return found

    @property
    def counts(self) -> dict[str, int]:
        """The numbers that the steps have told so far."""
        told = (made["made"].items() for made in self._done.values())
        return {name: value for made in told for name, value in made if isinstance(value, int)}

    @property
    def begun(self) -> bool:
        """Whether there is a step that a later run need not do again."""
        return self._run is not None and bool(self._done)

    def _keep(self) -> None:
        if self._run is not None:
            text = json.dumps({"run": self._run, "done": self._done}, ensure_ascii=False)
            with atomic_file(self.folder / STATE) as temporary:
                temporary.write_text(text, encoding="utf-8", errors="surrogatepass")


@contextmanager
def open_work(output: Path, earlier: Earlier, run: str | None, *, resume: bool) -> Iterator[Work]:
    """The working folder beside ``output``; at the end it takes that name in place of an earlier result.

    An interruption (Ctrl-C, a signal, a kill) leaves it where a step is finished; an error removes it.

    Args:
        output: the result.
        earlier: what may be replaced.
        run: tells this run from those that give something else; None: it can't go on later.
        resume: whether the steps of an interrupted run are taken.

    Raises:
        OutputError: the folder holds other things, is being written by another run, or can't be written.
    """
    check_replaceable(output, earlier)
    target = output.resolve()
    folder = target.with_name(f".{target.name}.mining")
    with only_writer(output), writing(output, folder):
        done = _finished(folder, run) if resume else {}
        if not done:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
        work = Work(folder, run, done)
        try:
            yield work
            (folder / STATE).unlink(missing_ok=True)  # first: it must not outlive what it speaks of
            for hidden in folder.glob(HIDDEN):
                shutil.rmtree(hidden) if hidden.is_dir() else hidden.unlink()
            replace_folder(folder, output)
        except (KeyboardInterrupt, SystemExit):
            if not work.begun:
                shutil.rmtree(folder, ignore_errors=True)
            raise
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise


def _finished(folder: Path, run: str | None) -> dict[str, Any]:
    """The steps that an interrupted run with the same text and options had finished."""
    try:
        state = json.loads((folder / STATE).read_text(encoding="utf-8", errors="surrogatepass"))
        done = state["done"] if run is not None and state["run"] == run else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return done if isinstance(done, dict) else {}

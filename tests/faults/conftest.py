"""A result of every command, made once, that no fault may touch."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from commands import COMMANDS, Said, bytes_of, call, make_texts


class Place:
    """Where the result of one command stands, alone in a folder.

    Attributes:
        output: the earlier result.
    """

    def __init__(self, name: str, texts: Path, output: Path) -> None:
        self._name, self._texts, self.output = name, texts, output
        self._before = bytes_of(output)

    def run(self) -> Said:
        """Run the command again, to put a new result in the place of the earlier one."""
        return call(COMMANDS[self._name].arguments(self._texts, self.output))

    def is_untouched(self) -> bool:
        """Whether the earlier result is as it was, and nothing is beside it."""
        alone = [path.name for path in self.output.parent.iterdir()] == [self.output.name]
        return alone and bytes_of(self.output) == self._before


class Results:
    """Earlier results of all commands."""

    def __init__(self, folder: Path) -> None:
        self.texts = make_texts(folder / "texts")
        self._folder = folder / "results"

    def copy(self, name: str, to: Path) -> Place:
        """Put the earlier result of a command into a new folder."""
        made = self._folder / name / COMMANDS[name].output
        if not made.exists():
            made.parent.mkdir(parents=True)
            said = call(COMMANDS[name].arguments(self.texts, made))
            assert said.code == 0, said.err
        shutil.copytree(made.parent, to)
        return Place(name, self.texts, to / made.name)


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """The texts, and a result of each command as it is asked for."""
    return Results(tmp_path_factory.mktemp("faults"))

"""What all services have in common: they know what they lack, and how to get it."""

from __future__ import annotations

import shlex
from abc import ABC, abstractmethod
from pathlib import Path

from zici.errors import InputError
from zici.studio._workspace import Workspace


class Service(ABC):
    """One thing that a studio can do with a workspace; may be called from any number of threads.

    Args:
        workspace: what it reads.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    @abstractmethod
    def ready(self) -> bool:
        """Whether everything is there that it needs."""

    @abstractmethod
    def how(self) -> str:
        """The command that makes what is missing; capital letters stand for files of one's own."""

    @abstractmethod
    def lacks(self) -> str:
        """What is missing, as the beginning of a message."""

    def missing(self) -> InputError:
        """The error for a call that comes too early."""
        return InputError(f"expected {self.lacks()}, found none; make it with: {self.how()}")

    def close(self) -> None:  # noqa: B027 - most have nothing to end
        """End what runs in the background."""


def command(*parts: str | Path) -> str:
    """A command as a shell takes it.

    Example:
        >>> command("mine", "TEXTS", "-o", Path("my words"))
        "zici mine TEXTS -o 'my words'"
    """
    return shlex.join(["zici", *map(str, parts)])

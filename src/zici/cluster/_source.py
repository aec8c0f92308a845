"""What executors read: a data frame, and how its rows become text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from zici.cluster._messages import Skipped
from zici.corpus import Corpus
from zici.corpus._reader import FileReader
from zici.errors import OptionError

if TYPE_CHECKING:
    import pyarrow as pa

Batches = Iterator["pa.RecordBatch"]
Read = Callable[[Batches, Skipped], Iterator[Any]]


class Reader(Protocol):
    """From the rows of one partition to text; travels to the executors."""

    def blocks(self, batches: Batches, skipped: Skipped) -> Iterator[str]:
        """The text in blocks that end where documents end, as ``Corpus.blocks`` gives them."""

    def documents(self, batches: Batches, skipped: Skipped) -> Iterator[str]:
        """The documents, as a Corpus gives them."""


@dataclass(frozen=True)
class Source:
    """Rows, and what is read from them.

    Attributes:
        frame: the data frame.
        read: from its rows to what a job works on.
        tasks: into how many parts tables are divided when they are summed.
        name: how messages call it.
        note: is told which files were left out.
    """

    frame: Any
    read: Read
    tasks: int
    name: str
    note: Callable[[Skipped], None]

    def __str__(self) -> str:
        return self.name


class SparkText:
    """Text that executors read: of a Corpus, or of a column of a data frame (see :meth:`Spark.text`).

    Attributes:
        frame: the data frame.
        reader: from its rows to text.
        tasks: into how many parts tables are divided when they are summed.
    """

    def __init__(self, frame: Any, reader: Reader, tasks: int, corpus: Corpus | None = None) -> None:
        self.frame = frame
        self.reader = reader
        self.tasks = tasks
        self._corpus = corpus

    def __repr__(self) -> str:
        return f"<SparkText: {self._name}>"

    @property
    def _name(self) -> str:
        return "data frame" if self._corpus is None else repr(self._corpus)

    @property
    def blocks(self) -> Source:
        """For jobs on the characters."""
        return Source(self.frame, self.reader.blocks, self.tasks, self._name, self._note)

    @property
    def documents(self) -> Source:
        """For jobs on the documents."""
        return Source(self.frame, self.reader.documents, self.tasks, self._name, self._note)

    def _note(self, skipped: Skipped) -> None:
        if self._corpus is not None:
            reader = self._corpus._reader
            if isinstance(reader, FileReader):
                reader.skipped.update({(Path(path), reason): None for path, reason in skipped})


def check_positive(name: str, value: Any) -> None:
    """Refuse what is neither None nor a whole number from 1.

    Raises:
        OptionError: that.
    """
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
        raise OptionError(f"{name}: expected a whole number of at least 1, got {value!r}")
